import pytest

from service.extraction.html import read_html
from service.extraction.notices import Notice
from tests.service.extraction.documents import LIMITS


def read(page: str) -> str:
    return read_html(page.encode(), LIMITS).text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One.</p>\n<p> </p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One.<p>Two.", "One.\n\nTwo."),
        ("loose <div>inner</div> tail", "loose\n\ninner\n\ntail"),
        ("One.<br>Two.<br/><br/>Three.", "One.\nTwo.\n\nThree."),
        ("<p>wrapped\n  in the source</p>", "wrapped in the source"),
        ("<pre>as\n  typed</pre>", "as\ntyped"),
        ("<h1>Lean</h1><p>It cuts.</p><h3>Agile</h3>", "# Lean\n\nIt cuts.\n\n### Agile"),
        ("<ul><li>First<li>Second</ul>", "- First\n- Second"),
        ("<ol><li><p>First</p></li><li>Second</li></ol>", "1. First\n2. Second"),
        ("<ul><li>First<ol><li>Inner</li></ol></li><li>Second</li></ul>", "- First\n  1. Inner\n- Second"),
        ("<li>stray</li></ul></ol>", "- stray"),
        ("<p class=MsoListParagraph><span>·<span>&nbsp;&nbsp; </span></span>First</p>", "- First"),
        ("<blockquote><p>Make or buy.</p></blockquote><p>So?</p>", "> Make or buy.\n\nSo?"),
        ("<table><tr><th>OTIF<td>95%</tr></table>After", "| OTIF | 95% |\n\nAfter"),
        ("<table><tr><td>a<td><table><tr><td>b<td>c</table><td>d</table>", "| a | b | c | d |"),
        ("<td>no table</td>", "no table"),
        ("<p>R&amp;D <b>bo</b>ld &lt;b&gt; *so* a_b</p>", "R&D bold <b> *so* a_b"),
        ("<title>T</title><style>p{}</style><script>x('<p>')</script><p>Text.</p>", "Text."),
        ("<p>kept<del> gone</del><!-- comment --></p>", "kept"),
        ("<p>Text<a href='#_ftn1'>[1]</a>.</p>", "Text."),
        ("<p>see <a href='http://127.0.0.1/'>the site</a><img src='http://127.0.0.1/x.png'></p>", "see the site"),
        ("<p>5 < 6 & 7 > 4</p>", "5 < 6 & 7 > 4"),
    ],
)
def test_html_keeps_the_text_and_its_structure(page: str, text: str) -> None:
    assert read(page) == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>seen<span style='display: none'> unseen<br></span></p>", "seen"),
        ("<p hidden>unseen<p>seen", "seen"),
        ("<div style='visibility:hidden'><div>unseen</div></div>seen", "seen"),
    ],
)
def test_html_leaves_out_hidden_text_and_says_so(page: str, text: str) -> None:
    draft = read_html(page.encode(), LIMITS)
    assert draft.text == text
    assert draft.notices == (Notice.HIDDEN_TEXT,)


@pytest.mark.parametrize(
    "page",
    [
        "<meta charset=iso-8859-1><p>café</p>".encode("latin-1"),
        "<meta charset=no-such><p>café</p>".encode(),
        "<p>café</p>".encode("utf-16"),
        "\ufeff<p>café</p>".encode(),
    ],
)
def test_html_is_read_in_its_own_encoding(page: bytes) -> None:
    assert read_html(page, LIMITS).text == "café"
