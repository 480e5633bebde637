"""Bands, the points that lead to them, weights, the overall curve and the grades fit together."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rubric.document import KeyPath
from rubric.findings import Finding, error, warning
from rubric.schema import Criterion, Rubric


def check_bands(rubric: Rubric) -> Iterator[Finding]:
    """Every criterion defines bands 0 to 4, and its points can reach each of them, in order."""
    for index, criterion in enumerate(rubric.criteria):
        path: KeyPath = ("criteria", index)
        yield from _check_levels(criterion, path)
        yield from _check_points(criterion, (*path, "band_rule", "points"))
        yield from _check_thresholds(criterion, (*path, "band_rule", "thresholds"))
        yield from _check_needs(criterion, (*path, "band_rule", "needs"))


def check_overall(rubric: Rubric) -> Iterator[Finding]:
    """Weights add up to something, the curve runs from share 0 to share 1 and never falls, grades rise."""
    if not math.isfinite(sum(criterion.weight for criterion in rubric.criteria)):
        yield error("criteria", "the weights do not add up to a number. Write plain ones such as 25.")
    shares = [point.share for point in rubric.overall_curve]
    overalls = [point.overall for point in rubric.overall_curve]
    path: KeyPath = ("overall_curve",)
    if shares[0] != 0 or shares[-1] != 1:
        yield error("overall_curve", "the curve must begin at share 0 and end at share 1.", path)
    if not _rises(shares):
        yield error("overall_curve", "the shares must increase from point to point.", path)
    if any(later < earlier for earlier, later in pairwise(overalls)):
        yield error("overall_curve", "the overall must never fall as the share rises: better bands cannot cost.", path)
    if not _rises([grade.at_least for grade in rubric.grades]):
        yield error("grades", "list the grades from the lowest boundary up, each higher than the last.", ("grades",))


def _check_levels(criterion: Criterion, path: KeyPath) -> Iterator[Finding]:
    found = [level.band for level in criterion.bands]
    if found != [0, 1, 2, 3, 4]:
        listed = ", ".join(map(str, found))
        yield error(f"{criterion.id}: bands", f"found {listed}. Define 0, 1, 2, 3 and 4 in order.", (*path, "bands"))


def _check_points(criterion: Criterion, path: KeyPath) -> Iterator[Finding]:
    where = f"{criterion.id}: band_rule.points"
    own = [element.id for element in criterion.elements]
    for name, points in criterion.band_rule.points.items():
        if name not in own:
            yield error(where, f"{name!r} is not an element of {criterion.id}. Only its own earn points.", path)
        if not points.developed >= points.mentioned:
            yield error(where, f"{name}: 'developed' must be worth at least as much as 'mentioned'.", (*path, name))
        if not math.isfinite(points.mentioned + points.developed + points.sustained):
            yield error(where, f"{name}: points must be plain numbers.", (*path, name))
    for name in own:
        if name not in criterion.band_rule.points:
            yield warning(where, f"{name} earns no points. Add it, or accept that it cannot move the band.", path)


def _check_thresholds(criterion: Criterion, path: KeyPath) -> Iterator[Finding]:
    where = f"{criterion.id}: band_rule.thresholds"
    thresholds = criterion.band_rule.thresholds
    if not _rises([0.0, *thresholds]):
        yield error(where, "thresholds must be above 0 and increase from band 1 to band 4.", path)
    most = sum(points.developed + points.sustained for points in criterion.band_rule.points.values())
    if thresholds[-1] > most:
        yield error(where, f"band 4 asks for {thresholds[-1]:g} points; no draft can earn more than {most:g}.", path)


def _check_needs(criterion: Criterion, path: KeyPath) -> Iterator[Finding]:
    for index, need in enumerate(criterion.band_rule.needs):
        if need.count > len(set(need.elements)):
            where = f"{criterion.id}: needs of band {need.band}"
            message = f"asks for {need.count} of {len(set(need.elements))} elements. Lower 'count' or list more."
            yield error(where, message, (*path, index))


def _rises(values: Sequence[float]) -> bool:
    """Whether every value is greater than the one before; no value that is not a number passes."""
    return all(earlier < later for earlier, later in pairwise(values))
