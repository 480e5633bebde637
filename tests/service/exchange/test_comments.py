"""A report as a comment in a learning platform."""

from html.parser import HTMLParser

import pytest

from service.exchange.comments import write_comment
from tests.service.rendering.reports import HOSTILE, build_full_report


class Tags(HTMLParser):
    """The tags of a page, each with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


@pytest.mark.parametrize("estimates", [True, False])
def test_nothing_of_a_draft_acts_as_markup(estimates: bool) -> None:
    comment = write_comment(build_full_report(draft_name=HOSTILE), estimates=estimates)
    tags = Tags()
    tags.feed(comment)
    assert {tag for tag, _ in tags.found} <= {"p", "strong", "ol", "ul", "li"}
    assert not any(attributes for _, attributes in tags.found)
    assert "\n" not in comment


def test_estimates_are_in_it_only_where_they_are_wanted() -> None:
    report = build_full_report()
    assert "2 of 4" in write_comment(report, estimates=True)
    without = write_comment(report, estimates=False)
    assert "of 4" not in without
    assert "Estimate:" not in without
    assert report.note in without


def test_a_draft_that_could_not_be_judged_says_so() -> None:
    comment = write_comment(build_full_report(judgeable=False, reason="the text is not in English"), estimates=False)
    assert "This draft could not be judged" in comment
    assert "The text is not in English." in comment
