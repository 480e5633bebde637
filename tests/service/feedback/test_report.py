"""What a report knows of itself."""

from service.feedback.compose import compose_feedback
from service.feedback.report import FeedbackReport, Quote
from tests.builders import build_rubric, build_scored

TEXT = "# Plan\n\nThe budget is tight.\n\nThe hall is small."


def report() -> FeedbackReport:
    rubric = build_rubric()
    levels = {"MP1.budget": (2, "The budget is tight."), "X.risk": (1, "The hall is small.")}
    return compose_feedback(rubric, build_scored(rubric, TEXT, levels=levels), draft_name="plan.txt")


def test_every_quote_can_be_reached() -> None:
    assert {quote.text for quote in report().quotes} == {"The budget is tight.", "The hall is small."}


def test_a_quote_knows_its_paragraph() -> None:
    at = TEXT.index
    quote = Quote(text="hall", start_char=at("hall"), end_char=at("hall") + 4)
    assert report().paragraph_of(quote) == 2
    assert report().paragraph_of(Quote(text="Plan", start_char=2, end_char=6)) is None


def test_the_elements_that_actions_speak_of_are_known() -> None:
    assert report().acted_on == {"MP1.venue", "MP2.advice"}


def test_a_report_survives_json() -> None:
    assert FeedbackReport.model_validate_json(report().model_dump_json()) == report()
