"""What `make check` tests with a hundred scripts, at full size. Run by `make soak`; takes up to an hour."""

from pathlib import Path

from tests.databases import PostgresServer
from tests.faults.test_students_first import run_students_during_batch
from tests.robustness.test_killed_batches import run_killed_batch, run_locked_batch, run_unplugged_batch

SCRIPTS = 2_000
KILL_WORKER_AT = (500, 1_000)
KILL_SERVER_AT = 1_500
WITHIN_S = 3_000.0
DRAFTS = 100


def test_two_thousand_scripts_have_one_result_each_after_three_kills(database_url: str, tmp_path: Path) -> None:
    run_killed_batch(
        database_url,
        tmp_path,
        scripts=SCRIPTS,
        workers_at=KILL_WORKER_AT,
        server_at=KILL_SERVER_AT,
        within_s=WITHIN_S,
        workers=2,
    )


def test_a_hundred_drafts_of_students_go_first(sqlite_url: str, tmp_path: Path) -> None:
    run_students_during_batch(sqlite_url, tmp_path, scripts=SCRIPTS // 2, quiet=DRAFTS // 4, busy=DRAFTS)


def test_postgresql_is_killed_again_and_again(postgres: PostgresServer, postgresql_url: str, tmp_path: Path) -> None:
    run_unplugged_batch(postgres, postgresql_url, tmp_path, scripts=500, at=(50, 200, 350), within_s=WITHIN_S)


def test_a_database_that_somebody_holds_for_long_is_waited_for(sqlite_url: str, tmp_path: Path) -> None:
    run_locked_batch(sqlite_url, tmp_path, scripts=300, hold_s=45.0, within_s=WITHIN_S)
