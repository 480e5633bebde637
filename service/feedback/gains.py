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
    now = {element.id: _standing(scores.get(element.id)) for element in rubric.elements}
    bands = {score.criterion_id: score.band for score in scored.criteria if score.band is not None}
    reached = _overall(rubric, {each: float(band) for each, band in bands.items()})
    gains: dict[str, float] = {}
    for element_id, standing in now.items():
        if standing.level is Level.DEVELOPED:
            gains[element_id] = 0.0
            continue
        raised = {**now, element_id: _raise(standing)}
        nearer = {
            criterion.id: _raised_band(criterion, bands[criterion.id], now, raised)
            for criterion in rubric.criteria
            if criterion.id in bands
        }
        gains[element_id] = round((_overall(rubric, nearer) - reached) / 100, 6)
    return gains


def _standing(score: ElementScore | None) -> Standing:
    """Where an element stands; one that the program cannot tell counts as absent, here alone."""
    level = (score.level if score else None) or Level.ABSENT
    sentences = len(score.evidence) if score and level is Level.DEVELOPED else 0
    return Standing(level=level, developed_sentences=sentences)


def _raise(standing: Standing) -> Standing:
    level = Level(standing.level + 1)
    return Standing(level=level, developed_sentences=int(level is Level.DEVELOPED))


def _raised_band(criterion: Criterion, band: int, now: Standings, raised: Standings) -> float:
    """The band with the element raised; in between where the next band comes nearer but is not reached."""
    if band >= TOP_BAND:
        return band
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
