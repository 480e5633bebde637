"""RTF: a walk over its control words that keeps the text, headings, tables and notes, and drops what is not seen."""

import codecs
import re
from typing import NamedTuple

from service.extraction.blocks import Block, BlockKind, make_block, make_paragraph, make_row, write_blocks
from service.extraction.draft import ExtractedDraft
from service.extraction.limits import ExtractionLimits
from service.extraction.notices import Notice

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?"
    r"|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|[\r\n]+"
    r"|(?P<text>[^\\{}\r\n]+)"
    r"|\\"
)
_UNSEEN = frozenset(
    {
        *("fonttbl", "colortbl", "listtable", "listoverridetable", "rsidtbl", "xmlnstbl", "latentstyles", "generator"),
        *("info", "themedata", "datastore", "mmathPr", "pict", "shppict", "nonshppict", "object", "objdata", "sp"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        *("ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "annotation", "atnid", "atnauthor"),
        *("fldinst", "bkmkstart", "bkmkend", "xe", "tc", "txe", "rxe", "pn"),
    }
)
_SEEN_DESPITE_STAR = frozenset({"shpinst", "shptxt"})
_NOTES = frozenset({"footnote", "endnote"})
_PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "nestcell", "nestrow"})
_SIGNS = {"~": " ", "_": "\u2011", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_CHARACTERS = {
    "tab": " ",
    "line": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
_CODEPAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_HEADING_STYLE = re.compile(r"heading ([1-6])\b", re.IGNORECASE)
_BODY_LEVEL = 9


class _State(NamedTuple):
    """What a group hands down to the groups inside it."""

    unseen: bool = False
    deleted: bool = False
    hidden: bool = False
    in_note: bool = False
    in_styles: bool = False
    fallback: int = 1
    """How many characters after a Unicode one stand in for it."""


class _Reader:
    """Collects the blocks of a document; every control word it does not know is passed over."""

    def __init__(self, limits: ExtractionLimits) -> None:
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self.hides_text = False
        self._limits = limits
        self._state = _State()
        self._stack: list[_State] = []
        self._codepage = "cp1252"
        self._text: list[str] = []
        self._note: list[str] = []
        self._characters = 0
        self._to_skip = 0
        self._star = False
        self._level = 0
        self._in_table = False
        self._cell: list[Block] = []
        self._cells: list[list[Block]] = []
        self._style = 0
        self._heading_styles: dict[int, int] = {}
        self._style_name = ""

    def read(self, source: str) -> None:
        """Read a document to its end; `source` has one character for each byte."""
        position = 0
        while match := _TOKEN.match(source, position):
            position = match.end()
            if match["word"] == "bin":
                position += max(int(match["number"] or 0), 0)
            else:
                self._take(match)
        self._end_paragraph()
        self._end_row()

    def _take(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        if kind in {"word", "number"}:
            self._take_word(match["word"], None if match["number"] is None else int(match["number"]))
        elif kind == "bytes":
            self._add(bytes.fromhex(match["bytes"].replace("\\'", "")).decode(self._codepage, "replace"))
        elif kind == "text":
            self._add(match["text"].encode("latin-1").decode(self._codepage, "replace"))
        elif kind == "sign":
            self._take_sign(match["sign"])
        elif kind == "brace":
            self._take_brace(match["brace"])

    def _take_brace(self, brace: str) -> None:
        self._to_skip = 0
        if brace == "{":
            self._stack.append(self._state)
            return
        before = self._state
        self._state = self._stack.pop() if self._stack else _State()
        if before.in_note and not self._state.in_note:
            self.notes.append("".join(self._note))
            self._note.clear()

    def _take_sign(self, sign: str) -> None:
        self._to_skip = 0
        if sign == "*":
            self._star = True
        elif sign in "\r\n":
            self._end_paragraph()
        elif sign in _SIGNS:
            self._add(_SIGNS[sign])

    def _take_word(self, word: str, number: int | None) -> None:
        star, self._star = self._star, False
        self._to_skip = 0
        if word in _UNSEEN or (star and word not in _SEEN_DESPITE_STAR):
            self._state = self._state._replace(unseen=True)
        elif word in _CHARACTERS:
            self._add(_CHARACTERS[word])
        elif word == "u":
            self._add(chr((number or 0) % 0x10000))
            self._to_skip = self._state.fallback
        elif not self._take_state(word, number) and not self._state.in_styles:
            self._take_layout(word, number)

    def _take_state(self, word: str, number: int | None) -> bool:
        """Follow a word that changes what a group hands down; whether it was one."""
        state = self._state
        if word == "uc":
            self._state = state._replace(fallback=min(number or 0, 16))
        elif word == "deleted":
            self._state = state._replace(deleted=number != 0)
        elif word == "v":
            self._state = state._replace(hidden=number != 0)
        elif word == "plain":
            self._state = state._replace(hidden=False, deleted=False)
        elif word in _NOTES:
            self._state = state._replace(in_note=True)
        elif word == "stylesheet":
            self._state = state._replace(in_styles=True)
        else:
            return self._take_codepage(word, number)
        return True

    def _take_codepage(self, word: str, number: int | None) -> bool:
        name = f"cp{number}" if word == "ansicpg" else _CODEPAGES.get(word)
        if name is None:
            if word == "s":
                self._style = number or 0
                self._level = self._heading_styles.get(self._style, 0)
            return word == "s"
        try:
            self._codepage = codecs.lookup(name).name
        except LookupError:
            self._codepage = "cp1252"
        return True

    def _take_layout(self, word: str, number: int | None) -> None:
        if word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word == "pard":
            self._level, self._in_table = 0, False
        elif word == "intbl":
            self._in_table = True
        elif word == "outlinelevel":
            self._level = 0 if number is None or number >= _BODY_LEVEL else number + 1
        elif word == "cell":
            self._in_table = True
            self._end_paragraph()
            self._cells.append(self._cell)
            self._cell = []
        elif word == "row":
            self._end_row()

    def _add(self, text: str) -> None:
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        text = text[skipped:]
        if self._state.in_styles:
            self._add_style_name(text)
        elif self._state.hidden and not self._state.unseen:
            self.hides_text = self.hides_text or bool(text.strip())
        elif not self._state.unseen and not self._state.deleted:
            self._characters += len(text)
            self._limits.check_characters(self._characters)
            (self._note if self._state.in_note else self._text).append(text)

    def _add_style_name(self, text: str) -> None:
        self._style_name += text[:100]
        if ";" in text:
            named = _HEADING_STYLE.match(self._style_name.strip())
            if named:
                self._heading_styles[self._style] = int(named[1])
            self._style_name = ""

    def _end_paragraph(self) -> None:
        if self._state.deleted or self._state.unseen:
            return
        if self._state.in_note:
            self._note.append(" ")
            return
        text = _mend_surrogates("".join(self._text))
        self._text.clear()
        block = make_block(BlockKind.HEADING, text, depth=self._level) if self._level else make_paragraph(text)
        if block is not None:
            (self._cell if self._in_table else self.blocks).append(block)

    def _end_row(self) -> None:
        if self._cell:
            self._cells.append(self._cell)
        self.blocks.extend(make_row(self._cells))
        self._cells, self._cell = [], []


def _mend_surrogates(text: str) -> str:
    """Text in which the two halves of one character, written as two, are one again."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_rtf(body: bytes, limits: ExtractionLimits) -> ExtractedDraft:
    """The text of an RTF document."""
    reader = _Reader(limits)
    reader.read(body.decode("latin-1"))
    notes = [
        make_block(BlockKind.ITEM, _mend_surrogates(note), number=count) for count, note in enumerate(reader.notes, 1)
    ]
    blocks = [*reader.blocks, *(note for note in notes if note is not None)]
    notices = ((Notice.HIDDEN_TEXT,) if reader.hides_text else ()) + ((Notice.NOTES_AT_END,) if reader.notes else ())
    return ExtractedDraft(text=write_blocks(blocks), notices=notices)
