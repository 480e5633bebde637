"""A report as a PDF, read again by another program."""

import logging

import pypdfium2
import pytest

from service.rendering.pdf_report import render_pdf
from tests.service.rendering.reports import build_full_report


def text_of(body: bytes) -> str:
    """What the PDF says, with single spaces."""
    document = pypdfium2.PdfDocument(body)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def test_a_pdf_says_what_the_report_says() -> None:
    said = text_of(render_pdf(build_full_report()))
    for part in ("Feedback on plan.txt", "Planning events", "Do first", "MP1 criterion MP1", "2 of 4", "In detail"):
        assert part in said
    assert "<script>alert('x')</script> & \"quotes\"" in said  # markup of a draft is words
    assert "Nothing on venue" not in said


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_pdf(build_full_report()) == render_pdf(build_full_report())


@pytest.mark.parametrize(
    "name", ["Zoë Ångström.docx", "李雷 中文.docx", "Привет.docx", "{nb} {nb}.txt", "2 ≤ 3.txt", "😀.txt"]
)
def test_every_character_is_shown(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert name in text_of(render_pdf(build_full_report(draft_name=name)))
    assert not caplog.records


def test_scripts_that_are_written_from_right_to_left_are_shaped() -> None:
    assert "docx" in text_of(render_pdf(build_full_report(draft_name="العربية.docx")))


def test_a_draft_that_could_not_be_judged_has_no_details() -> None:
    said = text_of(render_pdf(build_full_report(judgeable=False, reason="the text is not in English")))
    assert "The text is not in English." in said
    assert "In detail" not in said
