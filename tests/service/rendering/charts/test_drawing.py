"""Charts drawn: everything lies inside the drawing, says what it is and escapes its words."""

import re
from math import nan
from xml.etree import ElementTree

import pytest

from models.evaluation.bootstrap import Estimate
from models.evaluation.charts import Axis, Chart, Grid, GridChart, IntervalChart, IntervalRow, PlaneChart, Series
from service.rendering.charts import draw_chart

SHARE = Axis(label="share", low=0, high=1, ticks=(0, 0.5, 1))
WORDS = Axis(label="words", low=0, high=2_000, ticks=(0, 1_000, 2_000))
SVG = "{http://www.w3.org/2000/svg}"
INTERVALS = IntervalChart(
    title="Agreement <here>",
    description="Two & more",
    axis=SHARE,
    series=("models", "rules"),
    rows=(
        IntervalRow(label="one", figures=(Estimate(value=0.5, low=0.4, high=0.6), None)),
        IntervalRow(
            label="a label too long to stand on one line",
            figures=(Estimate(value=nan, low=nan, high=nan), Estimate(value=0.9, low=nan, high=nan)),
        ),
    ),
    reference=0.5,
)
PLANE = PlaneChart(
    title="Plane",
    description="Points",
    across=WORDS,
    up=SHARE,
    series=(
        Series(name="joined", points=((0, 0), (2_000, 1)), is_joined=True),
        Series(name="loose", points=((1_000, 0.5), (nan, 0.5), (9_999, 0.5))),
    ),
    reference=0.5,
)
GRIDS = GridChart(
    title="Grids",
    description="Counts",
    across="columns",
    down="rows",
    grids=tuple(Grid(name=f"MP{n}", counts=((3, 1), (0, 0))) for n in (1, 2, 3)),
)


def draw(chart: Chart) -> ElementTree.Element:
    """The drawing, read as a browser would."""
    markup = draw_chart(chart, name="it").replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ElementTree.fromstring(markup)  # noqa: S314 - our own drawing


def texts(drawing: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in drawing.iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", [INTERVALS, PLANE, GRIDS])
def test_a_drawing_has_a_title_and_a_description(chart: Chart) -> None:
    drawing = draw(chart)
    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby") == "it-title it-desc"
    found = {each.get("id"): each.text for each in drawing if each.get("id")}
    assert found == {"it-title": chart.title, "it-desc": chart.description}


@pytest.mark.parametrize("chart", [INTERVALS, PLANE, GRIDS])
def test_everything_lies_inside_the_drawing(chart: Chart) -> None:
    drawing = draw(chart)
    _, _, width, height = (float(each) for each in drawing.get("viewBox", "").split())
    for part in drawing.iter():
        for name, limit in (("x", width), ("x1", width), ("x2", width), ("cx", width), ("y", height), ("y2", height)):
            assert 0 <= float(part.get(name, "0")) <= limit
        numbers = [float(each) for each in re.findall(r"[-\d.]+", part.get("points", ""))]
        assert all(0 <= each <= max(width, height) for each in numbers)


@pytest.mark.parametrize("chart", [INTERVALS, PLANE, GRIDS])
def test_nothing_in_a_drawing_needs_a_script_or_a_style_of_its_own(chart: Chart) -> None:
    markup = draw_chart(chart, name="it")
    assert not re.search(r"<script|style=|href|\bon\w+=", markup)
    assert markup == draw_chart(chart, name="it")


def test_series_differ_by_shape_as_well_as_by_colour() -> None:
    drawing = draw(INTERVALS)
    marks = {
        (each.tag.removeprefix(SVG), each.get("class")) for each in drawing.iter() if "mark" in each.get("class", "")
    }
    assert marks == {("circle", "mark s1"), ("polygon", "mark s2")}


def test_what_is_not_defined_is_not_drawn() -> None:
    assert len(list(draw(INTERVALS).iter(f"{SVG}circle"))) == 2  # the legend's and one figure's
    assert len(list(draw(PLANE).iter(f"{SVG}polygon"))) == 3


def test_a_figure_lies_where_its_axis_has_it() -> None:
    ticks = {
        each.text: float(each.get("x", "nan"))
        for each in draw(INTERVALS).iter(f"{SVG}text")
        if each.get("class") == "tick"
    }
    (_, figure) = draw(INTERVALS).iter(f"{SVG}circle")
    assert float(figure.get("cx", "nan")) == pytest.approx(ticks["0.5"])


def test_long_labels_take_two_lines() -> None:
    assert "a label too long to" in texts(draw(INTERVALS))


def test_counts_are_written_and_shaded_by_their_share_of_the_row() -> None:
    drawing = draw(GRIDS)
    assert texts(drawing).count("3") == 3
    shades = [each.get("fill-opacity") for each in drawing.iter(f"{SVG}rect")]
    assert shades[:4] == ["0.30", "0.10", "0.00", "0.00"]
