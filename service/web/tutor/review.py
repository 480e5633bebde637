"""Review of one script: its evidence, what the program says, and what a tutor makes of it; or a blind marking first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from service.actions import assignments, decisions, drafts, moderation, reports, submissions
from service.actions.assignments import AssignmentView
from service.actions.decisions import DecisionView, NewDecision
from service.actions.drafts import DraftText, DraftView
from service.actions.errors import MarkFirstError
from service.actions.moderation import Markings, NewMarking
from service.actions.reports import FeedbackView
from service.actions.rubric_choices import MarkingScheme, read_scheme
from service.actions.submissions import SubmissionView
from service.errors import NotFoundError, ServiceError
from service.web.result import describe_result
from service.web.shell import OwnFormDep
from service.web.tutor.assignments import TEACH
from service.web.tutor.compare import compare_bands
from service.web.tutor.desk import TutorDep, TutorDesk
from service.web.tutor.verdicts import read_bands, read_levels, read_verdicts

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

SCRIPTS = TEACH + "/scripts/{submission_id:uuid}"
LONGEST_REASON = 2_000
BLIND, SETTLE = "blind", "settle"
"""What the page of a script asks for in place of changes: bands before any are seen, or the definitive ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A submission with one of its drafts, and what is known of it."""

    submission: SubmissionView
    assignment: AssignmentView
    drafts: tuple[DraftView, ...]
    draft: DraftText
    scheme: MarkingScheme
    feedback: FeedbackView | None
    """None while the tutor has to mark first."""
    markings: Markings

    @property
    def name(self) -> str:
        """What to call it: the student where they may be known."""
        return self.submission.participant_name or self.submission.participant_id or self.submission.label

    @property
    def has_marked(self) -> bool:
        """Whether two mark, and the tutor is not kept from seeing the rest."""
        return self.assignment.needs_two_markers and not self.markings.is_blind


@router.get(SCRIPTS)
def show_script(desk: TutorDep, submission_id: UUID, draft: int = 0, blind: str = "") -> HTMLResponse:
    """The script: with evidence and the form for decisions, or bare with the form for a marking."""
    script = _read(desk, str(submission_id), draft)
    if script is None:
        return _bare_page(desk, str(submission_id))
    return _page(desk, script, form=BLIND if blind == "yes" else "")


@router.get(SCRIPTS + "/settle")
def show_settling(desk: TutorDep, submission_id: UUID) -> HTMLResponse:
    """The form for somebody who settles where two markers differ."""
    return _page(desk, _require(_read(desk, str(submission_id), 0)), form=SETTLE)


@router.post(SCRIPTS + "/decide")
def take_decisions(desk: TutorDep, submission_id: UUID, form: OwnFormDep) -> Response:
    """Keeps every change beside what the program said; or the form again, with what was typed."""
    fields = form.fields
    script = _require(_read(desk, str(submission_id), _number(fields)))
    if script.feedback is None:
        return _page(desk, script, problem=str(MarkFirstError()))
    words = desk.shell.pages.texts.tutor.review
    reason = fields.get("reason", "").strip()[:LONGEST_REASON]
    verdicts = read_verdicts(fields, script.feedback, accepted=words.accepted)
    problem = ""
    if not verdicts:
        problem = words.nothing_changed
    elif any(one.reason is None for one in verdicts) and not reason:
        problem = words.needs_reason
    if problem:
        return _page(desk, script, typed=fields, problem=problem)
    try:
        with desk.database.writing() as session:
            for one in verdicts:
                new = NewDecision(target=one.target, to_value=one.value, reason=one.reason or reason)
                decisions.decide(desk.actor, session, script.feedback.head.id, new)
    except ServiceError as error:
        return _page(desk, script, typed=fields, problem=str(error))
    return desk.shell.go(f"{TEACH}/scripts/{submission_id}?draft={script.draft.draft.number}&done=decided")


@router.post(SCRIPTS + "/mark")
def take_marking(desk: TutorDep, submission_id: UUID, form: OwnFormDep) -> Response:
    """Takes a blind marking: kept as a marker's where two mark, else held against the program's bands at once."""
    fields = form.fields
    script = _require(_read(desk, str(submission_id), _number(fields)))
    words = desk.shell.pages.texts.tutor.review
    form_name = SETTLE if fields.get("settle") == "yes" else BLIND
    bands = read_bands(fields, script.scheme)
    if bands is None:
        return _page(desk, script, form=form_name, typed=fields, problem=words.needs_bands)
    try:
        _keep_marking(desk, script, bands, fields)
    except ServiceError as error:
        return _page(desk, script, form=form_name, typed=fields, problem=str(error))
    return desk.shell.go(f"{TEACH}/scripts/{submission_id}?draft={script.draft.draft.number}&done=marked#compare")


def _keep_marking(desk: TutorDesk, script: Script, bands: Mapping[str, int], fields: Mapping[str, str]) -> None:
    comment = fields.get("comment", "").strip()[:LONGEST_REASON] or None
    with desk.database.writing() as session:
        if script.assignment.needs_two_markers:
            elements = read_levels(fields, script.scheme)
            new = NewMarking(draft_id=script.draft.draft.id, bands=bands, elements=elements, comment=comment)
            settle = moderation.adjudicate if fields.get("settle") == "yes" else moderation.mark
            settle(desk.actor, session, script.submission.id, new)
            return
        report = reports.read_feedback(desk.actor, session, script.draft.draft.id)
        said = comment or desk.shell.pages.texts.tutor.review.marked_blind
        for criterion_id, band in bands.items():
            new_decision = NewDecision(target=f"band:{criterion_id}", to_value=str(band), reason=said)
            decisions.decide(desk.actor, session, report.head.id, new_decision)


def _number(fields: Mapping[str, str]) -> int:
    sent = fields.get("draft", "")
    return int(sent) if sent.isdecimal() and len(sent) < 6 else 0


def _require(script: Script | None) -> Script:
    if script is None:
        raise NotFoundError("draft")
    return script


def _read(desk: TutorDesk, submission_id: str, number: int) -> Script | None:
    """The script with the draft of that number, the newest where there is none; None before the first."""
    with desk.database.reading() as session:
        submission = submissions.read_submission(desk.actor, session, submission_id)
        found = drafts.list_drafts(desk.actor, session, submission_id)
        if not found:
            return None
        chosen = next((one for one in found if one.number == number), found[-1])
        assignment = assignments.read_assignment(desk.actor, session, submission.assignment_id)
        try:
            feedback = reports.read_feedback(desk.actor, session, chosen.id)
        except (MarkFirstError, NotFoundError):
            feedback = None
        return Script(
            submission=submission,
            assignment=assignment,
            drafts=found,
            draft=drafts.read_draft(desk.actor, session, chosen.id),
            scheme=read_scheme(desk.actor, session, assignment.id),
            feedback=feedback,
            markings=moderation.list_markings(desk.actor, session, submission_id),
        )


def _page(
    desk: TutorDesk,
    script: Script,
    *,
    form: str = "",
    typed: Mapping[str, str] | None = None,
    problem: str = "",
) -> HTMLResponse:
    """The page of a script; `form` is what it asks for, `typed` what was sent where it could not be taken."""
    values: dict[str, Any] = {
        "script": script,
        "typed": typed or {},
        "problem": problem,
        "done": desk.done,
        "status": 422 if problem else 200,
    }
    feedback = script.feedback
    if feedback is None or form in {BLIND, SETTLE}:
        paragraphs = [each for each in script.draft.text.split("\n") if each.strip()]
        return desk.shell.page("tutor/marking.html", paragraphs=paragraphs, is_settling=form == SETTLE, **values)
    described = describe_result(feedback.text, feedback.report, desk.shell.pages.texts.result)
    return desk.shell.page(
        "tutor/review.html",
        feedback=feedback,
        draft_heading=desk.shell.pages.texts.tutor.review.script,
        decided=_last_of(feedback.decisions),
        rows=compare_bands(script, feedback, desk.actor.id),
        **described,
        **values,
    )


def _last_of(taken: tuple[DecisionView, ...]) -> dict[str, DecisionView]:
    """The decision that stands at each target."""
    return {one.target: one for one in taken}


def _bare_page(desk: TutorDesk, submission_id: str) -> HTMLResponse:
    with desk.database.reading() as session:
        submission = submissions.read_submission(desk.actor, session, submission_id)
        assignment = assignments.read_assignment(desk.actor, session, submission.assignment_id)
    return desk.shell.page("tutor/no_draft.html", submission=submission, assignment=assignment)
