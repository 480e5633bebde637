"""A clock that is set back: drafts keep their order, keys and lists go on working."""

from pathlib import Path

import pytest

from tests.faults.site import Visitor, draft_number, found_site

CLOCK = """
from datetime import timedelta
from pathlib import Path
from service.storage import types
real = types.utc_now
types.utc_now = lambda: real() + timedelta(seconds=float(Path({file!r}).read_text()))
"""
DAY_S = 86_400

pytestmark = pytest.mark.slow


def all_submissions(visitor: Visitor) -> list[str]:
    """The ids of all submissions, page by page."""
    page = visitor.ask("GET", "/v1/submissions?limit=2").body
    seen = [item["id"] for item in page["items"]]
    while page["next_cursor"]:
        page = visitor.ask("GET", f"/v1/submissions?limit=2&cursor={page['next_cursor']}").body
        seen += [item["id"] for item in page["items"]]
    assert len(set(seen)) == len(seen)
    return seen


def test_drafts_keep_their_order_when_the_clock_goes_backwards(sqlite_template: Path, tmp_path: Path) -> None:
    site = found_site(tmp_path / "data", sqlite_template)
    offset = tmp_path / "offset"
    offset.write_text("0")
    with site.serving(before=CLOCK.format(file=str(offset))) as visitor:
        submission = visitor.open_submission()
        for number, seconds in enumerate((0, -DAY_S, -2 * DAY_S, 3600), start=1):
            offset.write_text(str(seconds))
            answer = visitor.hand_in(submission, draft_number(number))
            assert (answer.status, answer.body["draft"]["number"]) == (201, number)
            visitor.open_submission(f"other {number}")
        assert visitor.drafts(submission) == [1, 2, 3, 4]
        made = [
            draft["created_at"][:10]
            for draft in visitor.ask("GET", f"/v1/submissions/{submission}/drafts").body["items"]
        ]
        assert made[2] < made[1] < made[0], "the clock of the server was set back"
        progress = visitor.ask("GET", f"/v1/submissions/{submission}/progress")
        assert progress.status == 200
        assert len(all_submissions(visitor)) == 5
        assert "Traceback" not in visitor.server.log()
