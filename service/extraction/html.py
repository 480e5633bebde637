"""Web pages, and what other readers hand over as HTML: blocks of text, without mark-up, scripts or hidden parts."""

import re
from html.parser import HTMLParser

from service.extraction.blocks import Block, BlockKind, make_block, make_paragraph, make_row, write_blocks
from service.extraction.draft import ExtractedDraft
from service.extraction.limits import ExtractionLimits
from service.extraction.notices import Notice
from service.extraction.plain import decode_text

_Attributes = list[tuple[str, str | None]]
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th"})
_BREAKS = frozenset(
    {
        *_HEADINGS,
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *("figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "ol", "p"),
        *("pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)
_SKIPPED = frozenset(
    {
        *(
            "audio",
            "button",
            "canvas",
            "del",
            "iframe",
            "nav",
            "noscript",
            "object",
            "script",
            "select",
            "style",
            "svg",
        ),
        *("template", "title", "video"),
    }
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_NOTE_LINK = re.compile(r"#(?:footnote|endnote|_ftn|_edn)")
_ENCODING = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?([a-z0-9_-]{2,30})", re.IGNORECASE)
_HEAD_BYTES = 4_096


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or _UNSEEN_STYLE.search(attributes.get("style") or "") is not None


def _is_skipped(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag == "a" and _NOTE_LINK.match(attributes.get("href") or ""):
        return True
    return tag in _SKIPPED or _is_hidden(attributes)


class _Table:
    """The table being read: the cells of its open row, and the blocks that stood before it."""

    def __init__(self, outer: list[Block]) -> None:
        self.outer = outer
        self.cells: list[list[Block]] = []

    def close_row(self) -> None:
        self.outer.extend(make_row(self.cells))
        self.cells = []


class BlockReader(HTMLParser):
    """Collects the blocks of a page; tolerates unclosed and crossed tags."""

    def __init__(self, limits: ExtractionLimits) -> None:
        """Start with nothing read."""
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.hides_text = False
        self._limits = limits
        self._characters = 0
        self._text: list[str] = []
        self._skipping: list[str] = []
        self._lists: list[int | None] = []
        self._in_item = False
        self._number: int | None = None
        self._heading = 0
        self._quotes = 0
        self._preformatted = 0
        self._tables: list[_Table] = []

    def _flush(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        block = self._make_block(text)
        if block is not None:
            self.blocks.append(block)
            self._in_item = False

    def _make_block(self, text: str) -> Block | None:
        if self._heading:
            return make_block(BlockKind.HEADING, text, depth=self._heading)
        if self._in_item:
            return make_block(BlockKind.ITEM, text, depth=max(len(self._lists), 1), number=self._number)
        if self._quotes:
            return make_block(BlockKind.QUOTATION, text)
        return make_paragraph(text)

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        """Begin a block, a list, a table or a part to be skipped."""
        attributes = dict(attrs)
        if self._skipping and tag == "p" and self._skipping[-1] == "p":
            self._skipping.pop()
        if self._skipping or _is_skipped(tag, attributes):
            self._skip(tag, hidden=_is_hidden(attributes))
            return
        if tag == "br":
            self._text.append("\n")
        if tag in _BREAKS or tag in _CELLS:
            self._flush()
        self._open(tag)

    def _skip(self, tag: str, *, hidden: bool) -> None:
        if tag not in _VOID:
            self._skipping.append(tag)
            self.hides_text = self.hides_text or hidden

    def _open(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag in _LISTS:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._open_item()
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._preformatted += 1
        else:
            self._open_table(tag)

    def _open_item(self) -> None:
        count = self._lists[-1] if self._lists else None
        if count is not None:
            count = self._lists[-1] = count + 1
        self._in_item, self._number = True, count

    def _open_table(self, tag: str) -> None:
        if tag == "table":
            self._tables.append(_Table(self.blocks))
        elif self._tables and tag == "tr":
            self._tables[-1].close_row()
        elif self._tables and tag in _CELLS:
            self.blocks = []
            self._tables[-1].cells.append(self.blocks)

    def handle_endtag(self, tag: str) -> None:
        """End a block, a list, a table or a part that was skipped."""
        if self._skipping:
            if tag in self._skipping:
                while self._skipping.pop() != tag:
                    pass
            return
        if tag in _BREAKS or tag in _CELLS:
            self._flush()
        self._close(tag)

    def _close(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._heading = 0
        elif tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._in_item = False
        elif tag == "blockquote":
            self._quotes = max(self._quotes - 1, 0)
        elif tag == "pre":
            self._preformatted = max(self._preformatted - 1, 0)
        elif tag == "table" and self._tables:
            self._close_table()

    def _close_table(self) -> None:
        table = self._tables.pop()
        table.close_row()
        self.blocks = table.outer

    def handle_data(self, data: str) -> None:
        """Take text that is to be seen."""
        if self._skipping:
            return
        seen = data if self._preformatted else re.sub(r"\s+", " ", data)
        self._characters += len(seen)
        self._limits.check_characters(self._characters)
        self._text.append(seen)

    def close(self) -> None:
        """End whatever is still open."""
        super().close()
        self._flush()
        while self._tables:
            self._close_table()


def _decode_page(body: bytes) -> tuple[str, tuple[str, ...]]:
    named = _ENCODING.search(body[:_HEAD_BYTES])
    if named is None:
        return decode_text(body)
    try:
        return body.decode(named[1].decode("ascii")), ()
    except (LookupError, UnicodeError):
        return decode_text(body)


def read_blocks(page: str, limits: ExtractionLimits) -> BlockReader:
    """The reader of a page once it has read it to its end."""
    reader = BlockReader(limits)
    reader.feed(page)
    reader.close()
    return reader


def read_html(body: bytes, limits: ExtractionLimits) -> ExtractedDraft:
    """The text of a web page."""
    page, notices = _decode_page(body)
    reader = read_blocks(page, limits)
    if reader.hides_text:
        notices = (*notices, Notice.HIDDEN_TEXT)
    return ExtractedDraft(text=write_blocks(reader.blocks), notices=notices)
