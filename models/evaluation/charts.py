"""What a chart shows, as values; how it is drawn is the business of whoever draws it."""

from dataclasses import dataclass

from models.evaluation.bootstrap import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A straight scale."""

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalRow:
    """One line of an interval chart: a figure of each series, None where it has none."""

    label: str
    figures: tuple[Estimate | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalChart:
    """Figures with their intervals, a row for each thing measured and a mark for each series."""

    title: str
    description: str
    axis: Axis
    series: tuple[str, ...]
    rows: tuple[IntervalRow, ...]
    reference: float | None = None
    """Where a line is drawn to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points of one kind on a plane."""

    name: str
    points: tuple[tuple[float, float], ...]
    is_joined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneChart:
    """Points, joined or not, on two scales."""

    title: str
    description: str
    across: Axis
    up: Axis
    series: tuple[Series, ...]
    reference: float | None = None
    """Height at which a line is drawn to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Counts in squares: a row for what the marker gave, a column for what the program gave."""

    name: str
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridChart:
    """Squares of counts side by side."""

    title: str
    description: str
    across: str
    """What the columns are."""
    down: str
    """What the rows are."""
    grids: tuple[Grid, ...]


Chart = IntervalChart | PlaneChart | GridChart
