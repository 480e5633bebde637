from dataclasses import replace

import numpy as np
import pytest

from models.evaluation.agreement import measure_agreement
from models.evaluation.bootstrap import Bootstrap, Estimate
from models.evaluation.comparison import Evaluation, Failure, compare_marks
from models.evaluation.report import compose_page, render_report
from models.evaluation.spans import SpanAgreement
from tests.models.evaluation.marking import RUBRIC, build_series

HUMAN, OTHER, MACHINE = (
    {marks.id: marks for marks in build_series(bands)} for bands in ([0, 1, 2, 3], [0, 1, 2, 4], [1, 1, 1, 3])
)
GROUPS = {"length": {"s1": "short", "s2": "short", "s3": "long", "s4": "long"}}


def _bootstrap() -> Bootstrap:
    return Bootstrap(rng=np.random.default_rng(1), resamples=20)


def _evaluation(*, twice: bool = False) -> Evaluation:
    return Evaluation(
        rubric_id="events.level7",
        rubric_fingerprint="f00d",
        engine_version="9",
        resamples=20,
        human_machine=compare_marks(RUBRIC, HUMAN, MACHINE, GROUPS, bootstrap=_bootstrap()),
        human_machine_twice=measure_agreement(RUBRIC, [*HUMAN.values()], [*MACHINE.values()], bootstrap=_bootstrap())
        if twice
        else None,
        human_human=compare_marks(RUBRIC, HUMAN, OTHER, GROUPS, bootstrap=_bootstrap()) if twice else None,
        spans={},
        failures=(),
        unmarked=(),
    )


def _titles(evaluation: Evaluation) -> list[str]:
    return [table.title for table in compose_page(evaluation).tables]


def _cell(evaluation: Evaluation, *, table: int, row: str) -> str:
    """The first figure of a row."""
    return {cells[0]: cells[1] for cells in compose_page(evaluation).tables[table].rows}[row]


def test_one_marker_gets_human_machine_tables() -> None:
    assert _titles(_evaluation()) == [
        "Headline",
        "Marking points",
        "Elements, human-machine, n=4",
        "Misconceptions",
        "By band, human-machine",
        "By length, human-machine",
    ]


def test_two_markers_get_human_human_beside_it() -> None:
    page = compose_page(_evaluation(twice=True))
    headline = page.tables[0]
    assert headline.header == ("measure", "human-machine, n=4", "human-machine, marked twice, n=4", "human-human, n=4")
    assert [table.title for table in page.tables[-4:]] == [
        "By band, human-machine",
        "By band, human-human",
        "By length, human-machine",
        "By length, human-human",
    ]


@pytest.mark.parametrize("twice", [False, True])
def test_every_row_is_as_long_as_its_header(twice: bool) -> None:
    for table in compose_page(_evaluation(twice=twice)).tables:
        assert {len(row) for row in table.rows} == {len(table.header)}


def test_figures_have_three_places_and_their_interval() -> None:
    evaluation = _evaluation()
    exact = _cell(evaluation, table=1, row="MP1 exact")
    interval = evaluation.human_machine.whole.bands["MP1"].exact
    assert exact == f"0.500 [{interval.low:.3f}, {interval.high:.3f}]"


def test_a_figure_that_is_not_defined_is_a_dash() -> None:
    assert _cell(_evaluation(), table=0, row="mean misconception F1") == "-"
    assert _cell(_evaluation(), table=0, row="coverage") == "1.000"


@pytest.mark.parametrize("as_markdown", [False, True])
def test_failures_and_scripts_without_marks_are_named(as_markdown: bool) -> None:
    failure = Failure(script_id="s4", cause="it is a picture")
    text = render_report(replace(_evaluation(), failures=(failure,), unmarked=("s8", "s9")), as_markdown=as_markdown)
    assert "Marked scripts: 4, of which not read: 1." in text
    assert "Scripts without marks, left out: 2 (s8, s9)." in text
    assert "it is a picture" in text


def test_evidence_has_a_table_where_it_was_measured() -> None:
    figure = Estimate(value=0.5, low=0.25, high=0.75)
    spans = {"MP1": SpanAgreement(shown=8, labelled=9, precision=figure, recall=figure, f1=figure)}
    table = compose_page(replace(_evaluation(), spans=spans)).tables[-1]
    assert table.rows == (("MP1", "8", "9", *["0.500 [0.250, 0.750]"] * 3),)


def test_markdown_and_text_say_the_same() -> None:
    evaluation = _evaluation(twice=True)
    text, markdown = (render_report(evaluation, as_markdown=each) for each in (False, True))
    assert text.startswith("Agreement with human marks\n")
    assert markdown.startswith("# Agreement with human marks\n")
    for table in compose_page(evaluation).tables:
        for row in table.rows:
            assert f"| {' | '.join(row)} |" in markdown
            assert all(cell in text for cell in row)
