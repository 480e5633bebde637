from io import BytesIO

import pytest
from docx import Document

from service.errors import UnreadableDraftError
from service.extraction.archive import open_archive
from service.extraction.docx import read_docx
from service.extraction.draft import ExtractedDraft
from service.extraction.notices import Notice
from tests.service.extraction.documents import (
    LIMITS,
    build_docx,
    listed,
    paragraph,
    run,
    styled,
    word_files,
    word_table,
    zip_files,
)

PICTURE = (
    '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="x"><pic:pic><pic:blipFill><a:blip r:embed="gone"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
LONG_CELL = "Stock hides faults. " * 25


def read(body: bytes) -> ExtractedDraft:
    return read_docx(open_archive(body, LIMITS), "word/document.xml", LIMITS)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("One.") + paragraph("") + paragraph("Two."), "One.\n\nTwo."),
        (styled("Lean", "Heading1") + paragraph("It cuts waste."), "# Lean\n\nIt cuts waste."),
        (styled("Acme", "Title") + styled("Agile", "Heading2"), "# Acme\n\n## Agile"),
        (styled("Contents 1", "TOC1") + paragraph("Text."), "Text."),
        (styled("Make or buy.", "Quote"), "> Make or buy."),
        (listed("First", 1) + listed("Second", 1), "- First\n- Second"),
        (listed("First", 2) + listed("Second", 2), "1. First\n2. Second"),
        (listed("First", 1) + listed("Inner", 1, 1), "- First\n  - Inner"),
        (paragraph("•\tTyped bullet"), "- Typed bullet"),
        (word_table([["Measure", "Target"], ["OTIF", "95%"]]), "| Measure | Target |\n| OTIF | 95% |"),
        (word_table([["One cell lays out prose."]]), "One cell lays out prose."),
        (word_table([["Task 1", LONG_CELL]]), f"Task 1\n\n{LONG_CELL.strip()}"),
    ],
)
def test_docx_keeps_paragraphs_headings_lists_and_tables(body: str, text: str) -> None:
    assert read(build_docx(body)).text == text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (["R&D costs < 5% and \"P&L\" > 0, 'so'"], "R&D costs < 5% and \"P&L\" > 0, 'so'"),
        (["*stars*, under_scores, #1 and [x](y)"], "*stars*, under_scores, #1 and [x](y)"),
        (["opera", "tions"], "operations"),
        (["<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>"], "one two\nthree"),
        (["in", f'<w:ins w:id="1">{run("serted")}</w:ins>'], "inserted"),
        (["kept", '<w:del w:id="1"><w:r><w:delText> gone</w:delText></w:r></w:del>'], "kept"),
        (["here", f'<w:moveFrom w:id="1">{run(" moved away")}</w:moveFrom>'], "here"),
        (["here ", f'<w:moveTo w:id="1">{run("moved to")}</w:moveTo>'], "here moved to"),
        (["Figure ", f'<w:fldSimple w:instr="SEQ">{run("1")}</w:fldSimple>'], "Figure 1"),
        (["see ", f'<w:hyperlink r:id="gone">{run("the site")}</w:hyperlink>'], "see the site"),
        ([f'<w:bdo w:val="rtl">{run("שלום")}</w:bdo>'], "שלום"),
        (["a picture", PICTURE, " here"], "a picture here"),
        (["soft\u00adhyphen, zero\u200bwidth"], "softhyphen, zero\u200bwidth"),
    ],
)
def test_docx_gives_the_characters_that_are_seen(content: list[str], text: str) -> None:
    assert read(build_docx(paragraph(*content))).text == text


@pytest.mark.parametrize(
    ("properties", "hidden"),
    [
        ("<w:vanish/>", True),
        ('<w:vanish w:val="0"/>', False),
        ('<w:color w:val="FFFFFF"/>', True),
        ('<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>', False),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', False),
        ('<w:color w:val="333333"/>', False),
        ('<w:sz w:val="2"/>', True),
        ('<w:sz w:val="14"/>', False),
        ("<w:webHidden/>", False),
    ],
)
def test_docx_leaves_out_what_nobody_can_see_and_says_so(properties: str, hidden: bool) -> None:
    draft = read(build_docx(paragraph("seen", run(" unseen", properties))))
    assert draft.text == ("seen" if hidden else "seen unseen")
    assert (Notice.HIDDEN_TEXT in draft.notices) is hidden


def test_docx_keeps_white_text_in_a_table() -> None:
    white = run("Measure", '<w:color w:val="FFFFFF"/>')
    cell = f"<w:tc>{paragraph(white)}</w:tc>"
    assert read(build_docx(f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>")).text == "| Measure | Measure |"


def test_docx_puts_footnotes_at_the_end_and_leaves_out_the_header() -> None:
    draft = read(build_docx(paragraph("Stock", '<w:r><w:footnoteReference w:id="2"/></w:r>', " hides faults.")))
    assert draft == ExtractedDraft(
        text="Stock hides faults.\n\n1. A note on stock.", notices=(str(Notice.NOTES_AT_END),)
    )


def test_docx_of_another_program_is_read() -> None:
    document = Document()
    document.add_heading("Quality", 1)
    document.add_paragraph("Checks come late.")
    document.add_paragraph("Fewer returns", style="List Bullet")
    document.add_paragraph("Train the crew", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Returns", "2%"
    document.sections[0].header.paragraphs[0].text = "Student 42"
    body = BytesIO()
    document.save(body)
    assert read(body.getvalue()).text == (
        "# Quality\n\nChecks come late.\n\n- Fewer returns\n1. Train the crew\n\n| Returns | 2% |"
    )


def test_docx_whose_parts_do_not_fit_together_is_refused() -> None:
    files = word_files(paragraph("Stock", '<w:r><w:footnoteReference w:id="99"/></w:r>'))
    with pytest.raises(UnreadableDraftError, match="do not fit together"):
        read(zip_files(files))
