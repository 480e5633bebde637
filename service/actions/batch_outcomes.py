"""What came of one script of a batch, as whoever has a file made of it may see it."""

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.batch_judgements import Bench
from service.actions.batches import hides_names, number_of, see_batch
from service.actions.errors import MarkFirstError
from service.actions.reading import load_report
from service.errors import ConflictError
from service.exchange.outcomes import Outcome, Problem
from service.storage import judgements
from service.storage.database import Database
from service.storage.tables import Assignment, Batch, BatchItem, BatchResult, Report

NOT_SCORED = Problem(code="not_scored", detail="It is not scored.")


def see_results(actor: Actor, session: Session, batch_id: str) -> Batch:
    """The batch, if the actor may see what the program says of its scripts.

    Raises:
        NotFoundError: there is no such batch.
        ForbiddenError: the actor may not, or two have to mark first.
    """
    actor.require(Permission.SUBMISSIONS_READ)
    batch = see_batch(actor, session, batch_id)
    assignment = session.get_one(Assignment, batch.assignment_id)
    is_blind = assignment.needs_two_markers and actor.kind != "key"
    if is_blind and not judgements.is_released(session, assignment.id):
        raise MarkFirstError
    return batch


def require_names(actor: Actor, session: Session, batch: Batch) -> None:
    """Go on only where names may be told.

    Raises:
        ConflictError: they are hidden until the release.
    """
    if hides_names(session, actor, batch):
        raise ConflictError("Marking is anonymous, and this file would say whose the scripts are. Release first.")


def note_export(actor: Actor, database: Database, batch_id: str, form: str) -> None:
    """Put down who had which file made."""
    with database.writing() as session:
        record(session, actor, "batch.exported", batch_id, {"form": form})


def show_outcome(
    item: BatchItem, result: BatchResult | None, row: Report | None, bench: Bench, *, hides: bool
) -> Outcome:
    """What came of a script, with what people decided put in, and without names where they are hidden."""
    name = number_of(item) if hides else item.name
    file_name = name if hides else item.file_name
    report, changes = (None, ()) if row is None else bench.apply(row, load_report(row))
    return Outcome(
        name=name,
        file_name=file_name,
        participant_id=None if hides else item.participant_id,
        participant_name=None if hides else item.participant_name,
        report=report and report.model_copy(update={"draft_name": file_name}),
        problem=None if row is not None else _problem(result),
        changes=changes,
    )


def _problem(result: BatchResult | None) -> Problem:
    if result is None or not result.error_code:
        return NOT_SCORED
    return Problem(code=result.error_code, detail=result.error_detail or "")
