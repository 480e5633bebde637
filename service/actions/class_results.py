"""A whole assignment for its tutor: every submission with its newest report, what people decided, what to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.moderation import Moderation, State, moderation_of
from service.actions.reading import load_report
from service.actions.sight import MARKERS, see_assignment
from service.actions.submissions import SubmissionView, show_submissions
from service.feedback.report import FeedbackReport
from service.storage import class_rows, judgements
from service.storage.tables import Assignment, Decision, Draft, Marking, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScript:
    """A submission with its newest draft, as far as the actor may see it."""

    submission: SubmissionView
    draft_id: str | None
    """None where nothing was handed in yet."""
    number: int
    words: int
    is_late: bool
    handed_in_at: datetime | None
    report_id: str | None
    report: FeedbackReport | None
    """None where there is none, or where the actor has to mark first."""
    is_blind: bool
    """Whether the actor has to mark before seeing what the program says."""
    decided: Mapping[str, str]
    """What tutors' decisions came to, by target."""
    moderation: Moderation | None
    """Where two mark: how far they are."""
    disagreements: int
    """How many wait for an answer."""

    @property
    def name(self) -> str:
        """What to call it: the student where they may be known."""
        return self.submission.participant_name or self.submission.participant_id or self.submission.label

    @property
    def bands(self) -> Mapping[str, int]:
        """What people gave, by criterion: the definitive bands of two markers, else a tutor's decisions."""
        settled = self.moderation.bands if self.moderation and self.moderation.bands else {}
        decided = {
            target.removeprefix("band:"): int(value)
            for target, value in self.decided.items()
            if target.startswith("band:") and value.isdigit()
        }
        return {**decided, **settled}


def read_class(actor: Actor, session: Session, assignment_id: str) -> tuple[ClassScript, ...]:
    """Every submission of an assignment, the oldest first.

    Raises:
        NotFoundError: there is no such assignment.
        ForbiddenError: the actor may not.
    """
    actor.require(Permission.SUBMISSIONS_READ)
    assignment = see_assignment(session, actor, assignment_id)
    rows = class_rows.list_submissions(session, assignment.id)
    views = show_submissions(actor, session, tuple(rows))
    drafts = class_rows.newest_drafts(session, assignment.id)
    reports = class_rows.newest_reports(session, assignment.id)
    decisions = class_rows.decisions_by_report(session, [report.id for report in reports.values()])
    waiting = class_rows.open_disagreements(session, assignment.id)
    markings = judgements.markings_by_submission(session, assignment.id) if assignment.needs_two_markers else {}
    return tuple(
        _describe(
            assignment,
            view,
            _Found(
                draft=(draft := drafts.get(view.id)),
                report=(report := reports.get(draft.id) if draft else None),
                decisions=decisions.get(report.id, []) if report else [],
                markings=markings.get(view.id, []),
                is_blind=_is_blind(actor, assignment, view, markings.get(view.id, [])),
                disagreements=waiting.get(view.id, 0),
            ),
        )
        for view in views
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    draft: Draft | None
    report: Report | None
    decisions: Sequence[Decision]
    markings: Sequence[Marking]
    is_blind: bool
    disagreements: int


def _is_blind(actor: Actor, assignment: Assignment, view: SubmissionView, markings: Sequence[Marking]) -> bool:
    if not assignment.needs_two_markers or view.is_released or actor.kind == "key":
        return False
    first = [one for one in markings if not one.is_adjudication]
    return len(first) < MARKERS and all(one.marker_id != actor.id for one in first)


def _describe(assignment: Assignment, view: SubmissionView, found: _Found) -> ClassScript:
    draft, due_at = found.draft, assignment.due_at
    shown = found.report if not found.is_blind else None
    return ClassScript(
        submission=view,
        draft_id=draft.id if draft else None,
        number=draft.number if draft else 0,
        words=draft.words if draft else 0,
        is_late=bool(draft and due_at and draft.created_at > due_at),
        handed_in_at=draft.created_at if draft else None,
        report_id=shown.id if shown else None,
        report=load_report(shown) if shown else None,
        is_blind=found.is_blind,
        decided={} if found.is_blind else {one.target: one.to_value or "" for one in found.decisions},
        moderation=_moderation(found) if assignment.needs_two_markers else None,
        disagreements=found.disagreements,
    )


def _moderation(found: _Found) -> Moderation:
    """How far two markers are; whoever is blind is told no bands."""
    made = moderation_of(found.markings)
    return Moderation(state=made.state, differences=(), bands=None) if found.is_blind else made


NEEDS_SOMEBODY = frozenset({State.UNMARKED, State.MARKED_ONCE, State.DIFFERS})
"""Where two mark, a submission in these states still needs a person."""
