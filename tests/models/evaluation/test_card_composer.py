"""The evidence card says what was measured on what, and what was not."""

import pytest

from models.evaluation.card import Card, render_card_markdown
from models.evaluation.card_composer import compose_card
from models.evaluation.release import Acceptance, describe_release
from tests.models.evaluation.marking import RUBRIC
from tests.models.evaluation.measured import RATES, build_findings


def compose(*, is_marked_twice: bool = True, has_rates: bool = True, lift: int = 1) -> Card:
    findings = build_findings(lift=lift, is_marked_twice=is_marked_twice, rates=RATES if has_rates else None)
    release = describe_release(findings)
    fall = Acceptance(figure="mean band QWK", value=0.7, to_beat=0.8, reason="harder scripts")
    return compose_card(RUBRIC, findings, release.model_copy(update={"accepted": (fall,)}))


@pytest.fixture(scope="module")
def markdown() -> str:
    return render_card_markdown(compose())


@pytest.mark.parametrize(
    "heading",
    [
        "What is measured, and what is not", "At a glance", "Agreement by marking point", "Confusion by band",
        "Elements", "Misconceptions", "Evidence sentences", "What sentences do", "Calibration",
        "Coverage against accuracy", "Length against error", "Agreement by writer and by length",
        "Fairness under perturbation", "Robustness", "The release gate", "The measures",
    ],
)  # fmt: skip
def test_the_card_has_every_section(markdown: str, heading: str) -> None:
    assert f"\n## {heading}\n" in markdown


@pytest.mark.parametrize(
    "words",
    [
        "6 draft answers by 2 writers",
        "Not students' work",
        "Not measured: drafts of real students",
        "3 scripts were marked by two markers",
        "| mean QWK of the bands |",
        "two markers, n=3",
        "| MP1.budget budget | 5 | 4 | fewer than 20 scripts |",
        "| bands | cannot tell | 6 |",
        "| typing errors 5 | 40 | 0.960 | -0.5 |",
        "| negation | 30 | 0.900 | - |",
        "| explain | 1,234 | 0.640 | 0.480 |\n| plan | 40 | 0.750 | 0.210 |",
        "| mean band QWK | 0.700 | 0.800 | harder scripts |",
    ],
)
def test_the_card_says_it(markdown: str, words: str) -> None:
    assert words in markdown


def test_what_was_not_measured_is_said() -> None:
    markdown = render_card_markdown(compose(is_marked_twice=False, has_rates=False))
    assert markdown.count("Not measured: there is no record of these rates.") == 2
    assert "No script was marked twice" in markdown
    assert "two markers, n=" not in markdown


def test_every_chart_stands_beside_a_table_of_its_own_and_describes_itself() -> None:
    figures = [figure for section in compose().sections for figure in section.figures]
    charts = [figure.chart for figure in figures if figure.chart is not None]
    assert len(charts) >= 12
    assert all(chart.title and chart.description for chart in charts)
    assert all(figure.table.rows for figure in figures)


def test_sections_have_ids_of_their_own() -> None:
    ids = [section.id for section in compose().sections]
    assert len(ids) == len(set(ids))


def test_the_same_findings_give_the_same_card() -> None:
    assert repr(compose()) == repr(compose())
