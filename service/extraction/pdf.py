"""PDF, read by PDFium: letters with their places, gathered to lines, which `layout` joins to paragraphs."""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from service.errors import ProtectedDraftError, ScannedDraftError, UnreadableDraftError
from service.extraction.blocks import write_blocks
from service.extraction.draft import ExtractedDraft
from service.extraction.layout import MARKER, Line, PageSize, join_lines, plain_letters
from service.extraction.limits import ExtractionLimits
from service.extraction.notices import Notice

_HYPHEN = 0x02
_LINE_ENDS = frozenset("\r\n")
_WORD_GAP = 0.3
_CELL_GAP = 1.0
_CELL_STEP = 2.0
_BOLD_WEIGHT = 600
_FONT_NAME_BYTES = 128
_MOST_UNREADABLE = 0.2
_TAIL_BYTES = 2_048
_LOCKED = frozenset({pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY})


@dataclass(slots=True)
class _Word:
    """Letters without a space between them."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class _OpenLine:
    """A line while its letters come in."""

    words: list[_Word] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    first: int = -1
    last: int = -1
    in_word: bool = False

    def add(self, char: str, left: float, right: float) -> None:
        """Take a letter and its place."""
        if self.in_word:
            self.words[-1].text += char
            self.words[-1].right = max(self.words[-1].right, right)
        else:
            self.words.append(_Word(char, left, right))
        self.in_word = True

    def find_cells(self, size: float) -> list[str]:
        """The words parted where the gap is far wider than between the other words of the line."""
        gaps = [after.left - before.right for before, after in zip(self.words, self.words[1:], strict=False)]
        usual = max(_WORD_GAP * size, min(gaps, default=0.0)) if len(gaps) > 1 else _WORD_GAP * size
        cells = [self.words[0].text]
        for word, gap in zip(self.words[1:], gaps, strict=True):
            if gap > _CELL_GAP * size and gap > _CELL_STEP * usual and not MARKER.fullmatch(cells[-1]):
                cells.append(word.text)
            else:
                cells[-1] += f" {word.text}"
        return cells


class _PageReader:
    """Reads the letters of one page."""

    def __init__(self, textpage: pypdfium2.PdfTextPage, number: int) -> None:
        self._textpage = textpage  # kept, since its raw handle dies with it
        self._raw = textpage.raw
        self._number = number
        self._box = [ctypes.c_double() for _ in range(4)]
        self.count = max(pdfium.FPDFText_CountChars(self._raw), 0)

    def lines(self) -> Iterator[Line]:
        """The lines of the page in the order of the file."""
        line = _OpenLine()
        for index in range(self.count):
            code = pdfium.FPDFText_GetUnicode(self._raw, index)
            char = "-" if code == _HYPHEN else plain_letters(chr(code))
            if not char.isspace():
                self._add(line, index, char)
            line.in_word = not char.isspace()
            if char in _LINE_ENDS or code == _HYPHEN:
                yield from self._close(line)
                line = _OpenLine()
        yield from self._close(line)

    def _add(self, line: _OpenLine, index: int, char: str) -> None:
        left, right, bottom, top = self._box
        if not pdfium.FPDFText_GetCharBox(self._raw, index, left, right, bottom, top):
            return
        line.add(char, left.value, right.value)
        line.sizes[self._size(index)] += 1
        line.first = index if line.first < 0 else line.first
        line.last = index

    def _close(self, line: _OpenLine) -> Iterator[Line]:
        if not line.words:
            return
        size = max(line.sizes, key=lambda each: (line.sizes[each], each))
        cells = [unicodedata.normalize("NFC", cell) for cell in line.find_cells(size)]
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._raw, line.first, x, y)
        yield Line(
            page=self._number,
            text=" | ".join(cells),
            left=line.words[0].left,
            right=max(word.right for word in line.words),
            base=y.value,
            size=size,
            bold=self._is_bold(line.first) and self._is_bold(line.last),
            first_word=line.words[0].right - line.words[0].left,
            is_row=len(cells) > 1,
        )

    def _size(self, index: int) -> float:
        size: float = pdfium.FPDFText_GetFontSize(self._raw, index)
        return max(round(size * 2) / 2, 0.5)

    def _is_bold(self, index: int) -> bool:
        if pdfium.FPDFText_GetFontWeight(self._raw, index) >= _BOLD_WEIGHT:
            return True
        name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
        pdfium.FPDFText_GetFontInfo(self._raw, index, name, _FONT_NAME_BYTES, ctypes.c_int())
        return b"bold" in name.value.lower()


def _open(body: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _LOCKED:
            raise ProtectedDraftError("it asks for a password") from error
        raise UnreadableDraftError("the PDF is damaged or cut short") from error


def _holds_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _check_letters(lines: list[Line]) -> None:
    """Refuse text that came out as signs without meaning, as fonts without a letter table give.

    Raises:
        UnreadableDraftError: a fifth of it or more is such signs.
    """
    text = "".join(line.text for line in lines)
    unreadable = sum(unicodedata.category(char) in {"Co", "Cn", "Cc", "Cs"} or char == "\ufffd" for char in text)
    if unreadable > _MOST_UNREADABLE * len(text):
        raise UnreadableDraftError("the PDF's fonts do not say which letters they show")


def _notices(body: bytes, *, pictures: int) -> tuple[str, ...]:
    cut_short = b"%%EOF" not in body[-_TAIL_BYTES:]
    return ((Notice.PICTURE_PAGES,) if pictures else ()) + ((Notice.CUT_SHORT,) if cut_short else ())


def read_pdf(body: bytes, limits: ExtractionLimits) -> ExtractedDraft:
    """The text of a PDF.

    Raises:
        ProtectedDraftError: it asks for a password.
        ScannedDraftError: its pages are pictures.
        UnreadableDraftError: it is damaged, or its fonts hide their letters.
    """
    document = _open(body)
    lines: list[Line] = []
    pages: list[PageSize] = []
    pictures = characters = 0
    for number in range(len(document)):
        page = document[number]
        pages.append(PageSize(height=page.get_height()))
        reader = _PageReader(page.get_textpage(), number)
        characters += reader.count
        limits.check_characters(characters)
        found = list(reader.lines())
        lines.extend(found)
        pictures += not found and _holds_picture(page)
    if not lines and pictures:
        raise ScannedDraftError("its pages are pictures, and there is no text to read")
    _check_letters(lines)
    return ExtractedDraft(text=write_blocks(join_lines(lines, pages)), notices=_notices(body, pictures=pictures))
