"""A full disk: whoever writes is told, whoever reads goes on, and nothing that was acknowledged is lost."""

import resource
from pathlib import Path

import pytest

from tests.faults.site import Visitor, draft_number, found_site

MOST_DRAFTS = 60

pytestmark = pytest.mark.slow


def limit_files(visitor: Visitor, size_bytes: int) -> None:
    """Let the server's files grow no further than that, as a full disk does."""
    resource.prlimit(visitor.server.process.pid, resource.RLIMIT_FSIZE, (size_bytes, resource.RLIM_INFINITY))


def test_a_full_disk_is_said_and_loses_nothing(sqlite_template: Path, tmp_path: Path) -> None:
    site = found_site(tmp_path / "data", sqlite_template)
    with site.serving(MARKPOINT_REQUESTS_PER_MINUTE="1200") as visitor:
        submission = visitor.open_submission()
        limit_files(visitor, site.file.stat().st_size + 100_000)
        kept = 0
        answer = visitor.hand_in(submission, draft_number(0))
        while answer.status == 201 and kept < MOST_DRAFTS:
            kept += 1
            answer = visitor.hand_in(submission, draft_number(kept))
        assert (answer.status, answer.body["type"]) == (507, "urn:markpoint:problem:database_full")
        assert "Free some space" in answer.body["detail"]
        assert kept > 0
        assert visitor.drafts(submission) == list(range(1, kept + 1))
        assert visitor.ask("POST", "/v1/feedback", {"text": draft_number(0)}).status == 200
        assert visitor.ask("GET", "/healthz").status == 200
        limit_files(visitor, resource.RLIM_INFINITY)
        assert visitor.hand_in(submission, draft_number(kept)).status == 201
        assert "Traceback" not in visitor.server.log()
        visitor.server.process.kill()
    with site.serving() as visitor:
        assert visitor.drafts(submission) == list(range(1, kept + 2))
