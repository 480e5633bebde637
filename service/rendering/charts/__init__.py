"""Charts as inline SVG that needs no script: every chart has a title and a description, colours come from the page."""

from service.rendering.charts.drawing import draw_chart

__all__ = ["draw_chart"]
