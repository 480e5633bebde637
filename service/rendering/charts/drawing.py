"""Charts drawn: figures with intervals, points on a plane, squares of counts."""

from collections.abc import Iterator
from math import isnan

from models.evaluation.charts import Chart, Grid, GridChart, IntervalChart, IntervalRow, PlaneChart, Series
from service.rendering.charts.shapes import (
    LINE_HEIGHT,
    WIDTH,
    Scale,
    legend,
    line,
    marker,
    number,
    path,
    svg,
    text,
    text_width,
    tick_label,
    upright_text,
)

_RIGHT = 18
_WIDEST_LABEL = 128
_MARK_GAP = 11
_ROW_GAP = 9
_PLANE_LEFT, _PLANE_HEIGHT = 50, 230
_CELL, _GRID_LEFT, _GRID_TOP, _GRID_WIDTH = 27, 40, 50, 182
_STRONGEST = 0.4
"""How deep a square of the grid may be shaded, so that its number stays readable."""


def draw_chart(chart: Chart, *, name: str) -> str:
    """The chart as an SVG element. `name` is unique on the page and fit for an id."""
    if isinstance(chart, IntervalChart):
        height, parts = _draw_intervals(chart)
    elif isinstance(chart, PlaneChart):
        height, parts = _draw_plane(chart)
    else:
        height, parts = _draw_grids(chart)
    return svg(name=name, title=chart.title, description=chart.description, height=height, parts=parts)


def _draw_intervals(chart: IntervalChart) -> tuple[float, list[str]]:
    keys, top = legend(chart.series, y=14) if len(chart.series) > 1 else ([], 0.0)
    labels = [_split(row.label) for row in chart.rows]
    widest = max((text_width(words) for lines in labels for words in lines), default=0)
    scale = Scale(axis=chart.axis, start=min(widest, _WIDEST_LABEL) + 10, end=WIDTH - _RIGHT)
    parts, y = [], top + 12
    for row, words in zip(chart.rows, labels, strict=True):
        height = max(_MARK_GAP * len(chart.series), LINE_HEIGHT * len(words)) + _ROW_GAP
        first = y + height / 2 - (len(words) - 1) * LINE_HEIGHT / 2 + 4
        parts += [text(each, 0, first + place * LINE_HEIGHT) for place, each in enumerate(words)]
        parts += _draw_row(row, scale, middle=y + height / 2)
        y += height
    frame = [line((scale.place(tick), top + 8), (scale.place(tick), y), kind="grid") for tick in chart.axis.ticks]
    if chart.reference is not None:
        at = scale.place(chart.reference)
        frame.append(line((at, top + 8), (at, y), kind="reference"))
    frame += [
        text(tick_label(tick), scale.place(tick), y + 14, kind="tick", anchor="middle") for tick in chart.axis.ticks
    ]
    frame.append(text(chart.axis.label, (scale.start + scale.end) / 2, y + 31, anchor="middle"))
    return y + 38, [*keys, *frame, *parts]


def _draw_row(row: IntervalRow, scale: Scale, *, middle: float) -> Iterator[str]:
    first = middle - _MARK_GAP * (len(row.figures) - 1) / 2
    for place, figure in enumerate(row.figures):
        if figure is None or isnan(figure.value):
            continue
        y = first + _MARK_GAP * place
        if not isnan(figure.low):
            ends = (scale.place(figure.low), y), (scale.place(figure.high), y)
            yield line(*ends, kind=f"whisker s{place % 4 + 1}")
        yield marker(place, scale.place(figure.value), y)


def _split(label: str) -> list[str]:
    """A label on one line, or on two where it is too long for one."""
    if text_width(label) <= _WIDEST_LABEL or " " not in label:
        return [label]
    spaces = [place for place, char in enumerate(label) if char == " "]
    middle = min(spaces, key=lambda place: abs(place - len(label) / 2))
    return [label[:middle], label[middle + 1 :]]


def _draw_plane(chart: PlaneChart) -> tuple[float, list[str]]:
    keys, top = legend([each.name for each in chart.series], y=14) if len(chart.series) > 1 else ([], 0.0)
    top += 12
    bottom = top + _PLANE_HEIGHT
    across = Scale(axis=chart.across, start=_PLANE_LEFT, end=WIDTH - _RIGHT)
    up = Scale(axis=chart.up, start=bottom, end=top)
    parts = [*keys]
    for tick in chart.up.ticks:
        y = up.place(tick)
        parts.append(line((across.start, y), (across.end, y), kind="grid"))
        parts.append(text(tick_label(tick), across.start - 6, y + 4, kind="tick", anchor="end"))
    for tick in chart.across.ticks:
        x = across.place(tick)
        parts.append(line((x, top), (x, bottom), kind="grid"))
        parts.append(text(tick_label(tick), x, bottom + 15, kind="tick", anchor="middle"))
    if chart.reference is not None:
        y = up.place(chart.reference)
        parts.append(line((across.start, y), (across.end, y), kind="reference"))
    parts.append(text(chart.across.label, (across.start + across.end) / 2, bottom + 33, anchor="middle"))
    parts.append(upright_text(chart.up.label, 12, (top + bottom) / 2))
    for place, series in enumerate(chart.series):
        parts += _draw_series(series, place, across, up)
    return bottom + 40, parts


def _draw_series(series: Series, place: int, across: Scale, up: Scale) -> Iterator[str]:
    points = [(across.place(x), up.place(y)) for x, y in series.points if not isnan(x) and not isnan(y)]
    if series.is_joined and len(points) > 1:
        yield path(points, kind=f"joined s{place % 4 + 1}")
    for x, y in points:
        yield marker(place, x, y, size=4.5 if series.is_joined else 3.2)


def _draw_grids(chart: GridChart) -> tuple[float, list[str]]:
    parts: list[str] = []
    height = 0.0
    for place, grid in enumerate(chart.grids):
        left, top = (place % 2) * _GRID_WIDTH, (place // 2) * (_GRID_TOP + _CELL * len(grid.counts) + 12)
        parts += _draw_grid(grid, left, top)
        parts.append(text(chart.across, left + _GRID_LEFT, top + 28, kind="tick"))
        parts.append(upright_text(chart.down, left + 12, top + _GRID_TOP + _CELL * len(grid.counts) / 2))
        height = max(height, top + _GRID_TOP + _CELL * len(grid.counts) + 4.0)
    return height, parts


def _draw_grid(grid: Grid, left: float, top: float) -> Iterator[str]:
    yield text(grid.name, left + _GRID_LEFT, top + 13, kind="strong")
    for column in range(len(grid.counts[0])):
        x = left + _GRID_LEFT + _CELL * (column + 0.5)
        yield text(str(column), x, top + _GRID_TOP - 4, kind="tick", anchor="middle")
    for row, counts in enumerate(grid.counts):
        y = top + _GRID_TOP + _CELL * row
        yield text(str(row), left + _GRID_LEFT - 6, y + _CELL / 2 + 4, kind="tick", anchor="end")
        for column, count in enumerate(counts):
            x = left + _GRID_LEFT + _CELL * column
            shade = _STRONGEST * count / sum(counts) if count else 0
            kind = "cell agreed" if row == column else "cell"
            size = f'width="{_CELL - 2}" height="{_CELL - 2}"'
            yield f'<rect class="{kind}" x="{number(x + 1)}" y="{number(y + 1)}" {size} fill-opacity="{shade:.2f}"/>'
            if count:
                yield text(str(count), x + _CELL / 2, y + _CELL / 2 + 4, kind="count", anchor="middle")
