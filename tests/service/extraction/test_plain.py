import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import UnsupportedFormatError
from service.extraction.draft import ExtractedDraft
from service.extraction.notices import Notice
from service.extraction.plain import clean_text, read_plain

TEXT = "The café’s “lean” plan costs £5."


@pytest.mark.parametrize(
    ("encoding", "notices"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ()),
        ("utf-16-le", ()),
        ("utf-16-be", ()),
        ("utf-32", ()),
        ("cp1252", (Notice.GUESSED_ENCODING,)),
    ],
)
def test_text_is_decoded_whatever_its_encoding(encoding: str, notices: tuple[str, ...]) -> None:
    assert read_plain(TEXT.encode(encoding)) == ExtractedDraft(text=TEXT, notices=notices)


def test_utf8_with_a_broken_character_stays_utf8() -> None:
    text = "The café’s plan – naïve as it is – was cut short –"
    draft = read_plain(text.encode()[:-1])
    assert draft == ExtractedDraft(text=text[:-1] + "\ufffd", notices=(str(Notice.DAMAGED_CHARACTERS),))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("one\r\ntwo\rthree\u2028four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
        ("\ufeff\n \n  kept indent\n\n", "  kept indent"),
        ("a\x00b\x1bc\x9fd\ufffee", "abcde"),
        ("half \ud83d a pair", "half \ufffd a pair"),
        (
            "tab\tstays, zero\u200bwidth and \u202eright-to-left stay",
            "tab\tstays, zero\u200bwidth and \u202eright-to-left stay",
        ),
        ("# Lean\n\n- one\n> two\n```x```", "# Lean\n\n- one\n> two\n```x```"),
    ],
)
def test_cleaning_changes_line_ends_and_controls_only(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def test_a_few_control_characters_are_left_out_with_a_notice() -> None:
    draft = read_plain(b"The bell\x07 rings when the line stops for a fault.")
    assert draft.text == "The bell rings when the line stops for a fault."
    assert draft.notices == (Notice.CONTROL_CHARACTERS,)


@pytest.mark.parametrize("body", [bytes(range(256)), b"\x00\x01\x02\x03" * 40, b"abc\x00\x01\x02\x00"])
def test_bytes_that_are_no_text_are_refused(body: bytes) -> None:
    with pytest.raises(UnsupportedFormatError, match="is not text"):
        read_plain(body)


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_utf8_comes_back_as_it_was_but_for_cleaning(text: str) -> None:
    try:
        assert read_plain(text.encode()).text == clean_text(text)
    except UnsupportedFormatError:
        assert clean_text(text) != text
