"""A rubric tried out: what fires in a text and by which words, and where it judges otherwise than people did."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.evidence import Evidence, EvidenceSpan, Sentence
from models.lexicon_use import entries_behind
from models.scores import DraftScore, ElementScore
from rubric.schema import Element, Lexicon, Rubric

LEVELS = ("absent", "mentioned", "developed")
_LISTS = ("terms", "phrases", "abbreviations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """Words of a text that a lexicon matched."""

    words: str
    before: str
    """The sentence up to them, and after them the rest."""
    after: str
    entries: tuple[str, ...]
    """The entries behind it; empty where it is not told which."""
    negated: bool
    weak: bool
    counts: bool
    """False in headings, references, copied or repeated text, which earn nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementTrial:
    """What one element made of a text. `level` is None where the program cannot tell."""

    element_id: str
    name: str
    level: str | None
    reason: str
    firings: tuple[Firing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a rubric made of a text, element by element in rubric order."""

    judgeable: bool
    reason: str
    elements: tuple[ElementTrial, ...]

    @property
    def fired(self) -> tuple[ElementTrial, ...]:
        """The elements that matched something."""
        return tuple(one for one in self.elements if one.firings)

    @property
    def silent(self) -> tuple[ElementTrial, ...]:
        """The elements that matched nothing."""
        return tuple(one for one in self.elements if not one.firings)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """A text and the levels that people gave its elements."""

    label: str
    text: str
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disparity:
    """A script in which an element was judged otherwise than by people."""

    label: str
    people: str
    program: str
    words: tuple[str, ...]
    """What fired there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementTest:
    """How an element fared on marked scripts. It is compared by whether it is there at all, then by how deep."""

    element_id: str
    name: str
    judged: int
    same: int
    missed: tuple[Disparity, ...]
    """People found it, the program did not."""
    unfounded: tuple[Disparity, ...]
    """The program found it, people did not."""
    depth: tuple[Disparity, ...]
    """Both found it, at another level."""
    unused: tuple[str, ...]
    """Entries that matched nothing in any of the scripts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricTest:
    """A rubric on marked scripts."""

    scripts: int
    elements: tuple[ElementTest, ...]

    @property
    def judged(self) -> int:
        """Judgements that were compared."""
        return sum(one.judged for one in self.elements)

    @property
    def same(self) -> int:
        """Those that were the same."""
        return sum(one.same for one in self.elements)


def describe_trial(rubric: Rubric, evidence: Evidence, score: DraftScore) -> Trial:
    """What a rubric made of a text."""
    scores = {one.element_id: one for criterion in score.criteria for one in criterion.elements}
    scores |= {one.element_id: one for one in score.support}
    spans: dict[str, list[tuple[Sentence, EvidenceSpan]]] = defaultdict(list)
    for sentence in evidence.sentences:
        for span in sentence.spans:
            spans[span.element_id or ""].append((sentence, span))
    return Trial(
        judgeable=score.judgeable,
        reason=score.reason,
        elements=tuple(
            _element(element, scores.get(element.id), spans[element.id], evidence.text) for element in rubric.elements
        ),
    )


def compare_with_people(rubric: Rubric, tried: Sequence[tuple[MarkedText, Trial]]) -> RubricTest:
    """How the elements fared on scripts that people marked; what either cannot tell is left out."""
    cases: dict[str, list[Disparity]] = defaultdict(list)
    entries: dict[str, set[str]] = defaultdict(set)
    for marked, trial in tried:
        for one in trial.elements:
            entries[one.element_id].update(entry for firing in one.firings for entry in firing.entries)
            people = marked.levels.get(one.element_id)
            if people is not None and one.level is not None:
                words = tuple(dict.fromkeys(firing.words for firing in one.firings if firing.counts))
                cases[one.element_id].append(
                    Disparity(label=marked.label, people=people, program=one.level, words=words)
                )
    return RubricTest(
        scripts=len(tried),
        elements=tuple(_test(one, cases[one.id], entries[one.id]) for one in rubric.elements),
    )


def _element(
    element: Element, score: ElementScore | None, spans: Iterable[tuple[Sentence, EvidenceSpan]], text: str
) -> ElementTrial:
    return ElementTrial(
        element_id=element.id,
        name=element.name,
        level=LEVELS[score.level] if score is not None and score.level is not None else None,
        reason=score.reason if score is not None else "",
        firings=tuple(_firing(element.lexicon, sentence, span, text) for sentence, span in spans),
    )


def _firing(lexicon: Lexicon, sentence: Sentence, span: EvidenceSpan, text: str) -> Firing:
    words = text[span.start_char : span.end_char]
    return Firing(
        words=words,
        before=text[sentence.start_char : span.start_char],
        after=text[span.end_char : sentence.end_char],
        entries=entries_behind(lexicon, words),
        negated=span.negated,
        weak=span.weak,
        counts=sentence.creditable,
    )


def _test(element: Element, cases: Sequence[Disparity], used: set[str]) -> ElementTest:
    absent = LEVELS[0]
    differing = [one for one in cases if one.people != one.program]
    listed = [entry for key in _LISTS for entry in getattr(element.lexicon, key)]
    return ElementTest(
        element_id=element.id,
        name=element.name,
        judged=len(cases),
        same=len(cases) - len(differing),
        missed=tuple(one for one in differing if one.program == absent),
        unfounded=tuple(one for one in differing if one.people == absent),
        depth=tuple(one for one in differing if absent not in {one.people, one.program}),
        unused=tuple(entry for entry in listed if entry not in used),
    )
