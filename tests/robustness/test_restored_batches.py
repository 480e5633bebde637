"""A backup made while a batch runs: restored, the batch goes on from where it was."""

from pathlib import Path

import pytest

from service.storage.backup import restore_backup, write_backup
from service.storage.database import Database
from service.storage.types import utc_now
from tests.batches import (
    check_each_once,
    count_results,
    hand_in,
    make_assignment,
    status_of,
    wait_for,
    working,
    write_files,
)
from tests.people import found_campus
from tests.robustness.test_killed_batches import settings_for

SCRIPTS = 40


@pytest.mark.slow
def test_a_batch_that_ran_when_it_was_backed_up_is_finished_after_it_was_restored(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    campus = found_campus(database, "Hill")
    batch_id = hand_in(campus, make_assignment(campus), write_files(SCRIPTS, paragraphs=1))
    settings = settings_for(database_url, tmp_path)
    with working(**settings):
        wait_for(lambda: count_results(database, batch_id) >= 4)
        write_backup(database, tmp_path / "backup", now=utc_now())
        wait_for(lambda: status_of(database, batch_id) == "done")
    restore_backup(database, tmp_path / "backup", replace=True)
    assert (status_of(database, batch_id), count_results(database, batch_id) < SCRIPTS) == ("running", True)
    with working(**settings):
        wait_for(lambda: status_of(database, batch_id) == "done")
    check_each_once(database, batch_id, SCRIPTS)
