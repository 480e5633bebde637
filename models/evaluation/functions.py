"""What sentences do: cues and models beside the sentence labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.evaluation.measures import f1_score
from models.evidence import Function

Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionAgreement:
    """How often a function of sentences is told as the labels have it."""

    function: Function
    support: int
    """Sentences labelled with it."""
    models: float
    """F1 of models that never saw the sentence's writer, from 0 to 1."""
    cues: float
    """F1 of the cues, from 0 to 1."""


def measure_functions(
    functions: Sequence[Function], labelled: Truth, models: Truth, cues: Truth
) -> Iterator[FunctionAgreement]:
    """One agreement a function. Every table is sentence by function."""
    figures = zip(labelled.sum(axis=0), f1_score(labelled.T, models.T), f1_score(labelled.T, cues.T), strict=True)
    for function, (support, learned, by_cue) in zip(functions, figures, strict=True):
        yield FunctionAgreement(function=function, support=int(support), models=float(learned), cues=float(by_cue))
