"""What people decided on the scripts of a batch, for the files that are made of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rubric.schema import Rubric
from service.actions.moderation import judgement_of, moderation_of
from service.actions.rubrics import rubric_of
from service.feedback.report import FeedbackReport
from service.feedback.rulings import Judgement, apply_judgement, list_changes
from service.storage import assignments, judgements
from service.storage.tables import Assignment, Batch, Draft, Report

_NOTHING = Judgement()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What people decided, by report, and the rubric that they decided by."""

    rubric: Rubric
    by_report: Mapping[str, Judgement]

    def apply(self, row: Report, report: FeedbackReport) -> tuple[FeedbackReport, tuple[str, ...]]:
        """The report with what was decided on it, and what that is beside bands, in words."""
        judgement = self.by_report.get(row.id, _NOTHING)
        return apply_judgement(report, judgement, self.rubric), tuple(list_changes(report, judgement))


def collect_judgements(session: Session, batch: Batch, scored: Sequence[tuple[Report, Draft]]) -> Bench:
    """What people decided on these reports of a batch, one by one or by marking their submissions."""
    assignment = session.get_one(Assignment, batch.assignment_id)
    rubric = rubric_of(assignments.find_rubric_version(session, assignment).body)
    changes: dict[str, dict[str, str]] = defaultdict(dict)
    for decision in judgements.decisions_in_batch(session, batch.id):
        if decision.report_id is not None and decision.to_value is not None:
            changes[decision.report_id][decision.target] = decision.to_value
    markings = judgements.markings_by_submission(session, assignment.id) if assignment.needs_two_markers else {}
    return Bench(
        rubric=rubric,
        by_report={
            report.id: judgement_of(changes.get(report.id, {}), moderation_of(markings.get(draft.submission_id, [])))
            for report, draft in scored
        },
    )
