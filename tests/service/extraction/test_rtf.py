import pytest

from service.errors import DraftTooLongError
from service.extraction.draft import ExtractedDraft
from service.extraction.notices import Notice
from service.extraction.rtf import read_rtf
from tests.service.extraction.documents import LIMITS, build_rtf


def read(body: str) -> ExtractedDraft:
    return read_rtf(build_rtf(body), LIMITS)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"One.\par\par Two.\par", "One.\n\nTwo."),
        (r"\pard\s1\b Lean\par\pard\b0 It cuts.\par", "# Lean\n\nIt cuts."),
        (r"\pard\s9\outlinelevel1 Agile\par\pard Text.", "## Agile\n\nText."),
        (r"\pard\outlinelevel9 Body text.", "Body text."),
        (r"{\pntext\bullet\tab First\par}{\listtext\'b7\tab Second\par}", "- First\n- Second"),
        (r"{\listtext 1.\tab}First\par", "1. First"),
        (r"\trowd\intbl OTIF\cell 95%\cell\row\pard After.\par", "| OTIF | 95% |\n\nAfter."),
        (r"R&D \{x\} a\\b", r"R&D {x} a\b"),
        (r"{\rtlch\fcs1 \ltrch opera}{\insrsid2 tions}", "operations"),
        (r"caf\'e9, \u8220?quoted\u8221\'94, \'93so\'94", "café, “quoted”, “so”"),
        (r"{\uc2\u8364 EU}5 \u-10179?\u-8704?", "€5 😀"),
        (r"well\_known, co\-operate, a\~b, one\line two\emdash so", "well\u2011known, cooperate, a b, one\ntwo—so"),
        (r"{\header Student 42\par}{\footer 1}{\*\generator Writer;}Text.", "Text."),
        (r"{\pict{\*\picprop{\sp{\sn a}{\sv 1}}}\pngblip 89504e47}Text.", "Text."),
        (r'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt the site}}', "the site"),
        (r"kept{\deleted\revauthdel1  gone}", "kept"),
        (r"{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt Boxed.}}", "Boxed."),
        (r"before \bin5 }{\x\after", "before after"),
        (r"no closing brace {\b here", "no closing brace here"),
        (r"}}}} too many", "too many"),
    ],
)
def test_rtf_keeps_the_text_and_its_structure(body: str, text: str) -> None:
    assert read(body).text == text


@pytest.mark.parametrize(("body", "text"), [(r"seen{\v  unseen}", "seen"), (r"seen\v  un\v0 , too", "seen, too")])
def test_rtf_leaves_out_hidden_text_and_says_so(body: str, text: str) -> None:
    assert read(body) == ExtractedDraft(text=text, notices=(str(Notice.HIDDEN_TEXT),))


def test_rtf_puts_footnotes_at_the_end() -> None:
    draft = read(r"Stock{\footnote\pard A note\par on {\i stock}.} hides faults.\par")
    assert draft == ExtractedDraft(
        text="Stock hides faults.\n\n1. A note on stock.", notices=(str(Notice.NOTES_AT_END),)
    )


def test_rtf_reads_bytes_in_its_own_codepage() -> None:
    assert read_rtf(b"{\\rtf1\\ansi\\ansicpg1251 \\'cf\xf0}", LIMITS).text == "Пр"


def test_rtf_that_is_too_long_is_left_early() -> None:
    with pytest.raises(DraftTooLongError):
        read("word " * 50_000)
