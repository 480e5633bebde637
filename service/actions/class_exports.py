"""A table of a whole assignment, over the newest draft of everybody, however it was handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from rubric.schema import Rubric
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.class_results import ClassScript, read_class
from service.actions.errors import MarkFirstError
from service.actions.moderation import judgement_of
from service.actions.reading import Turn
from service.actions.rubrics import rubric_of
from service.actions.sight import see_assignment
from service.exchange.outcomes import Outcome, Problem
from service.exchange.spreadsheets import write_results_csv, write_results_xlsx
from service.feedback.class_view import Entry, view_class
from service.feedback.rulings import apply_judgement, list_changes
from service.storage.assignments import find_rubric_version
from service.storage.database import Database

NO_REPORT = Problem(code="not_scored", detail="Nothing was handed in yet, or it is not scored.")


class ClassForm(StrEnum):
    """Tables that can be made of an assignment."""

    CSV = "class.csv"
    XLSX = "class.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptOutcome:
    """A submission, and what came of its newest draft."""

    script: ClassScript
    outcome: Outcome


def export_class(actor: Actor, database: Database, assignment_id: str, form: ClassForm, turn: Turn) -> bytes:
    """The table of an assignment: the program's bands with what people decided put in.

    Raises:
        NotFoundError: there is no such assignment.
        ForbiddenError: the actor may not, or has to mark first.
        service.errors.ServiceError: there is no time for it now.
    """

    def work() -> bytes:
        with database.reading() as session:
            outcomes = [one.outcome for one in read_outcomes(actor, session, assignment_id)]
        if form is ClassForm.CSV:
            return write_results_csv(outcomes)
        entries = [Entry(script=one.title, report=one.report, problem=_problem_of(one)) for one in outcomes]
        return write_results_xlsx(outcomes, view_class(entries))

    made = turn.run(work)
    note_export(actor, database, assignment_id, form.value)
    return made


def note_export(actor: Actor, database: Database, assignment_id: str, form: str) -> None:
    """Put down who had which file made."""
    with database.writing() as session:
        record(session, actor, "assignment.exported", assignment_id, {"form": form})


def read_outcomes(actor: Actor, session: Session, assignment_id: str) -> Sequence[ScriptOutcome]:
    """What came of everybody's newest draft, with what people decided put in.

    Raises:
        NotFoundError: there is no such assignment.
        ForbiddenError: the actor may not, or has to mark first.
    """
    scripts = read_class(actor, session, assignment_id)
    if any(script.is_blind and script.draft_id for script in scripts):
        raise MarkFirstError
    rubric = rubric_of(find_rubric_version(session, see_assignment(session, actor, assignment_id)).body)
    return [ScriptOutcome(script=script, outcome=_show(script, rubric)) for script in scripts]


def _show(script: ClassScript, rubric: Rubric) -> Outcome:
    submission = script.submission
    judgement = judgement_of(script.decided, script.moderation)
    report = script.report
    return Outcome(
        name=submission.label,
        file_name=submission.label,
        participant_id=submission.participant_id,
        participant_name=submission.participant_name,
        is_late=script.is_late,
        report=report
        and apply_judgement(report, judgement, rubric).model_copy(update={"draft_name": submission.label}),
        problem=None if report else NO_REPORT,
        changes=tuple(list_changes(report, judgement)) if report else (),
    )


def _problem_of(outcome: Outcome) -> str:
    return outcome.problem.detail if outcome.problem else ""
