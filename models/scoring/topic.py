"""Whether a draft is about the rubric's subject."""

from collections import Counter
from collections.abc import Mapping, Sequence

from models.evidence import Evidence, EvidenceKind, PartKind
from models.scoring.contexts import contexts_of
from models.scoring.features import tabulate
from models.scoring.focus import Focus
from models.scoring.judge import Judge, judge_sentences
from models.scoring.network import read_again
from models.scoring.rules import supports_of
from rubric.schema import Rubric

_SHORT_WORDS = 120
_IDEAS_PER_100 = ((4, 3.05), (6, 2.4))
"""With fewer different ideas than the first, so many ideas are needed in a hundred words."""
_TOPIC_WORTH = 3
_KEY_CONCEPT_WORTH = 3
_LIKELY = 0.5
_TELLING_PER_100 = 2.0
"""Sentences in a hundred words that speak of the subject without its words, from which on a draft is about it."""


def is_on_topic(rubric: Rubric, evidence: Evidence, judge: Judge | None) -> bool:
    """Whether the draft is about the rubric's subject: by its words, or by what its sentences say.

    A draft that is mostly about topics that earn nothing is not, whatever it says. Without trained models words decide.
    """
    spans = [
        span
        for sentence in evidence.sentences
        for span in sentence.spans
        if not span.weak and sentence.part is not PartKind.REFERENCES
    ]
    core = _core(rubric)
    ideas = [span.element_id for span in spans if span.element_id in core]
    count = Counter(span.kind for span in spans)
    if _KEY_CONCEPT_WORTH * count[EvidenceKind.KEY_CONCEPT] > len(ideas) + count[EvidenceKind.TOPIC]:
        return False
    return _names_enough(evidence, ideas, count) or (judge is not None and _says_enough(rubric, evidence, judge))


def _core(rubric: Rubric) -> frozenset[str]:
    """The concepts of the marking points: judging, recommending and the like belong to any subject."""
    return frozenset(each.id for criterion in rubric.criteria for each in criterion.elements if each.judge == "concept")


def _names_enough(evidence: Evidence, ideas: Sequence[str | None], count: Mapping[EvidenceKind, int]) -> bool:
    if evidence.words < _SHORT_WORDS and ideas:
        return True
    weight = len(ideas) + _TOPIC_WORTH * count[EvidenceKind.TOPIC]
    return not any(len(set(ideas)) < most and weight < least * evidence.words / 100 for most, least in _IDEAS_PER_100)


def _says_enough(rubric: Rubric, evidence: Evidence, judge: Judge) -> bool:
    """Whether enough sentences are likely to earn one of the concepts, named or not."""
    contexts = contexts_of(evidence.sentences)
    focus = Focus(rubric, contexts)
    table = tabulate(rubric, contexts, supports_of(rubric, contexts, focus), focus)
    core = _core(rubric)
    places = [place for place, element in enumerate(rubric.elements) if element.id in core]
    chances = read_again(judge.again, table, judge_sentences(judge.sentences, table))
    likely = chances.elements[:, places, 0] > _LIKELY
    return bool(likely.any(axis=1).sum() >= _TELLING_PER_100 * evidence.words / 100)
