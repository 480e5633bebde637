"""The page of the evidence card: whole in itself, safe, and in the look of the web pages."""

import re
from importlib.resources import files

import pytest

from models.evaluation.card import Card, Figure, Section
from models.evaluation.card_composer import compose_card
from models.evaluation.release import describe_release
from models.evaluation.tables import Table
from service.rendering.evidence_card import TEMPLATES, render_evidence_page
from tests.models.evaluation.marking import RUBRIC
from tests.models.evaluation.measured import build_findings

TOKEN = re.compile(r"(--[a-z0-9-]+): ([^;]+);")


@pytest.fixture(scope="module")
def page() -> str:
    findings = build_findings(lift=1)
    return render_evidence_page(compose_card(RUBRIC, findings, describe_release(findings)))


def test_the_page_needs_nothing_else(page: str) -> None:
    assert not re.search(r"<script|<img|@import|url\(|https?://| style=", page)


def test_every_id_stands_once_and_every_link_leads_to_one(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert {name for names in re.findall(r'aria-labelledby="([^"]+)"', page) for name in names.split()} <= set(ids)


def test_a_chart_stands_beside_its_table(page: str) -> None:
    assert page.count('<div class="figure">') == page.count("<svg class=")
    assert page.count("<table>") > page.count("<svg class=")
    assert page.count('<div class="sheet" tabindex="0" role="region" aria-label=') == page.count("<table>")


def test_an_interval_stands_below_its_figure(page: str) -> None:
    assert re.search(r"<td>\d\.\d{3} <small>\[-?\d\.\d{3}, \d\.\d{3}\]</small></td>", page)


def test_markup_in_words_is_shown_as_words() -> None:
    table = Table(title="<b>", header=("<i>", "a [b"), rows=(("<u>", "x [y"),))
    section = Section(id="s", heading="<h>", lines=("<p>",), figures=(Figure(table=table),))
    page = render_evidence_page(Card(title="<t>", lead=("<l>",), sections=(section,)))
    assert not re.search(r"<(b|i|u|t|l|h)>", page)
    assert "<td>x [y</td>" in page


def test_colours_are_those_of_the_web_pages() -> None:
    ours = TOKEN.findall((TEMPLATES / "evidence_card.css").read_text(encoding="utf-8"))
    theirs = TOKEN.findall(files("service.web").joinpath("static/base.css").read_text(encoding="utf-8"))
    assert ours
    assert set(ours) <= set(theirs)
