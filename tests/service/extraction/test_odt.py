from io import BytesIO

import pytest
from odf.opendocument import OpenDocumentText
from odf.text import H, List, ListItem, P

from service.extraction.archive import open_archive
from service.extraction.draft import ExtractedDraft
from service.extraction.notices import Notice
from service.extraction.odt import read_odt
from tests.service.extraction.documents import LIMITS, build_odt

NUMBERED = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style>'
)
HIDDEN = (
    '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P1" style:parent-style-name="P2"/>'
    '<style:style style:name="P2" style:parent-style-name="Title"/>'
)
DELETION = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>gone</text:p></text:deletion>'
    "</text:changed-region></text:tracked-changes>"
)
CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
NOTE = (
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>A note on stock.</text:p></text:note-body></text:note>"
)


def read(body: bytes) -> ExtractedDraft:
    return read_odt(open_archive(body, LIMITS), LIMITS)


def items(*texts: str) -> str:
    return "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:p>One.</text:p><text:p/><text:p>Two.</text:p>", "One.\n\nTwo."),
        ('<text:h text:outline-level="2">Lean</text:h><text:p>It cuts.</text:p>', "## Lean\n\nIt cuts."),
        ('<text:p text:style-name="P1">Acme</text:p>', "# Acme"),
        ('<text:p text:style-name="Quotations">Make or buy.</text:p>', "> Make or buy."),
        (f"<text:list>{items('First', 'Second')}</text:list>", "- First\n- Second"),
        (f'<text:list text:style-name="L1">{items("First", "Second")}</text:list>', "1. First\n2. Second"),
        (
            '<text:list text:style-name="L1"><text:list-item><text:p>First</text:p>'
            f"<text:list>{items('Inner')}</text:list></text:list-item></text:list>",
            "1. First\n  - Inner",
        ),
        (
            f"<table:table><table:table-row>{CELL.format('OTIF')}{CELL.format('95%')}</table:table-row></table:table>",
            "| OTIF | 95% |",
        ),
        ("<text:p>R&amp;D &lt; 5</text:p>", "R&D < 5"),
        ("<text:p>a <text:span>b<text:span>c</text:span></text:span>d</text:p>", "a bcd"),
        ('<text:p>one<text:s text:c="999999999"/>two<text:tab/>three</text:p>', "one two three"),
        ("<text:p>one<text:line-break/>two</text:p>", "one\ntwo"),
        (f'{DELETION}<text:p>kept<text:change text:change-id="c1"/></text:p>', "kept"),
        ("<text:p>kept<office:annotation><text:p>comment</text:p></office:annotation></text:p>", "kept"),
        ("<text:table-of-content><text:p>Lean 1</text:p></text:table-of-content><text:p>Text.</text:p>", "Text."),
        ("<text:section><text:p>Text.</text:p></text:section>", "Text."),
        (
            "<text:p>Text.<draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame></text:p>",
            "Text.\n\nBoxed.",
        ),
    ],
)
def test_odt_keeps_the_text_and_its_structure(body: str, text: str) -> None:
    assert read(build_odt(body, styles=NUMBERED + HIDDEN)).text == text


def test_odt_leaves_out_hidden_text_and_says_so() -> None:
    draft = read(build_odt('<text:p>seen<text:span text:style-name="T1"> unseen</text:span></text:p>', styles=HIDDEN))
    assert draft == ExtractedDraft(text="seen", notices=(str(Notice.HIDDEN_TEXT),))


def test_odt_puts_footnotes_at_the_end() -> None:
    draft = read(build_odt(f"<text:p>Stock{NOTE} hides faults.</text:p><text:p>End.</text:p>"))
    assert draft.text == "Stock hides faults.\n\nEnd.\n\n1. A note on stock."
    assert draft.notices == (Notice.NOTES_AT_END,)


def test_odt_of_another_program_is_read() -> None:
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Quality"))
    document.text.addElement(P(text="Checks come late."))
    bullets = List()
    for text in ("Fewer returns", "Less rework"):
        item = ListItem()
        item.addElement(P(text=text))
        bullets.addElement(item)
    document.text.addElement(bullets)
    body = BytesIO()
    document.write(body)
    assert read(body.getvalue()).text == "# Quality\n\nChecks come late.\n\n- Fewer returns\n- Less rework"
