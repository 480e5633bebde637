from dataclasses import replace

import pytest

from service.config import Settings
from service.errors import DraftTooLargeError, DraftTooLongError, EmptyDraftError
from service.extraction.limits import ExtractionLimits
from tests.service.extraction.documents import LIMITS

SMALL = replace(LIMITS, max_body_bytes=10, max_words=3, max_characters=20)


@pytest.mark.parametrize("text", ["one", "one two three", "7", "a\u200bb", "(one)" * 4])
def test_text_within_the_limits_passes(text: str) -> None:
    SMALL.check_text(text)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("one two three four", DraftTooLongError, "4 words and the limit is 3"),
        ("x" * 21, DraftTooLongError, "more than 20 characters"),
        ("", EmptyDraftError, "no word"),
        ("\u200b \u202e ... \n", EmptyDraftError, "no word"),
    ],
)
def test_text_beyond_the_limits_is_refused(text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        SMALL.check_text(text)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("(" * 1_000, False),
        ("(" * 1_001, True),
        (" ".join([f"https://example.org/{'page/' * 60}"] * 40), False),
        (" ".join(["(['" * 60] * 400), True),
    ],
)
def test_long_runs_without_a_space_are_refused(text: str, refused: bool) -> None:
    if refused:
        with pytest.raises(DraftTooLongError, match="without a space"):
            LIMITS.check_text(f"so {text} so")
    else:
        LIMITS.check_text(f"so {text} so")


@pytest.mark.parametrize(("body", "error"), [(b"", EmptyDraftError), (b"x" * 11, DraftTooLargeError)])
def test_a_file_beyond_the_limits_is_refused(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        SMALL.check_body(body)


def test_limits_come_from_the_settings() -> None:
    limits = ExtractionLimits.from_settings(Settings(max_words=500, max_body_bytes=2_000, extraction_timeout_s=3))
    assert (limits.max_words, limits.max_characters, limits.max_body_bytes) == (500, 10_000, 2_000)
    assert (limits.timeout_s, limits.max_zip_entries, limits.max_unpacked_bytes) == (3, 2_000, 50_000_000)
