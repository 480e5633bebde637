"""OpenDocument texts: a walk through `content.xml` that leaves out deletions, comments, contents and hidden text."""

import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from service.extraction.blocks import Block, BlockKind, make_block, make_row, tidy, write_blocks
from service.extraction.draft import ExtractedDraft
from service.extraction.limits import ExtractionLimits
from service.extraction.notices import Notice

_SKIPPED = frozenset(
    {
        "text:tracked-changes",
        "text:table-of-content",
        "text:hidden-text",
        "text:ruby-text",
        "office:annotation",
        "office:forms",
        "office:event-listeners",
    }
)
_SPACES = {"text:s": " ", "text:tab": " ", "text:line-break": "\n"}
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_TITLES = {"Title": 1, "Subtitle": 2}
_QUOTATION = "Quotations"
_LONGEST_ANCESTRY = 20


def _name(element: ElementTree.Element) -> str:
    """An element's name as the standard writes it: `text:p`."""
    namespace, _, local = element.tag.rpartition("}")
    return f"{namespace.rsplit(':', 2)[-2]}:{local}" if namespace.count(":") > 1 else local


def _attribute(element: ElementTree.Element, name: str) -> str:
    """The attribute of that local name; empty where there is none."""
    return next((value for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")


class _Styles:
    """What styles say about meaning: hidden text, numbered lists, titles and quotations."""

    def __init__(self, parts: list[ElementTree.Element]) -> None:
        self._parents: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._numbered: set[tuple[str, int]] = set()
        for part in parts:
            for element in part.iter():
                self._take(element)

    def _take(self, element: ElementTree.Element) -> None:
        name = _attribute(element, "name")
        match _name(element):
            case "style:style":
                self._parents[name] = _attribute(element, "parent-style-name")
                if any(_attribute(child, "display") == "none" for child in element):
                    self._hidden.add(name)
            case "text:list-style":
                for level in element:
                    if _name(level) == "text:list-level-style-number" and _attribute(level, "num-format"):
                        self._numbered.add((name, int(_attribute(level, "level") or 1)))

    def is_hidden(self, element: ElementTree.Element) -> bool:
        return _attribute(element, "style-name") in self._hidden or _attribute(element, "display") == "none"

    def is_numbered(self, list_style: str, depth: int) -> bool:
        return (list_style, depth) in self._numbered

    def ancestry(self, element: ElementTree.Element) -> Iterator[str]:
        """An element's style and those it is derived from."""
        name = _attribute(element, "style-name")
        for _ in range(_LONGEST_ANCESTRY):
            if not name:
                return
            yield name
            name = self._parents.get(name, "")


class _Reader:
    """Collects the blocks of a document, and its notes apart from them."""

    def __init__(self, styles: _Styles) -> None:
        self.notes: list[str] = []
        self.hides_text = False
        self._styles = styles

    def _is_skipped(self, element: ElementTree.Element) -> bool:
        if self._styles.is_hidden(element):
            self.hides_text = True
            return True
        return _name(element) in _SKIPPED

    def read(self, parent: ElementTree.Element) -> list[Block]:
        """The blocks inside an element."""
        blocks: list[Block] = []
        for element in parent:
            if self._is_skipped(element):
                continue
            name = _name(element)
            if name in _PARAGRAPHS:
                blocks.extend(self._paragraph(element))
            elif name == "text:list":
                blocks.extend(self._list(element, style="", depth=1))
            elif name == "table:table-row":
                blocks.extend(make_row([self.read(cell) for cell in element if _name(cell) == "table:table-cell"]))
            else:
                blocks.extend(self.read(element))
        return blocks

    def _paragraph(self, element: ElementTree.Element) -> list[Block]:
        boxes: list[Block] = []
        text = "".join(self._inline(element, boxes))
        block = self._typed(element, text)
        return boxes if block is None else [block, *boxes]

    def _typed(self, element: ElementTree.Element, text: str) -> Block | None:
        if _name(element) == "text:h":
            return make_block(BlockKind.HEADING, text, depth=int(_attribute(element, "outline-level") or 1))
        for style in self._styles.ancestry(element):
            if style in _TITLES:
                return make_block(BlockKind.HEADING, text, depth=_TITLES[style])
            if style == _QUOTATION:
                return make_block(BlockKind.QUOTATION, text)
        return make_block(BlockKind.PARAGRAPH, text)

    def _inline(self, element: ElementTree.Element, boxes: list[Block]) -> Iterator[str]:
        """The text inside a paragraph; text boxes anchored in it go to `boxes`."""
        yield element.text or ""
        for child in element:
            name = _name(child)
            if name in _SPACES:
                yield _SPACES[name]
            elif name == "text:note":
                self._note(child)
            elif name == "draw:frame":
                boxes.extend(self.read(child))
            elif not self._is_skipped(child):
                yield from self._inline(child, boxes)
            yield child.tail or ""

    def _note(self, note: ElementTree.Element) -> None:
        body = next((child for child in note if _name(child) == "text:note-body"), None)
        if body is not None:
            self.notes.append(" ".join(block.text for block in self.read(body)))

    def _list(self, element: ElementTree.Element, *, style: str, depth: int) -> list[Block]:
        style = _attribute(element, "style-name") or style
        numbered = self._styles.is_numbered(style, depth)
        blocks: list[Block] = []
        for number, item in enumerate((child for child in element if _name(child) == "text:list-item"), start=1):
            begun = False
            for child in item:
                if _name(child) == "text:list":
                    blocks.extend(self._list(child, style=style, depth=depth + 1))
                    continue
                for block in self._paragraph(child) if _name(child) in _PARAGRAPHS else self.read(child):
                    blocks.append(block if begun else self._item(block, depth, number if numbered else None))
                    begun = True
        return blocks

    @staticmethod
    def _item(block: Block, depth: int, number: int | None) -> Block:
        if block.kind is BlockKind.HEADING:
            return block
        return make_block(BlockKind.ITEM, block.text, depth=depth, number=number) or block


def _parse(archive: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    """A part of the archive; None where there is none of that name."""
    if name not in archive.namelist():
        return None
    return ElementTree.fromstring(archive.read(name))  # noqa: S314 (a document type definition was refused before)


def read_odt(archive: zipfile.ZipFile, limits: ExtractionLimits) -> ExtractedDraft:
    """The text of an OpenDocument text that is known to be within the limits."""
    content = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314 (see above)
    styles = _parse(archive, "styles.xml")
    reader = _Reader(_Styles([content] if styles is None else [styles, content]))
    bodies = content.iterfind(".//{*}body")
    blocks = [block for body in bodies for block in reader.read(body)]
    notes = [
        Block(kind=BlockKind.ITEM, text=tidy(note), number=number)
        for number, note in enumerate(reader.notes, start=1)
        if tidy(note)
    ]
    limits.check_characters(sum(len(block.text) for block in blocks))
    notices = ((Notice.HIDDEN_TEXT,) if reader.hides_text else ()) + ((Notice.NOTES_AT_END,) if notes else ())
    return ExtractedDraft(text=write_blocks([*blocks, *notes]), notices=notices)
