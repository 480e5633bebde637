"""From element levels to the band of a marking point, and from bands to the overall estimate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.scores import Level
from rubric.schema import Criterion, CurvePoint, Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an element stands: its level and how many sentences develop it."""

    level: Level
    developed_sentences: int
    strength: float = 0.0
    """How developed it is, from 0 to 1."""


SUSTAINED = 3
"""Sentences that must develop an element for it to count as sustained."""


def points_of(criterion: Criterion, standings: Mapping[str, Standing]) -> float:
    """The points that the elements of a criterion add up to; never less for more evidence."""
    total = 0.0
    for element_id, points in criterion.band_rule.points.items():
        standing = standings[element_id]
        if standing.level >= Level.MENTIONED:
            total += points.mentioned
        if standing.level is Level.DEVELOPED:
            total += points.developed - points.mentioned
            if standing.developed_sentences >= SUSTAINED:
                total += points.sustained
    return total


def band_of(criterion: Criterion, standings: Mapping[str, Standing]) -> int:
    """The band from 0 to 4: the highest whose points and needs are met."""
    points = points_of(criterion, standings)
    band = sum(points >= threshold for threshold in criterion.band_rule.thresholds)
    while band and not _needs_met(criterion, standings, band):
        band -= 1
    return band


def _needs_met(criterion: Criterion, standings: Mapping[str, Standing], band: int) -> bool:
    for need in criterion.band_rule.needs:
        least = Level.DEVELOPED if need.level == "developed" else Level.MENTIONED
        if need.band <= band and sum(standings[each].level >= least for each in need.elements) < need.count:
            return False
    return True


def overall_of(rubric: Rubric, bands: Mapping[str, int]) -> int:
    """The overall estimate from 0 to 100, by the rubric's curve over the weighted share of bands."""
    total = sum(criterion.weight for criterion in rubric.criteria)
    share = sum(criterion.weight * bands[criterion.id] / 4 for criterion in rubric.criteria) / total
    return round(interpolate(rubric.overall_curve, share))


def interpolate(curve: Sequence[CurvePoint], share: float) -> float:
    """The curve's value at a share, straight between its corners."""
    for left, right in pairwise(curve):
        if share <= right.share:
            width = right.share - left.share
            return left.overall + (right.overall - left.overall) * (share - left.share) / width
    return curve[-1].overall
