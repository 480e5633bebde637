"""From an upload to feedback."""

import pytest
from fastapi import FastAPI

from models.engine import ScoringEngine
from service.config import Settings
from service.errors import DraftError, EmptyDraftError
from service.extraction import ExtractionLimits
from service.workflow import Upload, report_on, review_draft, score_draft

LIMITS = ExtractionLimits.from_settings(Settings())
DRAFT = (
    "The bakery on Mill Lane cut its bread stock by a third, which lowered cost but made late orders twice as common. "
    "Cost and dependability therefore pull against each other, and the owner chose dependability for schools.\n\n"
    "I recommend that the night baker moves the oven, because it would save an hour each day."
)


@pytest.fixture(scope="module")
def engine(application: FastAPI) -> ScoringEngine:
    engine: ScoringEngine = application.state.desk.engine()
    return engine


@pytest.mark.parametrize(
    ("upload", "name"),
    [
        (Upload(filename="plan.txt", body=DRAFT.encode()), "plan.txt"),
        (Upload(filename="-", body=DRAFT.encode(), name="standard input"), "standard input"),
        (Upload(filename="plan.html", body=f"<html><body><p>{DRAFT}</p></body></html>".encode()), "plan.html"),
    ],
)
def test_a_draft_goes_in_and_feedback_comes_out(engine: ScoringEngine, upload: Upload, name: str) -> None:
    report = review_draft(upload, engine, LIMITS)
    assert report.draft_name == name
    assert report.judgeable
    assert [one.criterion_id for one in report.criteria] == [one.id for one in engine.rubric.criteria]
    assert any(one.quote and one.quote.text in DRAFT for one in report.criteria)


def test_offsets_point_into_the_text_that_was_scored(engine: ScoringEngine) -> None:
    scored = score_draft(
        Upload(filename="plan.txt", body=b"\xef\xbb\xbf" + DRAFT.replace("\n", "\r\n").encode()), engine, LIMITS
    )
    for quote in report_on(scored, engine.rubric).quotes:
        assert scored.score.text[quote.start_char : quote.end_char] == quote.text


def test_what_was_noticed_while_reading_is_told(engine: ScoringEngine) -> None:
    report = review_draft(Upload(filename="plan.docx", body=DRAFT.encode()), engine, LIMITS)
    assert [notice for notice in report.notices if "plain text" in notice]


@pytest.mark.parametrize(
    ("body", "error"),
    [(b"", EmptyDraftError), (b"...\n", EmptyDraftError), (b"\x89PNG\r\n", DraftError), (b"PK\x03\x04", DraftError)],
)
def test_a_draft_that_cannot_be_read_is_refused_by_name(
    engine: ScoringEngine, body: bytes, error: type[DraftError]
) -> None:
    with pytest.raises(error, match=r"^plan\.txt: "):
        review_draft(Upload(filename="plan.txt", body=body), engine, LIMITS)


def test_the_same_upload_always_gets_the_same_feedback(engine: ScoringEngine) -> None:
    upload = Upload(filename="plan.txt", body=DRAFT.encode())
    assert (
        review_draft(upload, engine, LIMITS).model_dump_json() == review_draft(upload, engine, LIMITS).model_dump_json()
    )
