"""Reports on drafts, shown as far as assignment, release and marking allow; old ones stay beside new ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.decisions import DecisionView, show_decision
from service.actions.drafts import name_of, tell_of_report
from service.actions.moderation import Moderation, moderation_of
from service.actions.reading import Reader, brief_of, load_report, make_report, read_again
from service.actions.sight import Case, require_feedback, see_draft, see_report
from service.errors import NotFoundError
from service.feedback.report import FeedbackReport
from service.feedback.visibility import Visibility, show_report
from service.storage import drafts, judgements
from service.storage.tables import Draft, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """Which versions made a report, and when."""

    id: str
    draft_id: str
    engine_version: str
    rubric_fingerprint: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackView:
    """A report as its reader may see it, with what people decided beside it."""

    head: ReportHead
    text: str
    """The draft's own text, into which the offsets point."""
    report: FeedbackReport
    visibility: Visibility
    """How much of the report is shown here."""
    awaits_self_assessment: bool
    """Bands are shown once the student has said which ones they expect."""
    decisions: tuple[DecisionView, ...]
    definitive: Moderation | None
    """What two markers agreed on, where the assignment has two and they are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """The report by the engine as it is now, and whether it was made just now."""

    head: ReportHead
    is_new: bool


def read_feedback(actor: Actor, session: Session, draft_id: str) -> FeedbackView:
    """The newest report on a draft.

    Raises:
        NotFoundError: there is no such draft that the actor may see, or no report on it.
        ForbiddenError: it is not released, or the actor has to mark first.
    """
    case, draft = see_draft(session, actor, draft_id)
    require_feedback(session, actor, case)
    row = drafts.newest_report(session, draft.id)
    if row is None:
        raise NotFoundError("report")
    return _show(actor, session, case, draft, row)


def read_report(actor: Actor, session: Session, report_id: str) -> FeedbackView:
    """One report.

    Raises:
        NotFoundError: there is none that the actor may see.
        ForbiddenError: it is not released, or the actor has to mark first.
    """
    case, draft, row = see_report(session, actor, report_id)
    return _show(actor, session, case, draft, row)


def list_reports(actor: Actor, session: Session, draft_id: str) -> tuple[ReportHead, ...]:
    """The reports on a draft by every version that read it, the oldest first.

    Raises:
        NotFoundError: there is no such draft that the actor may see.
        ForbiddenError: they are not released, or the actor has to mark first.
    """
    case, draft = see_draft(session, actor, draft_id)
    require_feedback(session, actor, case)
    return tuple(show_head(row) for row in drafts.list_reports(session, [draft.id]))


def run_again(actor: Actor, reader: Reader, draft_id: str) -> NewRun:
    """Read a draft with the engine as it is now; the report is put beside the old ones, which stay.

    Raises:
        NotFoundError: there is no such draft.
        ForbiddenError: the actor may not, or has to mark first.
        service.errors.ServiceError: there is no time for it.
    """
    actor.require(Permission.SUBMISSIONS_WRITE)
    with reader.database.reading() as session:
        case, draft = see_draft(session, actor, draft_id)
        require_feedback(session, actor, case)
        brief = brief_of(session, case.assignment)
        version = reader.shelf.engine(brief.rubric_fingerprint, brief.rubric_body).version
        known = drafts.find_report_of(session, draft.id, version, brief.rubric_fingerprint)
    if known is not None:
        return NewRun(head=show_head(known), is_new=False)
    report = read_again(reader, draft, brief)
    with reader.database.writing() as session:
        case, _ = see_draft(session, actor, draft_id)
        row = drafts.add_report(session, make_report(report, draft_id=draft_id, institution_id=actor.institution_id))
        record(session, actor, "report.created", row.id, {"engine_version": row.engine_version})
        tell_of_report(session, actor, case, row)
        return NewRun(head=show_head(row), is_new=True)


def show_head(row: Report) -> ReportHead:
    """Which versions made a report."""
    return ReportHead(
        id=row.id,
        draft_id=row.draft_id,
        engine_version=row.engine_version,
        rubric_fingerprint=row.rubric_fingerprint,
        created_at=row.created_at,
    )


def awaits_self_assessment(actor: Actor, session: Session, case: Case, draft_id: str) -> bool:
    """Whether the writer has yet to say which bands they expect."""
    if not case.is_owner or not case.assignment.ask_self_assessment:
        return False
    return drafts.find_self_assessment(session, draft_id, actor.id) is None


def visibility_for(actor: Actor, case: Case, *, awaits: bool) -> Visibility:
    """How much the actor sees: those who read every submission see all, students what the assignment says."""
    if actor.may(Permission.SUBMISSIONS_READ):
        return Visibility.ESTIMATE
    return Visibility.EVIDENCE if awaits else Visibility(case.assignment.visibility)


def _show(actor: Actor, session: Session, case: Case, draft: Draft, row: Report) -> FeedbackView:
    awaits = awaits_self_assessment(actor, session, case, draft.id)
    visibility = visibility_for(actor, case, awaits=awaits)
    report = load_report(row).model_copy(update={"draft_name": name_of(case, draft)})
    reads_all = actor.may(Permission.SUBMISSIONS_READ)
    shows_people = reads_all or case.is_released
    decisions = judgements.list_decisions(session, row.id) if shows_people else []
    settled = moderation_of(judgements.list_markings(session, [case.submission.id]))
    shows_marks = shows_people and (reads_all or visibility.shows_bands)
    return FeedbackView(
        head=show_head(row),
        text=draft.text,
        report=show_report(report, visibility),
        visibility=visibility,
        awaits_self_assessment=awaits,
        decisions=tuple(
            show_decision(one, with_author=reads_all)
            for one in decisions
            if visibility.shows_bands or not one.target.startswith("band:")
        ),
        definitive=settled if shows_marks and settled.is_settled else None,
    )
