"""The scripts of a batch as workers see them: taken a few at a time, each finished once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.storage.batches import ACTIVE, DONE, FAILED, WAITING
from service.storage.changes import add_unless_there, count_changed
from service.storage.drafts import add_draft, add_report
from service.storage.submissions import add_submission, find_submission, find_submission_of_participant
from service.storage.tables import Assignment, Batch, BatchItem, BatchResult, Draft, Report, Submission
from service.storage.types import new_id

FEW = 4
"""Scripts that are taken, and results that are written, at once."""
_SUBMISSIONS = UUID("5b1f3c0e-7a52-4c57-9d0b-6a3b8c1f9e24")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A batch that is worked on, and where its drafts belong."""

    batch_id: str
    institution_id: str
    assignment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenScript:
    """A script to be scored, with its file."""

    item_id: str
    name: str
    file_name: str
    body: bytes
    begun: int
    """How often it was taken before and never finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredScript:
    """What is to be kept of a script that was scored."""

    file_name: str
    text: str
    text_digest: str
    words: int
    notices: tuple[str, ...]
    engine_version: str
    rubric_fingerprint: str
    report: Mapping[str, Any]
    overall: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one script: a score, or an error's code and words."""

    item_id: str
    scored: ScoredScript | None = None
    error: tuple[str, str] | None = None


def find_work(session: Session, batch_id: str) -> tuple[Work, Assignment] | None:
    """A batch to work on and its assignment; None where it is done, cancelled or deleted."""
    query = (
        select(Batch, Assignment)
        .join(Assignment, Assignment.id == Batch.assignment_id)
        .where(Batch.id == batch_id, Batch.status.in_(ACTIVE))
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    batch, assignment = found
    work = Work(batch_id=batch.id, institution_id=batch.institution_id, assignment_id=assignment.id)
    return work, assignment


def take_scripts(session: Session, batch_id: str, chunk: int) -> Sequence[TakenScript]:
    """The next few scripts of a chunk that wait; none where the batch is done, cancelled or deleted.

    A script that was taken before and never finished may be what broke its worker: it is taken alone, so that its
    neighbours' results are safe, and its attempts are counted.
    """
    batch = session.get(Batch, batch_id, populate_existing=True)
    if batch is None or batch.status not in ACTIVE:
        return ()
    first = chunk * batch.chunk_size
    query = (
        select(BatchItem)
        .where(
            BatchItem.batch_id == batch_id,
            BatchItem.position >= first,
            BatchItem.position < first + batch.chunk_size,
            BatchItem.status == WAITING,
        )
        .order_by(BatchItem.attempt, BatchItem.position)
        .limit(FEW)
    )
    found = session.scalars(query).all()
    taken = [item for item in found if item.attempt == 0] or found[:1]
    scripts = tuple(
        TakenScript(
            item_id=item.id,
            name=item.name,
            file_name=item.file_name,
            body=item.body or b"",
            begun=item.attempt,
        )
        for item in taken
    )
    for item in taken:
        item.attempt += 1
    session.flush()
    return scripts


def give_back(session: Session, item_ids: Sequence[str]) -> None:
    """Say that scripts were taken and not begun."""
    statement = update(BatchItem).where(BatchItem.id.in_(item_ids), BatchItem.status == WAITING, BatchItem.attempt > 0)
    session.execute(statement.values(attempt=BatchItem.attempt - 1))


def count_waiting(session: Session, batch_id: str, chunk: int) -> int:
    """How many scripts of a chunk wait."""
    batch = session.get(Batch, batch_id)
    if batch is None or batch.status not in ACTIVE:
        return 0
    first = chunk * batch.chunk_size
    query = select(BatchItem.id).where(
        BatchItem.batch_id == batch_id,
        BatchItem.position >= first,
        BatchItem.position < first + batch.chunk_size,
        BatchItem.status == WAITING,
    )
    return len(session.scalars(query).all())


def write_outcome(session: Session, work: Work, outcome: Outcome, *, worker_id: str, now: datetime) -> bool:
    """Keep what came of a script, once: False, and nothing kept, where it was finished or given up meanwhile."""
    status, keeps_file = (FAILED, True) if outcome.scored is None else (DONE, False)
    waiting = update(BatchItem).where(BatchItem.id == outcome.item_id, BatchItem.status == WAITING)
    changes: dict[str, Any] = {"status": status} if keeps_file else {"status": status, "body": None}
    if count_changed(session, waiting.values(**changes)) == 0:
        return False
    code, detail = outcome.error or (None, None)
    result_id = new_id()
    result = {
        "id": result_id,
        "batch_id": work.batch_id,
        "institution_id": work.institution_id,
        "item_id": outcome.item_id,
        "error_code": code,
        "error_detail": detail,
        "worker_id": worker_id,
        "scored_at": now,
    }
    if not add_unless_there(session, BatchResult, result):
        return False
    if outcome.scored is not None:
        item = session.get_one(BatchItem, outcome.item_id)
        draft_id, report_id = _keep_draft(session, work, item, outcome.scored)
        kept = {"draft_id": draft_id, "report_id": report_id}
        session.execute(update(BatchResult).where(BatchResult.id == result_id).values(**kept))
    return True


def _keep_draft(session: Session, work: Work, item: BatchItem, scored: ScoredScript) -> tuple[str, str]:
    """The script as a draft of its submission, with its report; those that are there where the text is the same."""
    submission = _submission_for(session, work, item)
    known = _known_report(session, submission.id, scored)
    if known is not None:
        return known.draft_id, known.id
    draft = add_draft(
        session,
        Draft(
            submission_id=submission.id,
            institution_id=work.institution_id,
            file_name=scored.file_name,
            text=scored.text,
            text_digest=scored.text_digest,
            words=scored.words,
            notices=list(scored.notices),
        ),
    )
    report = Report(
        draft_id=draft.id,
        institution_id=work.institution_id,
        engine_version=scored.engine_version,
        rubric_fingerprint=scored.rubric_fingerprint,
        body=dict(scored.report),
        overall=scored.overall,
    )
    return draft.id, add_report(session, report).id


def _known_report(session: Session, submission_id: str, scored: ScoredScript) -> Report | None:
    """The report of the same versions on the same text in the submission."""
    query = (
        select(Report)
        .join(Draft, Draft.id == Report.draft_id)
        .where(
            Draft.submission_id == submission_id,
            Draft.text_digest == scored.text_digest,
            Report.engine_version == scored.engine_version,
            Report.rubric_fingerprint == scored.rubric_fingerprint,
        )
    )
    return session.scalars(query.limit(1)).one_or_none()


def _submission_for(session: Session, work: Work, item: BatchItem) -> Submission:
    """The participant's submission for the assignment, held against other writers; a new one where there is none.

    Its id follows from assignment and participant, so that two workers at once make one.
    """
    name = item.participant_name or item.name
    if item.participant_id is None:
        fresh = Submission(institution_id=work.institution_id, assignment_id=work.assignment_id, participant_name=name)
        return add_submission(session, fresh)
    found = find_submission_of_participant(session, work.assignment_id, item.participant_id)
    submission_id = found.id if found else str(uuid5(_SUBMISSIONS, f"{work.assignment_id}/{item.participant_id}"))
    if found is None:
        values = {
            "id": submission_id,
            "institution_id": work.institution_id,
            "assignment_id": work.assignment_id,
            "participant_id": item.participant_id,
            "participant_name": name,
        }
        add_unless_there(session, Submission, values)
    held = find_submission(session, work.institution_id, submission_id, for_change=True)
    if held is None:
        raise LookupError("the submission went away")
    return held
