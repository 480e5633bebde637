"""Quotes: the draft's own characters, cut at word boundaries, the clause that carries the evidence first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.evidence import EvidenceKind, EvidenceSpan
from rubric.schema import Lexicon
from service.feedback.quotes import MOST_CHARS, MOST_WORDS, cut_quote, focus_of, words_in
from tests.builders import build_element, span_of

LONG = (
    "The hall was booked in March by the same three people who had done it the year before, "
    "because the budget was tight and an extra evening would have cost a speaker, "
    "which nobody wanted to hear about when the programme was already out in print."
)


def span(start: int, end: int) -> EvidenceSpan:
    return EvidenceSpan(kind=EvidenceKind.CONCEPT, start_char=start, end_char=end, detector="test")


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("one two", 2), ("one - two", 2), ("£420, twice.", 2), ("… !", 0), ("a\n b\tc", 3)],
)
def test_words_are_what_a_reader_would_count(text: str, words: int) -> None:
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("words", "focus", "most_words", "quoted"),
    [
        ("The party is over.", (), 30, "The party is over."),
        ("  The party\nis over. ", (), 30, "The party\nis over."),
        ("one two three four", (), 3, "one two three"),
        (LONG, ("budg",), 14, "because the budget was tight and an extra evening would have cost a speaker,"),
        (LONG, ("prin",), 14, "which nobody wanted to hear about when the programme was already out in print."),
        (LONG, ("nowhere",), 8, "The hall was booked in March by the"),
    ],
)
def test_a_long_span_is_cut_to_the_clause_that_carries_the_evidence(
    words: str, focus: tuple[str, ...], most_words: int, quoted: str
) -> None:
    text = f"Before. {words} After."
    quote = cut_quote(text, span_of(text, words), focus=focus, most_words=most_words)
    assert quote is not None
    assert quote.text == quoted


@pytest.mark.parametrize("words", ["", "   ", " - – ", "…!"])
def test_a_span_without_a_word_is_no_quote(words: str) -> None:
    assert cut_quote(f"a{words}b", span(1, 1 + len(words))) is None


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    quote = cut_quote("x" * 10_000, span(0, 10_000))
    assert quote is not None
    assert len(quote.text) == MOST_CHARS


@given(text=st.text(max_size=400), ends=st.tuples(st.integers(0, 400), st.integers(0, 400)))
def test_every_quote_is_the_drafts_own_characters(text: str, ends: tuple[int, int]) -> None:
    start, end = sorted(min(one, len(text)) for one in ends)
    quote = cut_quote(text, span(start, end), focus=("a",), most_words=5)
    if quote is not None:
        assert quote.text == text[quote.start_char : quote.end_char]
        assert start <= quote.start_char < quote.end_char <= end
        assert len(quote.text.split()) <= 5 <= MOST_WORDS
        assert not quote.text[0].isspace()
        assert not quote.text[-1].isspace()


def test_the_focus_of_an_element_is_how_its_words_begin() -> None:
    element = build_element(
        "MP1.budget",
        name="the budget",
        lexicon=Lexicon(terms=("reducing costs",), phrases=("on us",), abbreviations=("VAT",)),
    )
    assert focus_of(element) == {"budg", "reduci", "cost", "vat"}
