"""A database that somebody else holds: readers do not notice, writers wait, and are told when it takes too long."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from service.storage.database import WAIT_S
from tests.faults.site import Site, draft_number, found_site

PATIENCE_S = 6
SHORT_PATIENCE = f"""
import service.storage.database
service.storage.database.WAIT_S = {PATIENCE_S}
"""

pytestmark = pytest.mark.slow


@contextmanager
def locked(site: Site) -> Iterator[None]:
    """Hold the right to write, as a backup program or a stuck process would."""
    with closing(sqlite3.connect(site.file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_a_locked_database_delays_writers_and_refuses_them_in_the_end(sqlite_template: Path, tmp_path: Path) -> None:
    site = found_site(tmp_path / "data", sqlite_template)
    with (
        site.serving(before=SHORT_PATIENCE, MARKPOINT_REQUESTS_PER_MINUTE="1200") as visitor,
        ThreadPoolExecutor(1) as pool,
    ):
        submission = visitor.open_submission()
        with locked(site):
            waiting = pool.submit(visitor.hand_in, submission, draft_number(1))
            time.sleep(0.5)
            assert visitor.drafts(submission) == []
            assert visitor.ask("GET", "/readyz").status == 200
        assert waiting.result().status == 201
        with locked(site):
            refused = visitor.hand_in(submission, draft_number(2))
            assert visitor.drafts(submission) == [1]
        assert (refused.status, refused.body["type"]) == (503, "urn:markpoint:problem:database_busy")
        assert "Try again in a moment" in refused.body["detail"]
        assert visitor.hand_in(submission, draft_number(2)).status == 201
        assert visitor.drafts(submission) == [1, 2]
        assert "Traceback" not in visitor.server.log()


def test_who_only_reads_does_not_wait_for_a_request_to_be_counted(sqlite_template: Path, tmp_path: Path) -> None:
    site = found_site(tmp_path / "data", sqlite_template)
    with site.serving(MARKPOINT_REQUESTS_PER_MINUTE="60") as visitor:
        submission = visitor.open_submission()
        with locked(site):
            began = time.monotonic()
            assert [visitor.drafts(submission) for _ in range(5)] == [[]] * 5
            took_s = time.monotonic() - began
        assert took_s < WAIT_S / 2
        assert "rate_not_counted" in visitor.server.log()
