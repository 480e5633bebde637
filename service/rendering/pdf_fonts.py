"""Fonts that come with the installation, chosen so that a PDF shows whatever a draft holds."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from fontTools.ttLib import TTFont

_NOTO, _NOTO_CJK = "manimgx_fonts", "manimgx_fonts_cjk"
MAIN = "NotoSans"
_LAST = "NotoSansCJK"
"""Covers mathematical and other signs, too; the slowest to load, so that it comes last."""
_DROPPED = frozenset(("Cf", "Mn", "Me"))
"""Marks that change a character before them and mean nothing alone."""


@cache
def font_paths() -> dict[str, Path]:
    """Every font by its name, in the order in which they are tried; nothing is fetched."""
    found = {
        path.name.partition("[")[0]: path for path in sorted(_folder(_NOTO).glob("*.ttf")) if "Italic" not in path.name
    }
    return {MAIN: found.pop(MAIN), **found, _LAST: next(_folder(_NOTO_CJK).glob("*.ttc"))}


def choose_fonts(characters: Iterable[str]) -> tuple[str, ...]:
    """The names of the fonts that are needed for the characters, the main one first."""
    left = {ord(char) for char in characters} - covered_by(MAIN)
    chosen = [MAIN]
    for name in font_paths():
        if not left:
            break
        if name != MAIN and left & covered_by(name):
            chosen.append(name)
            left -= covered_by(name)
    return tuple(chosen)


@cache
def covered_by(name: str) -> frozenset[int]:
    """The characters that a font can show."""
    with TTFont(font_paths()[name], lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())


def make_showable(text: str) -> str:
    """The text as the fonts can show it.

    A mathematical letter that no font has becomes the plain one, and any other character its number, such as
    `[U+10330]`, so that nothing is lost unseen.
    """
    if covered_by(MAIN).issuperset(map(ord, text)):
        return text
    return "".join(char if _is_covered(char) else _replace(char) for char in text)


def _is_covered(char: str) -> bool:
    return any(ord(char) in covered_by(name) for name in font_paths())


def _replace(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and all(_is_covered(each) for each in plain):
        return plain
    return "" if unicodedata.category(char) in _DROPPED else f"[U+{ord(char):04X}]"


def _folder(package: str) -> Path:
    with as_file(files(package)) as folder:
        return Path(folder)
