"""Chunks are worked on once, whoever comes twice, breaks off, is told to leave or meets a script nobody can read."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select, update

from models.engine import ScoringEngine
from service.access.roles import Role
from service.actions.batches import cancel_batch, read_batch, retry_batch
from service.actions.engines import EngineShelf
from service.actions.reading import Reader
from service.config import Settings
from service.extraction import ExtractionLimits
from service.jobs.chunks import ChunkRunner
from service.jobs.scoring import MOST_ATTEMPTS, AtOnce, ScriptScorer
from service.storage import chunks
from service.storage.chunks import Outcome, TakenScript, Work
from service.storage.database import Database
from service.storage.tables import BatchItem, BatchResult, Draft, Submission
from service.storage.types import utc_now
from tests.batches import check_each_once, count_results, hand_in, make_assignment, status_of, write_files
from tests.people import Campus, found_campus

SECRET = b"secret"


@pytest.fixture
def campus(database: Database) -> Campus:
    return found_campus(database, "Hill")


@pytest.fixture
def run(campus: Campus, engine: ScoringEngine) -> Callable[..., ChunkRunner]:
    reader = Reader(
        database=campus.database,
        shelf=EngineShelf([engine]),
        turn=AtOnce(),
        limits=ExtractionLimits.from_settings(Settings()),
        secret_key=SECRET,
        library={},
    )

    def build(must_leave: Callable[[], bool] = lambda: False) -> ChunkRunner:
        return ChunkRunner(
            database=campus.database, scorer=ScriptScorer(reader), worker_id="w-1", must_leave=must_leave
        )

    return build


Run = Callable[..., ChunkRunner]


def after(scripts: int) -> Callable[[], bool]:
    """Says to leave once it was asked so many times."""
    asked = iter(range(10_000))
    return lambda: next(asked) >= scripts


def items(campus: Campus, batch_id: str) -> Sequence[BatchItem]:
    with campus.database.reading() as session:
        query = select(BatchItem).where(BatchItem.batch_id == batch_id).order_by(BatchItem.position)
        return session.scalars(query).all()


def results(campus: Campus, batch_id: str) -> dict[int, tuple[str | None, str | None]]:
    """Code and words of the error of each script that has a result, by position."""
    with campus.database.reading() as session:
        query = (
            select(BatchItem.position, BatchResult.error_code, BatchResult.error_detail)
            .join(BatchResult, BatchResult.item_id == BatchItem.id)
            .where(BatchItem.batch_id == batch_id)
        )
        return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def short(count: int) -> list[tuple[str, bytes]]:
    return write_files(count, paragraphs=1)


def test_a_chunk_run_twice_gives_each_script_one_result_and_ends_the_batch(campus: Campus, run: Run) -> None:
    batch_id = hand_in(campus, make_assignment(campus), short(5))
    assert (run().run(batch_id, 0), run().run(batch_id, 0)) == (0, 0)
    assert check_each_once(campus.database, batch_id, 5) == {"w-1": 5}
    assert status_of(campus.database, batch_id) == "done"


def test_one_unreadable_script_is_one_clear_row_that_can_be_tried_again(campus: Campus, run: Run) -> None:
    files = [*short(2), ("Lee_9_assignsubmission_file/broken.docx", b"PK\x03\x04 no more")]
    batch_id = hand_in(campus, make_assignment(campus), files)
    run().run(batch_id, 0)
    failed = [found for found in results(campus, batch_id).values() if found[0]]
    assert [code for code, _ in failed] == ["unreadable_draft"]
    assert str(failed[0][1]).startswith("The script: ")
    assert status_of(campus.database, batch_id) == "done"
    tutor = campus.actor(Role.TUTOR)
    assert (retry_batch(tutor, campus.database, batch_id).waiting, count_results(campus.database, batch_id)) == (1, 2)
    run().run(batch_id, 0)
    with campus.database.reading() as session:
        view = read_batch(tutor, session, batch_id)
    assert (view.done, view.failed, view.waiting, view.status) == (2, 1, 0, "done")


def test_who_is_told_to_leave_keeps_what_is_scored_and_gives_back_the_rest(campus: Campus, run: Run) -> None:
    batch_id = hand_in(campus, make_assignment(campus), short(5))
    assert run(after(2)).run(batch_id, 0) == 3
    assert [item.attempt for item in items(campus, batch_id)] == [1, 1, 0, 0, 0]
    assert run().run(batch_id, 0) == 0
    check_each_once(campus.database, batch_id, 5)


def test_a_cancelled_batch_is_not_worked_on_and_late_results_are_dropped(campus: Campus, run: Run) -> None:
    batch_id = hand_in(campus, make_assignment(campus), short(5))
    with campus.database.writing() as session:
        found = chunks.find_work(session, batch_id)
        taken = chunks.take_scripts(session, batch_id, 0)
    assert found is not None
    view = cancel_batch(campus.actor(Role.TUTOR), campus.database, batch_id)
    assert (view.status, view.cancelled) == ("cancelled", 5)
    late = Outcome(item_id=taken[0].item_id, error=("late", "late"))
    with campus.database.writing() as session:
        assert not chunks.write_outcome(session, found[0], late, worker_id="w", now=utc_now())
    assert run().run(batch_id, 0) == 0
    assert (results(campus, batch_id), status_of(campus.database, batch_id)) == ({}, "cancelled")


def test_a_script_that_breaks_its_worker_again_and_again_is_given_up_and_the_others_are_scored(
    campus: Campus, run: Run
) -> None:
    batch_id = hand_in(campus, make_assignment(campus), short(5))
    first = items(campus, batch_id)[0].id
    with campus.database.writing() as session:
        session.execute(update(BatchItem).where(BatchItem.id == first).values(attempt=MOST_ATTEMPTS))
    run().run(batch_id, 0)
    assert [code for code, _ in results(campus, batch_id).values()].count("given_up") == 1
    assert results(campus, batch_id)[0][0] == "given_up"


def test_a_script_that_was_begun_before_is_taken_last_and_alone(campus: Campus) -> None:
    batch_id = hand_in(campus, make_assignment(campus), short(5))
    found = items(campus, batch_id)
    with campus.database.writing() as session:
        session.execute(update(BatchItem).where(BatchItem.id.in_([found[0].id, found[1].id])).values(attempt=1))

    def take() -> Sequence[TakenScript]:
        with campus.database.writing() as session:
            taken = chunks.take_scripts(session, batch_id, 0)
            for script in taken:
                outcome = Outcome(item_id=script.item_id, error=("x", "x"))
                work = Work(batch_id=batch_id, institution_id=campus.institution_id, assignment_id="")
                assert chunks.write_outcome(session, work, outcome, worker_id="w", now=utc_now())
            return taken

    assert [len(take()) for _ in range(4)] == [3, 1, 1, 0]


def test_scripts_of_one_participant_are_drafts_of_one_submission_and_the_same_text_is_kept_once(
    campus: Campus, run: Run
) -> None:
    assignment_id = make_assignment(campus)
    (_, first), (_, second) = short(2)
    name = "Student 1_1_assignsubmission_file/"
    for files in ([(name + "a.txt", first)], [(name + "b.txt", second)], [(name + "a.txt", first)]):
        run().run(hand_in(campus, assignment_id, files), 0)
    with campus.database.reading() as session:
        assert session.scalars(select(Submission.participant_id)).all() == ["1"]
        assert sorted(session.scalars(select(Draft.number))) == [1, 2]


def test_a_batch_that_is_not_there_any_more_is_no_work(run: Run) -> None:
    assert run().run("b5c1d1f0-0000-4000-8000-000000000000", 0) == 0
