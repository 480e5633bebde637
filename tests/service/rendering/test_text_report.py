"""A report as plain text."""

import pytest

from service.feedback.report import FeedbackReport
from service.feedback.visible import visible_words
from service.rendering.text_report import MORE, WIDTH, render_text
from tests.service.rendering.reports import build_full_report

WHOLE = """\
Feedback on plan.txt

DO FIRST
  1. At the end: Where does advice come in? (MP2)
  2. At the end: Where does venue come in? (MP1)

MP1
  Goal: What MP1 rewards.
  Developed: budget. Could not tell: venue.
  Shown: “The budget is tight, so <script>alert('x')</script> & "quotes" must
    do.”
  Next: action 2.
  Estimate: 2 of 4, band 2 (likely).

MP2
  Goal: What MP2 rewards.
  Nothing on this point was found.
  Next: action 1.
  Estimate: 0 of 4, band 0 (likely).

MISCONCEPTION MC1
  “The party is what we are for.”
  The party is taken for its purpose.
  A purpose outlasts the day.
  Read: Day-to-day aims are not strategic objectives.

WORTH KNOWING
  Read with care.
  This is short.
  No marking point credits Music; the details say how to turn that to account.

OVERALL ESTIMATE
  Below the first grade boundary so far.
  Estimates to help you redraft, not marks.

(--details unfolds the rest.)
"""


def test_a_report_reads_from_what_to_do_to_the_estimate() -> None:
    assert render_text(build_full_report()) == WHOLE


def test_what_is_shown_is_what_is_counted() -> None:
    report = build_full_report()
    shown = [word for word in render_text(report).removesuffix(f"{MORE}\n").split() if any(map(str.isalnum, word))]
    assert len(shown) == visible_words(report)


def test_details_say_every_element_with_its_reason_words_and_reading() -> None:
    details = render_text(build_full_report(), details=True).partition("IN DETAIL")[2]
    for said in (
        "Budget: developed (likely). The draft uses budget.",
        "In words quoted above.",
        "Venue: cannot tell. why venue stands where it does",
        "Risk: mentioned (likely). The draft names risk.",
        "“The risk\ufffd[2J is small.” (paragraph 3)",
        "Next: What follows from risk here?",
        "Exam tip (taken): Mind the risks.",
        "Music: Music is not part of this question.",
        "Overall estimate: 40 of 100. It is not a mark.",
    ):
        assert said in details


def test_words_quoted_above_are_not_quoted_again_in_the_details() -> None:
    text = render_text(build_full_report(), details=True)
    assert text.count("The party is what we are for.") == 1
    assert text.count("The budget is tight") == 1


@pytest.mark.parametrize("details", [False, True])
def test_nothing_in_a_draft_reaches_the_terminal_as_a_command(details: bool) -> None:
    text = render_text(build_full_report(draft_name="a\x1b]0;b\x07.txt"), details=details)
    assert not [char for char in text if char != "\n" and not char.isprintable()]


@pytest.mark.parametrize("details", [False, True])
def test_lines_are_no_wider_than_asked(details: bool) -> None:
    assert max(map(len, render_text(build_full_report(), details=details).splitlines())) <= WIDTH


def test_a_draft_that_cannot_be_judged_has_no_details_to_unfold() -> None:
    report: FeedbackReport = build_full_report(judgeable=False, reason="the text is not in English", flags=())
    assert render_text(report, details=True) == render_text(report)
    assert "The text is not in English." in render_text(report)
    assert MORE not in render_text(report)
