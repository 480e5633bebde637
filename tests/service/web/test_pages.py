"""What the pages show, and that they show a draft as text whatever is in it."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.feedback.compose import compose_feedback
from service.feedback.report import FeedbackReport
from service.web.pages import FormLimits, Pages
from tests.builders import build_rubric, build_scored

TEXT = "The budget is 900 pounds, so the venue is small.\n\nWe advise a hall. The party is the purpose."
TEMPLATES = sorted(Path("service/web/templates").rglob("*.html"))


class Outline(HTMLParser):
    """Ids, link targets, tags left open and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value and value.startswith("#"):
                self.targets.append(value[1:])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(rubric_title="Planning events", limits=FormLimits(words="10,000", size="10 MB", accept=".docx,.txt"))


def report_on(text: str, **scores: Any) -> FeedbackReport:
    rubric = build_rubric()
    return compose_feedback(rubric, build_scored(rubric, text, **scores), draft_name="one.docx")


def result(pages: Pages, text: str = TEXT, **scores: Any) -> Outline:
    return Outline(pages.result(root="", text=text, report=report_on(text, **scores)))


FULL: dict[str, Any] = {
    "levels": {
        "MP1.budget": (2, "The budget is 900 pounds, so the venue is small."),
        "MP1.venue": (1, "the venue is small"),
        "MP2.advice": (1, "We advise a hall."),
    },
    "bands": {"MP1": 3, "MP2": 1},
    "present": {"MC1": "The party is the purpose."},
}


@pytest.mark.parametrize(
    "scores", [{}, FULL, {"judgeable": False, "reason": "the text is not in English", "overall": None}]
)
def test_every_link_leads_to_a_place_on_the_page(pages: Pages, scores: dict[str, Any]) -> None:
    page = result(pages, **scores)
    assert set(page.targets) <= set(page.ids)


@pytest.mark.parametrize("scores", [{}, FULL])
def test_no_place_has_the_name_of_another(pages: Pages, scores: dict[str, Any]) -> None:
    ids = result(pages, **scores).ids
    assert len(ids) == len(set(ids))


def test_comment_and_quote_lead_to_each_other(pages: Pages) -> None:
    page = result(pages, **FULL)
    assert {"q-1a", "q-2a", "q-M1"} <= set(page.targets) & set(page.ids)
    assert {"c-MP1", "c-MC1"} <= set(page.targets) & set(page.ids)


def test_things_are_said_in_order_with_the_estimate_last(pages: Pages) -> None:
    text = result(pages, **FULL).text
    spoken = ["Do first", "Marking points", "Misconceptions", "Overall estimate, not a mark", "Your draft"]
    assert sorted(spoken, key=text.index) == spoken


def test_a_missing_point_has_a_visible_home_in_the_draft(pages: Pages) -> None:
    assert "Could fit" in result(pages, levels={"MP1.budget": (2, "The budget")}).text


def test_a_draft_that_is_not_judged_gets_the_reason_and_no_estimate(pages: Pages) -> None:
    text = result(pages, judgeable=False, reason="The text is not in English.", overall=None).text
    assert "The text is not in English." in text
    assert "We advise a hall." in text
    assert "Estimate" not in text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "</textarea><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{{ 7 * 7 }} {% include 'base.html' %}",
        '" onmouseover="alert(1)',
        "&lt;script&gt;",
    ],
)
def test_markup_in_a_draft_is_shown_as_text(pages: Pages, hostile: str) -> None:
    text = f"{hostile} The budget is small."
    report = report_on(text, levels={"MP1.budget": (2, text)})
    page = pages.result(root="", text=text, report=report.model_copy(update={"draft_name": hostile}))
    outline = Outline(page)
    assert "".join(hostile.split()) in "".join(outline.text.split())
    assert outline.tags.count("script") == 1
    assert "img" not in outline.tags[outline.tags.index("main") :]
    assert "onmouseover" not in re.findall(r"<[^>]*onmouseover[^>]*>", page)


def test_characters_that_cannot_be_seen_are_shown(pages: Pages) -> None:
    assert "a\ufffdb\ufffdc" in result(pages, "a\u202eb\x00c and more").text


def test_an_empty_form_says_what_to_do_and_keeps_what_was_typed(pages: Pages) -> None:
    page = pages.home(root="", typed="<b>half a draft", problem="Too long.")
    assert 'role="alert"' in page
    assert "Too long." in page
    assert "&lt;b&gt;half a draft</textarea>" in page


def test_addresses_begin_where_the_application_is_mounted(pages: Pages) -> None:
    page = pages.home(root="/feedback")
    assert 'action="/feedback/"' in page
    assert re.findall(r'(?:href|src|action)="/(?!feedback/)', page) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_every_word_of_a_page_comes_from_the_text_file(template: Path) -> None:
    source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>", " ", source, flags=re.DOTALL))
    attributes = re.findall(r'(?:alt|title|placeholder|aria-label)="\s*([A-Za-z][^"]*)"', source)
    assert words == attributes == []


def test_every_text_is_used() -> None:
    def names(section: dict[str, Any], path: str = "") -> list[str]:
        found = []
        for key, value in section.items():
            inner = isinstance(value, dict) and set(value) != {"one", "other"}
            found += names(value, f"{path}{key}.") if inner else [f"{path}{key}"]
        return found

    texts: dict[str, Any] = {}
    for path in Path("service/web").glob("en*.yaml"):
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert not texts.keys() & found.keys()
        texts |= found
    sources = [*TEMPLATES, *Path("service/web").rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    chosen = set(re.findall(r"(\w+)\)?\[", code))
    """Sections of which a value picks a text: `words.states[state]`."""
    unused = [
        name for name in names(texts) if name.rpartition(".")[2] not in code and name.split(".")[-2] not in chosen
    ]
    assert unused == []


@pytest.mark.parametrize("styles", ["base.css", "draft.css", "marks.css"])
def test_styles_and_script_load_nothing_from_elsewhere(styles: str) -> None:
    for name in (styles, "page.js"):
        source = Path("service/web/static", name).read_text(encoding="utf-8")
        assert re.findall(r"https?://|url\(|@import|\bfetch\(|\bimport\b", source) == []
