"""How far tutors' bands and the program's agree so far, criterion by criterion. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy import array, isnan

from models.evaluation.measures import quadratic_weighted_kappa
from service.actions.class_results import ClassScript

FEWEST = 10
"""Pairs of bands from which agreement beyond chance is worth saying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """One criterion, or all of them together: how often a tutor gave the program's band."""

    criterion_id: str
    """Empty for all together."""
    name: str
    pairs: int
    exact: float
    adjacent: float
    """The share at most one band apart."""
    lean: float
    """The program's bands less the tutors', on average: above 0 where the program is more generous."""
    kappa: float | None
    """Quadratic weighted kappa; None for too few pairs, or where it is not defined."""


def measure_agreement(scripts: Sequence[ClassScript]) -> tuple[AgreementRow, ...]:
    """A row for each criterion on which a tutor gave a band that the program gave as well, and one for all."""
    pairs: dict[str, list[tuple[int, int]]] = {}
    names: dict[str, str] = {}
    for script in scripts:
        for criterion in script.report.criteria if script.report else ():
            given = script.bands.get(criterion.criterion_id)
            if given is not None and criterion.band is not None:
                names[criterion.criterion_id] = criterion.name
                pairs.setdefault(criterion.criterion_id, []).append((criterion.band, given))
    rows = [_row(key, names[key], found) for key, found in sorted(pairs.items())]
    together = [pair for found in pairs.values() for pair in found]
    return (*rows, _row("", "", together)) if len(rows) > 1 else tuple(rows)


def _row(criterion_id: str, name: str, pairs: Sequence[tuple[int, int]]) -> AgreementRow:
    gaps = [machine - given for machine, given in pairs]
    return AgreementRow(
        criterion_id=criterion_id,
        name=name,
        pairs=len(pairs),
        exact=sum(gap == 0 for gap in gaps) / len(pairs),
        adjacent=sum(abs(gap) <= 1 for gap in gaps) / len(pairs),
        lean=sum(gaps) / len(pairs),
        kappa=_kappa(pairs) if len(pairs) >= FEWEST else None,
    )


def _kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    machine, given = array(pairs, dtype=float).T
    found = float(quadratic_weighted_kappa(machine, given))
    return None if isnan(found) else found
