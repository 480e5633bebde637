"""Fonts chosen so that a PDF shows whatever a draft holds."""

import pytest

from service.rendering.pdf_fonts import MAIN, choose_fonts, covered_by, font_paths, make_showable


@pytest.mark.parametrize(
    ("text", "fonts"),
    [
        ("Café “naïve” – 5 € Ελλάδα Привет", [MAIN]),
        ("עברית", [MAIN, "NotoSansHebrew"]),
        ("हिन्दी", [MAIN, "NotoSansDevanagari"]),
        ("中文 ≤ 5", [MAIN, "NotoSansCJK"]),
        ("日本語 한국어", [MAIN, "NotoSansCJK"]),
        ("😀", [MAIN, "NotoEmoji"]),
    ],
)
def test_fonts_are_loaded_only_for_what_needs_them(text: str, fonts: list[str]) -> None:
    assert list(choose_fonts(text)) == fonts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("2 ≤ 3 → ✓ 中文", "2 ≤ 3 → ✓ 中文"),
        ("\U0001d465 + \U0001d7d9", "x + 1"),  # letters and figures of formulas
        ("Gothic \U00010330", "Gothic [U+10330]"),
        ("private \ue000", "private [U+E000]"),
        ("tagged\U000e0041", "tagged"),  # a mark that means nothing alone
    ],
)
def test_what_no_font_has_is_never_lost_unseen(text: str, shown: str) -> None:
    assert make_showable(text) == shown


def test_every_font_comes_with_the_installation() -> None:
    assert all(path.is_file() for path in font_paths().values())
    assert len(covered_by("NotoSansCJK")) > 40_000
