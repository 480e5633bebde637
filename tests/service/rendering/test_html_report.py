"""A report as one printable page."""

from html.parser import HTMLParser

import pytest

from service.rendering.html_report import render_html
from tests.service.rendering.reports import HOSTILE, TEXT, build_full_report

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if tag == "a" else []
        self.loads += [value or "" for name, value in attrs if name == "src" or (name == "href" and tag != "a")]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.text += data


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render_html(build_full_report(draft_name=f"{HOSTILE}.txt"), TEXT))


def test_markup_in_a_draft_or_its_name_is_shown_as_text(page: Page) -> None:
    assert "script" not in page.tags
    assert page.text.count(HOSTILE) >= 4  # title, heading, quote, draft


def test_the_page_needs_nothing_else(page: Page) -> None:
    assert page.loads == []
    assert page.tags.count("style") == 1


def test_every_link_leads_somewhere_and_every_name_is_used_once(page: Page) -> None:
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_evidence_is_marked_in_the_draft_and_named_beside_it(page: Page) -> None:
    assert page.tags.count("mark") >= 2
    for name in ("MP1", "MC1"):
        assert f"#{name}" in page.links


def test_the_whole_draft_is_on_the_page(page: Page) -> None:
    shown = "".join(page.text.split())
    for paragraph in TEXT.replace("\x1b", "\ufffd").split("\n\n"):
        assert "".join(paragraph.split()) in shown.replace("MP1", "").replace("MC1", "")


def test_details_are_folded_and_there(page: Page) -> None:
    assert page.tags.count("details") >= 3
    for said in (
        "Point by point",
        "The draft names risk.",
        "Mind the risks.",
        "40 of 100",
        "Music is not part of this question.",
    ):
        assert said in page.text


def test_hidden_characters_of_the_draft_are_shown(page: Page) -> None:
    assert "risk\ufffd[2J" in page.text


def test_a_draft_that_cannot_be_judged_gets_a_page_that_says_why() -> None:
    report = build_full_report(judgeable=False, reason="the text is not in English")
    page = Page(render_html(report, TEXT))
    assert "The text is not in English." in page.text
    assert "Point by point" not in page.text


def test_the_same_report_is_the_same_page() -> None:
    assert render_html(build_full_report(), TEXT) == render_html(build_full_report(), TEXT)
