"""The course of a submission over its drafts."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from service.actions.actors import Actor
from service.actions.drafts import name_of
from service.actions.reading import load_report
from service.actions.reports import awaits_self_assessment, visibility_for
from service.actions.sight import Case, require_feedback, see_case
from service.feedback.progress import NumberedReport, Progress, compare_reports
from service.feedback.visibility import show_progress
from service.storage import drafts
from service.storage.tables import Draft, Report


def read_progress(actor: Actor, session: Session, submission_id: str) -> Progress:
    """What moved between the drafts of a submission, which actions were taken, and what is still open.

    Raises:
        NotFoundError: there is no such submission that the actor may see.
        ForbiddenError: it is not released, or the actor has to mark first.
    """
    case = see_case(session, actor, submission_id)
    require_feedback(session, actor, case)
    rows = drafts.list_drafts(session, case.submission.id)
    reports = _choose(rows, drafts.list_reports(session, [row.id for row in rows]))
    awaits = bool(rows) and awaits_self_assessment(actor, session, case, rows[-1].id)
    progress = compare_reports([_number(case, row, reports[row.id]) for row in rows if row.id in reports])
    return show_progress(progress, visibility_for(actor, case, awaits=awaits))


def _choose(rows: Sequence[Draft], reports: Sequence[Report]) -> dict[str, Report]:
    """A report for each draft: by the version that read the newest draft last, else the newest there is."""
    by_draft: dict[str, list[Report]] = {}
    for report in reports:
        by_draft.setdefault(report.draft_id, []).append(report)
    read = [row.id for row in rows if row.id in by_draft]
    if not read:
        return {}
    wanted = _versions(by_draft[read[-1]][-1])
    return {
        draft_id: next((one for one in reversed(found) if _versions(one) == wanted), found[-1])
        for draft_id, found in by_draft.items()
    }


def _versions(report: Report) -> tuple[str, str]:
    return report.engine_version, report.rubric_fingerprint


def _number(case: Case, row: Draft, report: Report) -> NumberedReport:
    named = load_report(report).model_copy(update={"draft_name": name_of(case, row)})
    return NumberedReport(number=row.number, text_digest=row.text_digest, report=named)
