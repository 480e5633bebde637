import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.normalise import NormalisedText, normalise

ZERO_WIDTH, SOFT_HYPHEN, RIGHT_TO_LEFT, MARK = "\u200b", "\u00ad", "\u202e", "\ufeff"
LIGATURE, NO_BREAK, ELLIPSIS = "\ufb01", "\u00a0", "\u2026"
SIGNS = st.text(
    st.sampled_from(
        [*"abz ,.\n\t\r", ZERO_WIDTH, SOFT_HYPHEN, RIGHT_TO_LEFT, MARK, LIGATURE, NO_BREAK, ELLIPSIS, "\u2019"]
    ),
    max_size=24,
)


def _spans(plain: NormalisedText) -> list[tuple[int, int]]:
    """Every span of at least one character."""
    size = len(plain.text)
    return [(start, end) for start in range(size) for end in range(start + 1, size + 1)]


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        ("Lean cuts waste.", "Lean cuts waste."),
        ("le\u200ban", "lean"),
        ("le\u00adan", "lean"),
        ("\u202elean\u202c", "lean"),
        ("\ufefflean", "lean"),
        ("one\r\ntwo", "one\ntwo"),
        ("one\u2028two\u2029three", "one\ntwo\nthree"),
        ("lead\u00a0time", "lead time"),
        ("a\u2009b\x0bc", "a b c"),
        ("a\tb", "a\tb"),
        ("\u201clean\u201d isn\u2019t", '"lean" isn\'t'),
        ("\u00ablean\u00bb", '"lean"'),
        ("\ufb01t for pro\ufb01t", "fit for profit"),
        ("wait\u2026", "wait..."),
        ("\uff4c\uff45\uff41\uff4e", "lean"),
        ("caf\u00e9 na\u00efve", "caf\u00e9 na\u00efve"),
        ("5 \u20ac", "5 \u20ac"),
        ("", ""),
    ],
)
def test_odd_characters_become_plain_text(draft: str, text: str) -> None:
    assert normalise(draft).text == text


@pytest.mark.parametrize(
    ("draft", "text", "hidden"),
    [
        ("l\u0435an", "lean", (1,)),
        ("\u0421ost and qu\u0430l\u0456ty", "Cost and quality", (0, 11, 13)),
        ("\u039fTIF", "OTIF", (0,)),
        ("\u043f\u0440\u0438\u0432\u0435\u0442", "\u043f\u0440\u0438\u0432\u0435\u0442", ()),
        ("the letter \u03b2", "the letter \u03b2", ()),
        ("caf\u00e9", "caf\u00e9", ()),
    ],
)
def test_look_alikes_are_unmasked_in_words_that_are_otherwise_latin(
    draft: str, text: str, hidden: tuple[int, ...]
) -> None:
    plain = normalise(draft)
    assert (plain.text, plain.hidden) == (text, hidden)


@pytest.mark.parametrize(
    ("draft", "hidden"),
    [
        ("le\u200ban \u200d", (2, 6)),
        ("\ufefflean", ()),
        ("le\ufeffan", (2,)),
        ("lean\r\n", ()),
        ("\u2018lean\u2019\u00a0\u2026", ()),
    ],
)
def test_hidden_characters_are_known_by_their_place(draft: str, hidden: tuple[int, ...]) -> None:
    assert normalise(draft).hidden == hidden


@pytest.mark.parametrize(
    ("draft", "word", "own"),
    [
        ("a le\u200ban way", "lean", "le\u200ban"),
        ("a lean\u200b way", "lean", "lean"),
        ("of \ufb01t", "fit", "\ufb01t"),
        ("a \ufb01t", "f", "\ufb01"),
        ("one\r\ntwo", "two", "two"),
        ("so\u2026 lean", "lean", "lean"),
    ],
)
def test_a_word_is_found_again_in_the_draft(draft: str, word: str, own: str) -> None:
    plain = normalise(draft)
    start = plain.text.index(word)
    assert draft[plain.start_in_draft(start) : plain.end_in_draft(start + len(word))] == own


@given(SIGNS)
def test_every_span_maps_back_to_the_drafts_own_characters(draft: str) -> None:
    plain = normalise(draft)
    for start, end in _spans(plain):
        own = draft[plain.start_in_draft(start) : plain.end_in_draft(end)]
        assert plain.text[start:end] in normalise(own).text


@given(st.text(max_size=30))
def test_offsets_never_leave_the_draft_and_never_go_back(draft: str) -> None:
    plain = normalise(draft)
    assert len(plain.origin) == len(plain.text) + 1
    assert list(plain.origin) == sorted(plain.origin)
    assert plain.origin[-1] == len(draft)
    assert all(0 <= plain.start_in_draft(start) < plain.end_in_draft(end) <= len(draft) for start, end in _spans(plain))
    assert all(0 <= place < len(draft) for place in plain.hidden)


@given(st.text(max_size=30))
def test_plain_text_is_plain_already(draft: str) -> None:
    once = normalise(draft).text
    assert not normalise(once).hidden
    assert normalise(once).text == once


def test_an_empty_span_at_the_start_ends_where_it_starts() -> None:
    assert normalise("lean").end_in_draft(0) == 0


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\u2012", "\u2212"])
def test_every_hyphen_is_a_hyphen(hyphen: str) -> None:
    assert normalise(f"on{hyphen}time").text == "on-time"


def test_an_old_line_end_parts_lines() -> None:
    assert normalise("one\rtwo").text == "one\ntwo"
