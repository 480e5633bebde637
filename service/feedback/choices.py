"""Which evidence to quote: the best that is not quoted already, so that no words of the draft are shown twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.evidence import EvidenceSpan
from models.scores import CriterionScore, DraftScore, ElementScore, Level, Status
from rubric.schema import Rubric
from service.feedback.quotes import focus_of

Carrier = tuple[EvidenceSpan, tuple[str, ...]]
"""Evidence, and the elements it bears on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The evidence to quote for a criterion or a misconception."""

    span: EvidenceSpan | None
    focus: frozenset[str] = frozenset()
    """Openings of the words for which the evidence counts."""
    quoted_under: str = ""
    """Where the only evidence is quoted already; empty when it is not."""


def choose_evidence(rubric: Rubric, scored: DraftScore, scores: Mapping[str, ElementScore]) -> Mapping[str, Choice]:
    """A choice for each criterion and each misconception that is present, by id.

    Misconceptions choose first: they rest on fewer sentences than a criterion does.
    """
    choices: dict[str, Choice] = {}
    for misconception in scored.misconceptions:
        if misconception.status is Status.PRESENT:
            carriers: list[Carrier] = [(span, ()) for span in misconception.evidence]
            choices[misconception.misconception_id] = _choose(carriers, choices, rubric)
    for criterion in scored.criteria:
        choices[criterion.criterion_id] = _choose(_ranked(criterion, scores), choices, rubric)
    return choices


def _ranked(criterion: CriterionScore, scores: Mapping[str, ElementScore]) -> list[Carrier]:
    """The criterion's evidence, what carries most of its elements first; then in the order the engine gave it."""
    carried: dict[tuple[int, int], list[ElementScore]] = {}
    for score in (scores[one.element_id] for one in criterion.elements):
        for span in score.evidence if score.level else ():
            carried.setdefault((span.start_char, span.end_char), []).append(score)
    every = [*criterion.evidence, *(span for one in criterion.elements if one.level for span in one.evidence)]
    spans = list({(span.start_char, span.end_char): span for span in every}.items())
    weighed = [(span, carried.get(place, [])) for place, span in spans]
    weighed.sort(key=lambda pair: -sum(score.level or Level.ABSENT for score in pair[1]))
    return [(span, tuple(score.element_id for score in found)) for span, found in weighed]


def _choose(ranked: Sequence[Carrier], taken: Mapping[str, Choice], rubric: Rubric) -> Choice:
    for span, element_ids in ranked:
        if _holder(span, taken) is None:
            focus = [focus_of(rubric.element(element_id)) for element_id in element_ids]
            return Choice(span=span, focus=frozenset().union(*focus))
    holders: Iterable[str | None] = (_holder(span, taken) for span, _ in ranked)
    return Choice(span=None, quoted_under=next((one for one in holders if one), ""))


def _holder(span: EvidenceSpan, taken: Mapping[str, Choice]) -> str | None:
    """Under which id words of the span are quoted already; None when they are not."""
    for subject_id, choice in taken.items():
        other = choice.span
        if other is not None and span.start_char < other.end_char and other.start_char < span.end_char:
            return subject_id
    return None
