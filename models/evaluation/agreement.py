"""Agreement between two sets of marks of the same scripts: human-machine, or human-human as its ceiling."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.evaluation.bootstrap import Bootstrap, Draws, Estimate, FloatArray, estimate
from models.evaluation.marks import Marks
from models.evaluation.measures import (
    adjacent_agreement,
    correlation,
    exact_agreement,
    f1_score,
    mean_absolute_error,
    mean_difference,
    mean_where_defined,
    quadratic_weighted_kappa,
    sd_ratio,
    standardized_mean_difference,
)
from models.scores import Status
from rubric.schema import Rubric

UNTOLD_BAND = 2
"""What a band counts as that could not be told: the middle of the scale, so abstaining is never free."""
UNTOLD_LEVEL = 0
UNTOLD_OVERALL = 50
_DEVELOPED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BandAgreement:
    """Agreement on the bands of a marking point, or the mean of all of them."""

    qwk: Estimate
    exact: Estimate
    adjacent: Estimate
    r: Estimate
    smd: Estimate
    """Standardized mean difference: how much more the second gives, in standard deviations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementAgreement:
    """Agreement on the levels of an element."""

    qwk: Estimate
    f1: Estimate
    """Agreement on whether it is there at all."""
    support: int
    """Scripts in which the first marker saw it."""
    developed: int
    """Scripts in which the first marker saw it developed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MisconceptionAgreement:
    """Agreement on whether a misconception is present."""

    f1: Estimate
    support: int
    """Scripts in which the first marker saw it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallAgreement:
    """Agreement on the overall figure from 0 to 100."""

    qwk: Estimate
    r: Estimate
    mean_absolute_error: Estimate
    mean_difference: Estimate
    smd: Estimate
    sd_ratio: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement of a second set of marks with a first on n scripts."""

    n: int
    coverage: float
    """Share of judgements that the second does not leave untold."""
    bands: Mapping[str, BandAgreement]
    band_mean: BandAgreement
    elements: Mapping[str, ElementAgreement]
    element_qwk_mean: Estimate
    element_f1_mean: Estimate
    """Means over the elements on which the measure is defined."""
    misconceptions: Mapping[str, MisconceptionAgreement]
    misconception_f1_mean: Estimate
    overall: OverallAgreement
    on_topic: Estimate


def coverage_of(marks: Marks) -> float:
    """Share of the bands, elements and misconceptions that are told, from 0 to 1."""
    judged = (*marks.bands.values(), *marks.elements.values(), *marks.misconceptions.values())
    return sum(value is not None for value in judged) / len(judged)


def measure_agreement(
    rubric: Rubric, first: Sequence[Marks], second: Sequence[Marks], *, bootstrap: Bootstrap
) -> Agreement:
    """How far `second` agrees with `first`, script by script in the same order; there must be at least one script.

    What is untold counts as the marking guide says: band 2, element absent, misconception absent, overall 50.
    """
    sides = _Sides(first=first, second=second, draws=bootstrap.draw(len(first)))
    bands = {criterion.id: _band_values(sides, criterion.id) for criterion in rubric.criteria}
    elements = {element.id: _element_values(sides, element.id) for element in rubric.elements}
    misconceptions = {each.id: _misconception_values(sides, each.id) for each in rubric.misconceptions}
    on_topic = sides.draw(lambda marks: bool(marks.on_topic))
    return Agreement(
        n=len(first),
        coverage=float(np.mean([coverage_of(marks) for marks in second])),
        bands={each: BandAgreement(**_estimates(values)) for each, values in bands.items()},
        band_mean=BandAgreement(**_estimates(_mean_values(list(bands.values())))),
        elements={each: _element_agreement(first, each, values) for each, values in elements.items()},
        element_qwk_mean=_mean_estimate([values["qwk"] for values in elements.values()]),
        element_f1_mean=_mean_estimate([values["f1"] for values in elements.values()]),
        misconceptions={
            each: MisconceptionAgreement(
                f1=estimate(values), support=sum(marks.misconceptions[each] is Status.PRESENT for marks in first)
            )
            for each, values in misconceptions.items()
        },
        misconception_f1_mean=_mean_estimate(list(misconceptions.values())),
        overall=_overall_agreement(sides),
        on_topic=estimate(exact_agreement(*on_topic)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """Two markers and the draws of scripts on which they are compared."""

    first: Sequence[Marks]
    second: Sequence[Marks]
    draws: Draws

    def draw(self, mark_of: Callable[[Marks], float]) -> tuple[FloatArray, FloatArray]:
        """One judgement by both markers, a row for each draw."""
        first = np.array([mark_of(marks) for marks in self.first], dtype=float)
        second = np.array([mark_of(marks) for marks in self.second], dtype=float)
        return first[self.draws], second[self.draws]


def _told(mark: float | None, untold: float) -> float:
    return untold if mark is None else mark


def _band_values(sides: _Sides, criterion_id: str) -> dict[str, FloatArray]:
    first, second = sides.draw(lambda marks: _told(marks.bands[criterion_id], UNTOLD_BAND))
    return {
        "qwk": quadratic_weighted_kappa(first, second),
        "exact": exact_agreement(first, second),
        "adjacent": adjacent_agreement(first, second),
        "r": correlation(first, second),
        "smd": standardized_mean_difference(first, second),
    }


def _element_values(sides: _Sides, element_id: str) -> dict[str, FloatArray]:
    first, second = sides.draw(lambda marks: _told(marks.elements[element_id], UNTOLD_LEVEL))
    return {"qwk": quadratic_weighted_kappa(first, second), "f1": f1_score(first > 0, second > 0)}


def _misconception_values(sides: _Sides, misconception_id: str) -> FloatArray:
    first, second = sides.draw(lambda marks: marks.misconceptions[misconception_id] is Status.PRESENT)
    return f1_score(first > 0, second > 0)


def _element_agreement(first: Sequence[Marks], element_id: str, values: Mapping[str, FloatArray]) -> ElementAgreement:
    levels = [marks.elements[element_id] or 0 for marks in first]
    return ElementAgreement(
        **_estimates(values),
        support=sum(level > 0 for level in levels),
        developed=sum(level == _DEVELOPED for level in levels),
    )


def _overall_agreement(sides: _Sides) -> OverallAgreement:
    first, second = sides.draw(lambda marks: _told(marks.overall, UNTOLD_OVERALL))
    return OverallAgreement(
        qwk=estimate(quadratic_weighted_kappa(first, second)),
        r=estimate(correlation(first, second)),
        mean_absolute_error=estimate(mean_absolute_error(first, second)),
        mean_difference=estimate(mean_difference(first, second)),
        smd=estimate(standardized_mean_difference(first, second)),
        sd_ratio=estimate(sd_ratio(first, second)),
    )


def _estimates(values: Mapping[str, FloatArray]) -> dict[str, Estimate]:
    return {name: estimate(each) for name, each in values.items()}


def _mean_values(values: Sequence[Mapping[str, FloatArray]]) -> dict[str, FloatArray]:
    """The mean over the marking points; NaN where it is not defined for one of them."""
    return {name: np.mean(np.stack([each[name] for each in values], axis=-1), axis=-1) for name in values[0]}


def _mean_estimate(values: Sequence[FloatArray]) -> Estimate:
    if not values:
        return Estimate(value=np.nan, low=np.nan, high=np.nan)
    return estimate(mean_where_defined(np.stack(values, axis=-1)))
