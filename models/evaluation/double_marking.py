"""What two human marks of a script allow: how true the machine's scores are, and what is lost beside a second human.

Measures and names follow RSMTool (proportional reduction in mean squared error; degradation).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.evaluation.agreement import UNTOLD_BAND, UNTOLD_OVERALL, Agreement
from models.evaluation.marks import Marks
from models.evaluation.measures import FloatArray
from rubric.schema import Rubric

OVERALL = "overall"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueScore:
    """How well the machine's scores tell the true score, which the marks of humans give with some error."""

    criterion_id: str
    """Id of a marking point, or `overall`."""
    n: int
    """Scripts with at least one human mark."""
    marked_twice: int
    error_variance: float
    """Variance of the errors of one human mark."""
    prmse: float
    """Proportional reduction in mean squared error: 1 is perfect; NaN where the humans' true scores never vary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Degradation:
    """What is lost when the machine takes the second human's place; below 0 where it agrees less."""

    criterion_id: str
    qwk: float
    r: float
    exact: float | None
    """None for the overall figure, which has no bands."""


def measure_true_scores(
    rubric: Rubric, first: Mapping[str, Marks], second: Mapping[str, Marks], machine: Mapping[str, Marks]
) -> tuple[TrueScore, ...]:
    """A line for each marking point and for the overall figure; empty where no script was marked twice."""
    if not first.keys() & second.keys():
        return ()
    script_ids = sorted(first.keys() & machine.keys())
    names = [*(criterion.id for criterion in rubric.criteria), OVERALL]
    return tuple(_true_score(name, script_ids, first, second, machine) for name in names)


def measure_degradation(human_human: Agreement, human_machine: Agreement) -> tuple[Degradation, ...]:
    """Human-machine minus human-human, both on the scripts that were marked twice."""
    bands = [
        Degradation(
            criterion_id=criterion_id,
            qwk=machine.qwk.value - human_human.bands[criterion_id].qwk.value,
            r=machine.r.value - human_human.bands[criterion_id].r.value,
            exact=machine.exact.value - human_human.bands[criterion_id].exact.value,
        )
        for criterion_id, machine in human_machine.bands.items()
    ]
    ours, theirs = human_machine.overall, human_human.overall
    overall = Degradation(
        criterion_id=OVERALL, qwk=ours.qwk.value - theirs.qwk.value, r=ours.r.value - theirs.r.value, exact=None
    )
    return (*bands, overall)


def _true_score(
    name: str,
    script_ids: Sequence[str],
    first: Mapping[str, Marks],
    second: Mapping[str, Marks],
    machine: Mapping[str, Marks],
) -> TrueScore:
    human = np.array(
        [[_mark(first[each], name), _mark(second[each], name) if each in second else np.nan] for each in script_ids]
    )
    scores = np.array([_mark(machine[each], name) for each in script_ids])
    error_variance = variance_of_errors(human)
    return TrueScore(
        criterion_id=name,
        n=len(script_ids),
        marked_twice=int(np.sum(~np.isnan(human[:, 1]))),
        error_variance=error_variance,
        prmse=prmse(scores, human, error_variance=error_variance),
    )


def _mark(marks: Marks, name: str) -> float:
    if name == OVERALL:
        return UNTOLD_OVERALL if marks.overall is None else marks.overall
    band = marks.bands[name]
    return UNTOLD_BAND if band is None else band


def variance_of_errors(human: FloatArray) -> float:
    """Variance of the errors of one human mark, from the scripts with several; a row a script, NaN for no mark."""
    told = np.sum(~np.isnan(human), axis=1)
    several = human[told > 1]
    squares = np.nansum((several - np.nanmean(several, axis=1, keepdims=True)) ** 2)
    return float(squares / np.sum(told[told > 1] - 1))


def prmse(scores: FloatArray, human: FloatArray, *, error_variance: float) -> float:
    """Proportional reduction in mean squared error when the scores stand for the true score, 1 at best.

    Scripts count by their number of human marks (Loukina and others, 2020, as in RSMTool).
    """
    told = np.sum(~np.isnan(human), axis=1)
    total = np.sum(told)
    means = np.nanmean(human, axis=1)
    between = np.sum(told * (means - np.nanmean(human)) ** 2) - (len(human) - 1) * error_variance
    true_variance = between / (total - np.sum(told**2) / total)
    gap = (np.sum(told * (means - scores) ** 2) - len(human) * error_variance) / total
    return float(1 - gap / true_variance) if true_variance > 0 else np.nan
