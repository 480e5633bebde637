"""Feedback on a whole assignment for other programs: a report for everybody in a zip, and learning platforms' sheets.

All of it is about the newest draft of everybody, however it was handed in, and shows what the assignment lets students
see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from service.actions.actors import Actor
from service.actions.batch_reports import ReportsForm, name_files, render_report
from service.actions.batch_results import SheetWanted, as_students_see, fill_in
from service.actions.class_exports import ScriptOutcome, note_export, read_outcomes
from service.actions.moderation import judgement_of
from service.actions.reading import Turn
from service.actions.reports import FeedbackView, read_feedback
from service.actions.rubrics import rubric_of
from service.actions.sight import see_assignment, see_draft
from service.errors import ConflictError
from service.exchange.archives import FeedbackLabel, stream_zip
from service.exchange.marks import Filled
from service.feedback.report import FeedbackReport
from service.feedback.rulings import apply_judgement
from service.feedback.visibility import Visibility, show_report
from service.storage import drafts
from service.storage.assignments import find_rubric_version
from service.storage.database import Database

NAMES_HIDDEN = "Marking is anonymous, and this file would say whose the scripts are. Release first."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label(FeedbackLabel):
    draft_id: str
    report: FeedbackReport


def export_class_reports(actor: Actor, database: Database, assignment_id: str, form: ReportsForm) -> Iterator[bytes]:
    """The zip in pieces, a report for everybody who handed in.

    Raises:
        NotFoundError: there is no such assignment.
        ForbiddenError: the actor may not, or has to mark first.
        ConflictError: the file would tell whose the scripts are before the release.
    """
    with database.reading() as session:
        found = read_outcomes(actor, session, assignment_id)
        if form is ReportsForm.MOODLE_FEEDBACK:
            _require_names(found)
        visibility = _visibility_of(actor, session, assignment_id)
    labels = [
        _Label(
            title=one.script.name,
            ending=form.ending,
            participant_id=one.outcome.participant_id,
            participant_name=one.outcome.participant_name,
            draft_id=one.script.draft_id,
            report=show_report(one.outcome.report, visibility),
        )
        for one in found
        if one.outcome.report is not None and one.script.draft_id is not None
    ]
    note_export(actor, database, assignment_id, form.value)
    return stream_zip(_make(actor, database, name_files(labels, form)))


def fill_class_sheet(actor: Actor, database: Database, assignment_id: str, wanted: SheetWanted, turn: Turn) -> Filled:
    """A sheet of the learning platform with everybody's comments and, where asked for, estimates.

    Raises:
        NotFoundError: there is no such assignment.
        ForbiddenError: the actor may not, or has to mark first.
        ConflictError: names are hidden until the release.
        service.exchange.errors.SheetError: the sheet cannot be filled in.
    """

    def work() -> Filled:
        with database.reading() as session:
            found = read_outcomes(actor, session, assignment_id)
            _require_names(found)
            visibility = _visibility_of(actor, session, assignment_id)
        outcomes = [one.outcome for one in found]
        return fill_in(wanted, outcomes if wanted.estimates else as_students_see(outcomes, visibility))

    made = turn.run(work)
    note_export(actor, database, assignment_id, wanted.form.value)
    return made


def report_for_student(actor: Actor, session: Session, draft_id: str) -> FeedbackView:
    """The newest report on a draft with what people decided put in, as much of it as the assignment lets students see.

    Raises:
        NotFoundError: there is no such draft, or no report on it.
        ForbiddenError: the actor may not, or has to mark first.
    """
    view = read_feedback(actor, session, draft_id)
    case, _ = see_draft(session, actor, draft_id)
    judgement = judgement_of({one.target: one.to_value or "" for one in view.decisions}, view.definitive)
    rubric = rubric_of(find_rubric_version(session, case.assignment).body)
    report = apply_judgement(view.report, judgement, rubric)
    return replace(view, report=show_report(report, Visibility(case.assignment.visibility)))


def _require_names(found: Sequence[ScriptOutcome]) -> None:
    if any(one.script.submission.is_anonymous for one in found):
        raise ConflictError(NAMES_HIDDEN)


def _visibility_of(actor: Actor, session: Session, assignment_id: str) -> Visibility:
    return Visibility(see_assignment(session, actor, assignment_id).visibility)


def _make(actor: Actor, database: Database, files: Sequence[tuple[str, _Label]]) -> Iterator[tuple[str, bytes]]:
    """Every file in turn; a draft that was deleted in between is left out."""
    for name, label in files:
        with database.reading() as session:
            draft = drafts.find_draft(session, actor.institution_id, label.draft_id)
        if draft is not None:
            yield name, render_report(label.report, draft.text, label.ending)
