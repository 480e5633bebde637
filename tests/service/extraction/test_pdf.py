from dataclasses import replace

import pytest

from service.errors import DraftTooLongError, ProtectedDraftError, ScannedDraftError, UnreadableDraftError
from service.extraction.notices import Notice
from service.extraction.pdf import read_pdf
from tests.service.extraction.documents import LIMITS, build_pdf, build_picture, new_pdf

LONG = "Holding less stock shows faults sooner, so the crew must fix them at the source and not on the next shift. "


@pytest.mark.parametrize("align", ["L", "J"])
@pytest.mark.parametrize("gap", [0.0, 4.0])
def test_pdf_lines_are_joined_to_paragraphs(align: str, gap: float) -> None:
    paragraphs = [f"{start} {LONG * 3}That is why." for start in ("First.", "Second one.", "Third.")]
    assert read_pdf(build_pdf(*paragraphs, align=align, gap=gap), LIMITS).text == "\n\n".join(paragraphs)


def test_pdf_paragraph_goes_on_over_a_page_break() -> None:
    paragraphs = [(LONG * 20).strip(), (LONG * 20).strip()]
    assert read_pdf(build_pdf(*paragraphs), LIMITS).text == "\n\n".join(paragraphs)


def test_pdf_headings_lists_and_tables_are_told_apart() -> None:
    pdf = new_pdf()
    pdf.set_font("Times", "B", 16)
    pdf.cell(0, 10, "Quality", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Times", size=12)
    pdf.multi_cell(0, 6, LONG * 2, new_x="LMARGIN", new_y="NEXT")
    for item in ("- Fewer returns", "- Less rework", "1. Train the crew"):
        pdf.cell(0, 6, item, new_x="LMARGIN", new_y="NEXT")
    for row in (("Measure", "Target"), ("Returns", "2%")):
        pdf.cell(40, 6, row[0])
        pdf.cell(40, 6, row[1], new_x="LMARGIN", new_y="NEXT")
    assert read_pdf(bytes(pdf.output()), LIMITS).text == (
        f"# Quality\n\n{LONG * 2}".strip()
        + "\n\n- Fewer returns\n- Less rework\n\n1. Train the crew\n\n| Measure | Target |\n| Returns | 2% |"
    )


def test_pdf_page_numbers_and_running_heads_are_left_out() -> None:
    pdf = new_pdf()
    for number in (1, 2):
        if number > 1:
            pdf.add_page()
        pdf.set_y(8)
        pdf.cell(0, 5, f"Student 42 - part {number}", new_x="LMARGIN", new_y="NEXT")
        pdf.set_y(60)
        pdf.multi_cell(0, 6, f"{LONG * 2}That is part {number}.")
        pdf.set_auto_page_break(False)
        pdf.set_y(-15)
        pdf.cell(0, 5, f"Page {number} of 2")
    assert read_pdf(bytes(pdf.output()), LIMITS).text == f"{LONG * 2}That is part 1.\n\n{LONG * 2}That is part 2."


def test_pdf_hyphens_at_line_ends_are_undone() -> None:
    pdf = new_pdf()
    for line in ("Good informa-", "tion in a well-", "known firm is cost-", "cutting without los-", "ing people."):
        pdf.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    assert read_pdf(bytes(pdf.output()), LIMITS).text == (
        "Good information in a well-known firm is cost-cutting without losing people."
    )


def test_pdf_of_pictures_is_said_to_be_a_scan() -> None:
    pdf = new_pdf()
    pdf.image(build_picture(), 10, 10, 100, 100)
    with pytest.raises(ScannedDraftError, match="pages are pictures"):
        read_pdf(bytes(pdf.output()), LIMITS)


def test_pdf_page_that_is_a_picture_is_mentioned() -> None:
    pdf = new_pdf()
    pdf.cell(0, 6, "Only this page has text.")
    pdf.add_page()
    pdf.image(build_picture(), 10, 10, 100, 100)
    draft = read_pdf(bytes(pdf.output()), LIMITS)
    assert draft.text == "Only this page has text."
    assert draft.notices == (Notice.PICTURE_PAGES,)


def test_pdf_without_anything_has_no_text() -> None:
    assert read_pdf(bytes(new_pdf().output()), LIMITS).text == ""


@pytest.mark.parametrize(("password", "locked"), [("secret", True), ("", False)])
def test_pdf_with_a_password_is_refused_unless_it_opens_without(password: str, locked: bool) -> None:
    pdf = new_pdf()
    pdf.cell(0, 6, "Text under lock.")
    pdf.set_encryption(owner_password="owner", user_password=password)  # noqa: S106
    body = bytes(pdf.output())
    if locked:
        with pytest.raises(ProtectedDraftError):
            read_pdf(body, LIMITS)
    else:
        assert read_pdf(body, LIMITS).text == "Text under lock."


def test_pdf_that_is_damaged_is_refused() -> None:
    with pytest.raises(UnreadableDraftError, match="damaged"):
        read_pdf(b"%PDF-1.7\nnot more than that", LIMITS)


def test_pdf_that_ends_early_is_read_with_a_notice() -> None:
    body = build_pdf("Text of a short page.")
    draft = read_pdf(body[: body.rindex(b"startxref")], LIMITS)
    assert draft.text == "Text of a short page."
    assert draft.notices == (Notice.CUT_SHORT,)


def test_pdf_that_is_too_long_is_left_early() -> None:
    with pytest.raises(DraftTooLongError):
        read_pdf(build_pdf(LONG), replace(LIMITS, max_characters=100))
