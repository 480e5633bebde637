"""Word documents, read by mammoth: tracked insertions stay, tracked deletions, headers and comments go."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import mammoth

from service.errors import UnreadableDraftError
from service.extraction.blocks import write_blocks
from service.extraction.draft import ExtractedDraft
from service.extraction.html import read_blocks
from service.extraction.limits import ExtractionLimits
from service.extraction.notices import Notice

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name^='toc '] => !
p[style-name^='TOC '] => !
"""
_PARTS = (".xml", ".rels")
_NOTE_REFERENCES = frozenset({"footnoteReference", "endnoteReference"})
_WRAPPERS = frozenset({"bdo", "dir", "fldSimple", "hyperlink"})
"""Elements that only wrap runs; the reader would drop the first three and needs a target for the fourth."""
_PICTURES = frozenset({"blip", "imagedata"})
_OFF = frozenset({"0", "false", "off"})
_WHITE = "FFFFFF"
_INVISIBLE_HALF_POINTS = 4


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: ElementTree.Element | None, name: str) -> ElementTree.Element | None:
    return None if element is None else element.find(f"{{*}}{name}")


def _value(element: ElementTree.Element | None) -> str | None:
    """The `w:val` of a property; None where there is none."""
    if element is None:
        return None
    return next((value for name, value in element.attrib.items() if name.endswith("}val")), None)


def _is_hidden(run: ElementTree.Element, *, on_white: bool) -> bool:
    """Whether a reader of the printed page could not see a run: hidden, two points high at most, or white on white."""
    properties = _child(run, "rPr")
    vanish = _child(properties, "vanish")
    if vanish is not None and _value(vanish) not in _OFF:
        return True
    size = _value(_child(properties, "sz")) or ""
    if size.isdecimal() and int(size) <= _INVISIBLE_HALF_POINTS:
        return True
    marked = _child(properties, "shd") is not None or _child(properties, "highlight") is not None
    return on_white and not marked and (_value(_child(properties, "color")) or "").upper() == _WHITE


def _blank_hidden_runs(root: ElementTree.Element) -> bool:
    """Empty the runs that nobody can see; whether any held text."""
    found = False
    waiting = [(root, _child(root, "background") is None)]
    while waiting:
        element, on_white = waiting.pop()
        name = _local(element)
        if name == "tbl" or (name == "p" and _child(_child(element, "pPr"), "shd") is not None):
            on_white = False
        if name == "r" and _is_hidden(element, on_white=on_white):
            found = found or any((text.text or "").strip() for text in element.iterfind("{*}t"))
            element.clear()
        waiting.extend((child, on_white) for child in element)
    return found


def _simplify(root: ElementTree.Element) -> None:
    """Take links to other parts and files out of the way, so that nothing outside the text is ever needed."""
    for element in root.iter():
        name = _local(element)
        if name in _WRAPPERS:
            element.tag = f"{element.tag.removesuffix(name)}smartTag"
        elif name in _PICTURES:
            element.tag = "picture"


def _prepare(archive: zipfile.ZipFile, text_part: str, limits: ExtractionLimits) -> tuple[BytesIO, frozenset[str]]:
    """The document's XML parts in a zip of their own, simplified, and the notices this gives rise to."""
    notices = set()
    prepared = BytesIO()
    with zipfile.ZipFile(prepared, "w") as target:
        for name in archive.namelist():
            if not name.endswith(_PARTS):
                continue
            part = archive.read(name)
            if name == text_part:
                root = ElementTree.fromstring(part)  # noqa: S314 (a document type definition was refused before)
                limits.check_characters(sum(len(text.text or "") for text in root.iterfind(".//{*}t")))
                if _blank_hidden_runs(root):
                    notices.add(Notice.HIDDEN_TEXT)
                if any(_local(element) in _NOTE_REFERENCES for element in root.iter()):
                    notices.add(Notice.NOTES_AT_END)
                _simplify(root)
                part = ElementTree.tostring(root, encoding="utf-8")
            target.writestr(name, part)
    prepared.seek(0)
    return prepared, frozenset(notices)


def read_docx(archive: zipfile.ZipFile, text_part: str, limits: ExtractionLimits) -> ExtractedDraft:
    """The text of a Word document that is known to be within the limits.

    Raises:
        UnreadableDraftError: its parts do not fit together.
    """
    prepared, notices = _prepare(archive, text_part, limits)
    try:
        page = mammoth.convert_to_html(prepared, style_map=_STYLES, include_embedded_style_map=False).value
    except (KeyError, ValueError, AttributeError, IndexError, TypeError) as error:
        raise UnreadableDraftError("its parts do not fit together") from error
    return ExtractedDraft(text=write_blocks(read_blocks(page, limits).blocks), notices=tuple(sorted(notices)))
