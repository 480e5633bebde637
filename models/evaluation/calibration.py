"""Whether the program is right as often as it sounds: judgements by confidence, and accuracy by coverage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.evaluation.agreement import UNTOLD_BAND, UNTOLD_LEVEL
from models.evaluation.bootstrap import Bootstrap, Estimate, FloatArray, estimate
from models.evaluation.marks import Marks
from models.evaluation.measures import ratio
from models.scores import Confidence, DraftScore, Status


class JudgementKind(StrEnum):
    """What is judged."""

    BAND = "bands"
    ELEMENT = "element levels"
    MISCONCEPTION = "misconceptions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement of the program beside the marker's."""

    kind: JudgementKind
    confidence: Confidence
    """`cannot tell` wherever nothing was told."""
    is_right: bool
    """The same band, level or presence as the marker's; where nothing was told, of what counts in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How often judgements of one kind and confidence are right."""

    kind: JudgementKind
    confidence: Confidence
    n: int
    share: float
    """Share of the judgements of the kind that have this confidence."""
    right: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePoint:
    """Accuracy when only judgements of some confidence or more are told."""

    kind: JudgementKind
    least: Confidence
    coverage: float
    accuracy: Estimate


def list_judgements(marks: Marks, scored: DraftScore) -> tuple[Judgement, ...]:
    """Every band, element level and misconception of a script."""
    return (*_bands(marks, scored), *_elements(marks, scored), *_misconceptions(marks, scored))


def _bands(marks: Marks, scored: DraftScore) -> Iterator[Judgement]:
    for one in scored.criteria:
        band, marked = one.band, marks.bands[one.criterion_id]
        yield Judgement(
            kind=JudgementKind.BAND,
            confidence=_confidence(one.confidence, is_told=band is not None),
            is_right=(UNTOLD_BAND if band is None else band) == (UNTOLD_BAND if marked is None else marked),
        )


def _elements(marks: Marks, scored: DraftScore) -> Iterator[Judgement]:
    for one in (*(element for group in scored.criteria for element in group.elements), *scored.support):
        yield Judgement(
            kind=JudgementKind.ELEMENT,
            confidence=_confidence(one.confidence, is_told=one.level is not None),
            is_right=(one.level or UNTOLD_LEVEL) == (marks.elements[one.element_id] or UNTOLD_LEVEL),
        )


def _misconceptions(marks: Marks, scored: DraftScore) -> Iterator[Judgement]:
    for one in scored.misconceptions:
        marked = marks.misconceptions[one.misconception_id]
        yield Judgement(
            kind=JudgementKind.MISCONCEPTION,
            confidence=_confidence(one.confidence, is_told=one.status is not None),
            is_right=(one.status is Status.PRESENT) is (marked is Status.PRESENT),
        )


def _confidence(confidence: Confidence, *, is_told: bool) -> Confidence:
    return confidence if is_told else Confidence.CANNOT_TELL


def measure_reliability(judgements: Sequence[Sequence[Judgement]], *, bootstrap: Bootstrap) -> tuple[Reliability, ...]:
    """A line for each kind and confidence that occurs; `judgements` holds those of a script in each place."""
    tallies = _Tallies.of(judgements, bootstrap)
    lines = []
    for kind in JudgementKind:
        whole = tallies.count(kind, tuple(Confidence))
        for confidence in Confidence:
            n = tallies.count(kind, (confidence,))
            if n:
                right = tallies.accuracy(kind, (confidence,))
                lines.append(Reliability(kind=kind, confidence=confidence, n=n, share=n / whole, right=right))
    return tuple(lines)


def measure_coverage(judgements: Sequence[Sequence[Judgement]], *, bootstrap: Bootstrap) -> tuple[CoveragePoint, ...]:
    """For each kind: only the clear, then the likely too, then all, where what counts stands in for the untold."""
    tallies = _Tallies.of(judgements, bootstrap)
    points = []
    for kind in JudgementKind:
        whole = tallies.count(kind, tuple(Confidence))
        for place, least in enumerate(Confidence, start=1):
            told = tuple(Confidence)[:place]
            n = tallies.count(kind, told)
            if n:
                accuracy = tallies.accuracy(kind, told)
                points.append(CoveragePoint(kind=kind, least=least, coverage=n / whole, accuracy=accuracy))
    return tuple(points)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tallies:
    """Judgements counted by script, drawn again and again."""

    n: Mapping[tuple[JudgementKind, Confidence], FloatArray]
    right: Mapping[tuple[JudgementKind, Confidence], FloatArray]
    """Sums over the scripts of each draw."""

    @classmethod
    def of(cls, judgements: Sequence[Sequence[Judgement]], bootstrap: Bootstrap) -> "_Tallies":
        draws = bootstrap.draw(len(judgements))
        n, right = {}, {}
        for kind in JudgementKind:
            for confidence in Confidence:
                found = [
                    [each.is_right for each in script if each.kind is kind and each.confidence is confidence]
                    for script in judgements
                ]
                n[kind, confidence] = np.array([len(each) for each in found], dtype=float)[draws].sum(axis=1)
                right[kind, confidence] = np.array([sum(each) for each in found], dtype=float)[draws].sum(axis=1)
        return cls(n=n, right=right)

    def count(self, kind: JudgementKind, told: Sequence[Confidence]) -> int:
        return int(sum(self.n[kind, each][0] for each in told))

    def accuracy(self, kind: JudgementKind, told: Sequence[Confidence]) -> Estimate:
        right = np.sum([self.right[kind, each] for each in told], axis=0)
        return estimate(ratio(right, np.sum([self.n[kind, each] for each in told], axis=0)))
