"""Whether a draft is about the rubric's subject."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum, auto

from models.evidence import Evidence, EvidenceKind, PartKind
from models.scoring.contexts import contexts_of
from models.scoring.features import tabulate
from models.scoring.focus import Focus, places_in
from models.scoring.judge import Judge, judge_sentences
from models.scoring.network import read_again
from models.scoring.rules import supports_of
from rubric.schema import Rubric

_SHORT_WORDS = 120
_LONG_WORDS = 350
_IDEAS_PER_100 = ((4, 3.05), (6, 2.4))
"""With fewer different ideas than the first, so many ideas are needed in a hundred words."""
_IDEAS_BEYOND_DOUBT, _IDEAS_THAT_SUFFICE = 8, 6
"""Different ideas named from which on a draft is about the subject, doubtless or for all that its sentences say."""
_TOPIC_WORTH = 3
_KEY_CONCEPT_WORTH = 3
_LIKELY = 0.5
_FEWEST_CONCEPTS = 2
"""Different concepts that the sentences of a draft must speak of that names some ideas, but few."""
_TELLING, _TELLING_IN_FEW_WORDS = 6.5, 3.0
"""Sentences in a hundred words that speak of the subject without its words, times the different concepts that they
speak of, from which on a draft that hardly names an idea is about it."""
_FEW_WORDS = 200
_SHARE_IN_DOUBT = 0.25
"""Share of the concepts up to which a long draft of few ideas is hardly about the subject."""


class Topic(Enum):
    """Whether a draft is about the rubric's subject."""

    OURS = auto()
    IN_DOUBT = auto()
    """It is read as if it were ours, and a person should know."""
    OTHER = auto()


def read_topic(rubric: Rubric, evidence: Evidence, judge: Judge | None) -> Topic:
    """Whether the draft is about the rubric's subject: by its words, and by what its sentences say.

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
        return Topic.OTHER
    is_named, named = _names_enough(evidence, ideas, count), len(set(ideas))
    if judge is None or (is_named and (named >= _IDEAS_BEYOND_DOUBT or evidence.words < _SHORT_WORDS)):
        return Topic.OURS if is_named else Topic.OTHER
    telling, concepts = _what_it_says(rubric, evidence, judge, core)
    if is_named:
        is_ours = named >= _IDEAS_THAT_SUFFICE or concepts >= _FEWEST_CONCEPTS
    else:
        least = _TELLING_IN_FEW_WORDS if evidence.words < _FEW_WORDS else _TELLING
        is_ours = telling * concepts >= least * evidence.words / 100
    if is_ours and evidence.words >= _LONG_WORDS and concepts <= _SHARE_IN_DOUBT * len(core):
        return Topic.IN_DOUBT
    return Topic.OURS if is_ours else Topic.OTHER


def _core(rubric: Rubric) -> frozenset[str]:
    """The concepts of the marking points: judging, recommending and the like belong to any subject."""
    return frozenset(each.id for criterion in rubric.criteria for each in criterion.elements if each.judge == "concept")


def _names_enough(evidence: Evidence, ideas: Sequence[str | None], count: Mapping[EvidenceKind, int]) -> bool:
    if evidence.words < _SHORT_WORDS and ideas:
        return True
    weight = len(ideas) + _TOPIC_WORTH * count[EvidenceKind.TOPIC]
    return not any(len(set(ideas)) < most and weight < least * evidence.words / 100 for most, least in _IDEAS_PER_100)


def _what_it_says(rubric: Rubric, evidence: Evidence, judge: Judge, core: frozenset[str]) -> tuple[int, int]:
    """How many sentences are likely to earn one of the core, named or not, and how many of the core they earn."""
    contexts = contexts_of(evidence.sentences)
    focus = Focus(rubric, contexts)
    table = tabulate(rubric, contexts, supports_of(rubric, contexts, focus), focus)
    chances = read_again(judge.again, table, judge_sentences(judge.sentences, table))
    likely = chances.elements[:, places_in(rubric, core), 0] > _LIKELY
    return int(likely.any(axis=1).sum()), int(likely.any(axis=0).sum())
