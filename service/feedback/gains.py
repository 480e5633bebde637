"""Gains: what raising one element by one level would do for the overall estimate; used to rank, never shown."""

from collections.abc import Mapping

from models.scores import DraftScore, ElementScore, Level
from models.scoring.bands import Standing, band_of, interpolate, points_of
from rubric.schema import Criterion, Rubric

Standings = Mapping[str, Standing]

TOP_BAND = 4
_PART_WAY = 0.5
"""A step towards a band that is not reached yet counts for less than one that reaches it."""


def gains_of(rubric: Rubric, scored: DraftScore, scores: Mapping[str, ElementScore]) -> dict[str, float]:
    """The share of the overall estimate (0 to 1) that the next level of each element could bring.

    Nought for an element that is developed already, bears on no band, or bears only on bands that the program cannot
    tell or that are at the top.
    """
    bands = {score.criterion_id: score.band for score in scored.criteria if score.band is not None}
    judged = [criterion for criterion in rubric.criteria if criterion.id in bands]
    now = {criterion.id: _standings(rubric, criterion, bands[criterion.id], scores) for criterion in judged}
    reached = _overall(rubric, {each: float(band) for each, band in bands.items()})
    gains: dict[str, float] = {}
    for element in rubric.elements:
        nearer = {each.id: _raised_band(each, bands[each.id], now[each.id], element.id) for each in judged}
        gains[element.id] = round((_overall(rubric, nearer) - reached) / 100, 6)
    return gains


def _standings(rubric: Rubric, criterion: Criterion, band: int, scores: Mapping[str, ElementScore]) -> Standings:
    """Where every element stands. An element that the program cannot tell counts as absent, here alone.

    How many sentences develop an element is not in its score: one, or all the evidence where the band asks for more.
    """
    levels = {element.id: _level(scores.get(element.id)) for element in rubric.elements}
    fewest = {each: Standing(level=level, developed_sentences=1) for each, level in levels.items()}
    if band_of(criterion, fewest) >= band:
        return fewest
    return {
        each: Standing(level=level, developed_sentences=len(scores[each].evidence) if each in scores else 0)
        for each, level in levels.items()
    }


def _level(score: ElementScore | None) -> Level:
    return (score.level if score else None) or Level.ABSENT


def _raised_band(criterion: Criterion, band: int, now: Standings, element_id: str) -> float:
    """The band with the element a level up; in between where the next band comes nearer but is not reached."""
    level = now[element_id].level
    if band >= TOP_BAND or level is Level.DEVELOPED:
        return band
    raised = {**now, element_id: Standing(level=Level(level + 1), developed_sentences=1)}
    jump = band_of(criterion, raised) - band_of(criterion, now)
    if jump > 0:
        return min(TOP_BAND, band + jump)
    way = _way_to(band + 1, criterion, raised) - _way_to(band + 1, criterion, now)
    return band + _PART_WAY * max(0.0, way)


def _way_to(band: int, criterion: Criterion, standings: Standings) -> float:
    """How far the levels lead towards a band, from 0 to 1: the mean of its points and of each of its needs."""
    asked = criterion.band_rule.thresholds[band - 1]
    met = [min(1.0, points_of(criterion, standings) / asked) if asked else 1.0]
    for need in criterion.band_rule.needs:
        if need.band <= band:
            least = Level.DEVELOPED if need.level == "developed" else Level.MENTIONED
            held = sum(standings[element_id].level >= least for element_id in need.elements)
            met.append(min(1.0, held / need.count))
    return sum(met) / len(met)


def _overall(rubric: Rubric, bands: Mapping[str, float]) -> float:
    """The overall estimate at these bands, in between allowed; a criterion without one adds nothing."""
    whole = sum(criterion.weight for criterion in rubric.criteria) * TOP_BAND
    share = sum(criterion.weight * bands.get(criterion.id, 0.0) for criterion in rubric.criteria) / whole
    return interpolate(rubric.overall_curve, share)
