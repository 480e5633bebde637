"""Figures as they are shown."""

from math import isnan

from models.evaluation.bootstrap import Estimate

UNDEFINED = "-"


def show_figure(value: float, *, digits: int = 3) -> str:
    """A figure with so many digits; `-` where it is not defined."""
    return UNDEFINED if isnan(value) else f"{value:.{digits}f}"


def show_interval(figure: Estimate, *, digits: int = 3) -> str:
    """A figure with its interval in brackets, where it has one."""
    if isnan(figure.low):
        return show_figure(figure.value, digits=digits)
    low, high = show_figure(figure.low, digits=digits), show_figure(figure.high, digits=digits)
    return f"{show_figure(figure.value, digits=digits)} [{low}, {high}]"


def show_change(value: float, *, digits: int = 3) -> str:
    """A figure that may go either way, with its sign; `-` where it is not defined."""
    return UNDEFINED if isnan(value) else f"{value:+.{digits}f}"
