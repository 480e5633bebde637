"""Files of every format, made as small as a test needs them."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from fpdf import FPDF

from service.extraction import ExtractionLimits

LIMITS = ExtractionLimits(
    max_body_bytes=10_485_760,
    max_words=10_000,
    max_characters=200_000,
    timeout_s=10.0,
    max_memory_bytes=512 * 1_048_576,
)
WORD_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
ODT_NAMES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "draw")
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODT_TYPE = "application/vnd.oasis.opendocument.text"


def zip_files(files: Mapping[str, str | bytes]) -> bytes:
    """A zip with those entries."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return body.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of a Word document."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph of a Word document; content that is no element becomes a run."""
    runs = "".join(item if item.startswith("<") else run(item) for item in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def styled(text: str, style: str) -> str:
    """A paragraph of a Word document in that style."""
    return paragraph(text, properties=f'<w:pStyle w:val="{style}"/>')


def listed(text: str, number_id: int, level: int = 0) -> str:
    """A list item of a Word document: list 1 has bullets, list 2 numbers."""
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'
    return paragraph(text, properties=numbering)


def word_table(rows: Sequence[Sequence[str]]) -> str:
    """A table of a Word document."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word_files(*body: str, relationships: str = "", before: str = "") -> dict[str, str | bytes]:
    """The entries of a Word document; `before` goes in front of the root of its text."""
    levels = {1: '<w:numFmt w:val="bullet"/>', 2: '<w:numFmt w:val="decimal"/>'}
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{key}">'
        + "".join(f'<w:lvl w:ilvl="{level}">{value}</w:lvl>' for level in range(2))
        + "</w:abstractNum>"
        for key, value in levels.items()
    ) + "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in levels)
    names = {"Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2", "Quote": "Quote", "TOC1": "toc 1"}
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    parts = ("styles", "numbering", "footnotes", "header")
    links = "".join(
        f'<Relationship Id="part{index}" Type="{_OFFICE}/{part}" Target="{part}.xml"/>'
        for index, part in enumerate(parts)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{links}{relationships}</Relationships>",
        "word/document.xml": f"{before}<w:document {WORD_NAMES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {WORD_NAMES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {WORD_NAMES}>{numbering}</w:numbering>",
        "word/footnotes.xml": f'<w:footnotes {WORD_NAMES}><w:footnote w:id="2">'
        f"{paragraph('A note on stock.')}</w:footnote></w:footnotes>",
        "word/header.xml": f"<w:hdr {WORD_NAMES}>{paragraph('Student 42, page 1')}</w:hdr>",
    }


def build_docx(*body: str, relationships: str = "", before: str = "") -> bytes:
    """A Word document."""
    return zip_files(word_files(*body, relationships=relationships, before=before))


def odt_files(*body: str, styles: str = "", before: str = "") -> dict[str, str | bytes]:
    """The entries of an OpenDocument text."""
    return {
        "mimetype": _ODT_TYPE,
        "content.xml": f"{before}<office:document-content {ODT_NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{''.join(body)}</office:text></office:body>"
        "</office:document-content>",
    }


def build_odt(*body: str, styles: str = "", before: str = "") -> bytes:
    """An OpenDocument text."""
    return zip_files(odt_files(*body, styles=styles, before=before))


def build_rtf(body: str) -> bytes:
    """An RTF document."""
    fonts = r"{\fonttbl{\f0\froman Times New Roman;}}{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2 Title;}}"
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{body}}}".encode("cp1252")


def new_pdf() -> FPDF:
    """An empty PDF in 12-point Times, to be filled."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Times", size=12)
    return pdf


def build_pdf(*paragraphs: str, gap: float = 4.0, align: str = "L") -> bytes:
    """A PDF of paragraphs in 12-point Times, `gap` millimetres apart."""
    pdf = new_pdf()
    for text in paragraphs:
        pdf.multi_cell(0, 5, text, align=align, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(gap)
    return bytes(pdf.output())


def build_picture() -> bytes:
    """A small white picture in the PNG format."""
    from PIL import Image

    body = BytesIO()
    Image.new("RGB", (40, 40), "white").save(body, "PNG")
    return body.getvalue()
