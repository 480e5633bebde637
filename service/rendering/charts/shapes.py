"""The parts that charts are drawn from, as SVG text. Classes name what a part is; the page's style sheet colours it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from models.evaluation.charts import Axis

WIDTH = 360
"""Every chart is as wide as this in its own units, so that its letters stay readable on a phone."""
LINE_HEIGHT = 15
_LETTER = 6.4
"""Mean width of a letter, generously."""
_MARKER_ROOM = 16
_SERIES = 4
"""How many marks and colours there are; more series start over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis laid out between two places of the drawing."""

    axis: Axis
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where a value lies; values beyond the axis lie at its end."""
        inside = min(max(value, self.axis.low), self.axis.high)
        share = (inside - self.axis.low) / (self.axis.high - self.axis.low)
        return self.start + share * (self.end - self.start)


def svg(*, name: str, title: str, description: str, height: float, parts: Iterable[str]) -> str:
    """The whole drawing. `name` makes the ids of its title and description unique on the page."""
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {number(height)}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def text(words: str, x: float, y: float, *, kind: str = "label", anchor: str = "start") -> str:
    """Words at a place; `anchor` is start, middle or end."""
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{kind}" x="{number(x)}" y="{number(y)}"{placed}>{escape(words)}</text>'


def upright_text(words: str, x: float, y: float) -> str:
    """Words that run upwards, centred on a place."""
    turned = f'transform="rotate(-90 {number(x)} {number(y)})"'
    return f'<text class="label" x="{number(x)}" y="{number(y)}" text-anchor="middle" {turned}>{escape(words)}</text>'


def line(start: tuple[float, float], end: tuple[float, float], *, kind: str) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return f'<line class="{kind}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"/>'


def path(points: Sequence[tuple[float, float]], *, kind: str) -> str:
    """Points joined in their order."""
    return f'<polyline class="{kind}" points="{" ".join(f"{number(x)},{number(y)}" for x, y in points)}"/>'


def marker(place: int, x: float, y: float, *, size: float = 4.5) -> str:
    """The mark of a series: circle, square, diamond or triangle, so that colour is not all that tells them apart."""
    corners = {
        1: ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        2: ((0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)),
        3: ((0, -1.3), (1.25, 1), (-1.25, 1)),
    }.get(place % _SERIES)
    kind = f"mark s{place % _SERIES + 1}"
    if corners is None:
        return f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{number(size)}"/>'
    points = " ".join(f"{number(x + 0.9 * size * dx)},{number(y + 0.9 * size * dy)}" for dx, dy in corners)
    return f'<polygon class="{kind}" points="{points}"/>'


def legend(names: Sequence[str], *, y: float) -> tuple[list[str], float]:
    """Marks with their names from left to right, over several lines where they must; and where they end below."""
    parts, x = [], 0.0
    for place, name in enumerate(names):
        width = _MARKER_ROOM + text_width(name) + 14
        if x and x + width > WIDTH:
            x, y = 0.0, y + LINE_HEIGHT + 3
        parts += [marker(place, x + 6, y - 4), text(name, x + _MARKER_ROOM, y)]
        x += width
    return parts, y


def text_width(words: str) -> float:
    """About how wide words are drawn."""
    return _LETTER * len(words)


def tick_label(value: float) -> str:
    """A value of an axis, as short as it can be."""
    return f"{round(value, 2):,g}" if abs(value) < 1_000 else f"{value:,.0f}"


def number(value: float) -> str:
    """A coordinate to a tenth."""
    return f"{round(value, 1) + 0:g}"
