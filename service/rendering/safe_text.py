"""Learners' text made safe to show: no control characters, no hidden reordering, no cells that a spreadsheet runs."""

import unicodedata

REPLACEMENT = "\ufffd"
_KEPT = "\n\r\t"
_JOINERS = "\u200c\u200d\u00ad"
"""Characters of the format category that honest text needs: the joiners of many scripts, and the soft hyphen."""
_HIDDEN = frozenset(("Cc", "Cf", "Cs"))
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def show_hidden(text: str) -> str:
    """The text with every control, reordering or zero-width character as a visible replacement; as long as before."""
    if text.isprintable():
        return text
    return "".join(REPLACEMENT if _is_hidden(char) else char for char in text)


def on_one_line(text: str) -> str:
    """The text safe to show, on one line with single spaces."""
    return show_hidden(" ".join(text.split()))


def quoted(text: str) -> str:
    """A quotation in curly quotes, with an ellipsis where it seems to begin or end within a sentence."""
    shown = on_one_line(text)
    before = "\u2026" if shown[:1].islower() else ""
    after = "" if shown.rstrip("\"'\u2019\u201d)").endswith((".", "!", "?")) else "\u2026"
    return f"\u201c{before}{shown.rstrip(',;:')}{after}\u201d"


def escape_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: an apostrophe goes before a risky start."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _is_hidden(char: str) -> bool:
    return char not in _KEPT and char not in _JOINERS and unicodedata.category(char) in _HIDDEN
