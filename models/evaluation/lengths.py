"""Whether length moves the scores: the overall figure's error beside the number of words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.evaluation.agreement import UNTOLD_OVERALL
from models.evaluation.bootstrap import Bootstrap, Estimate, estimate
from models.evaluation.marks import Marks
from models.evaluation.measures import correlation


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptError:
    """How far the overall figure of a script is off."""

    script_id: str
    words: int
    mark: float
    score: float

    @property
    def error(self) -> float:
        """Score minus mark."""
        return self.score - self.mark


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthBias:
    """How the error goes with length over all scripts."""

    scripts: tuple[ScriptError, ...]
    """From short to long."""
    with_score: Estimate
    """Pearson r of words and score."""
    with_mark: Estimate
    """Pearson r of words and human mark, for comparison."""
    with_error: Estimate
    """Pearson r of words and error: above 0 where length is rewarded more than markers do."""
    with_gap: Estimate
    """Pearson r of words and the size of the error."""


def measure_length_bias(
    marked: Mapping[str, Marks], machine: Mapping[str, Marks], words: Mapping[str, int], *, bootstrap: Bootstrap
) -> LengthBias:
    """Over the scripts whose number of words is known, of which there must be one at least."""
    scripts = sorted(
        (
            ScriptError(
                script_id=script_id,
                words=count,
                mark=_overall(marked[script_id]),
                score=_overall(machine[script_id]),
            )
            for script_id, count in words.items()
        ),
        key=lambda each: (each.words, each.script_id),
    )
    draws = bootstrap.draw(len(scripts))

    def with_words(values: Sequence[float]) -> Estimate:
        lengths = np.array([each.words for each in scripts], dtype=float)
        return estimate(correlation(lengths[draws], np.array(values, dtype=float)[draws]))

    return LengthBias(
        scripts=tuple(scripts),
        with_score=with_words([each.score for each in scripts]),
        with_mark=with_words([each.mark for each in scripts]),
        with_error=with_words([each.error for each in scripts]),
        with_gap=with_words([abs(each.error) for each in scripts]),
    )


def _overall(marks: Marks) -> float:
    return UNTOLD_OVERALL if marks.overall is None else marks.overall
