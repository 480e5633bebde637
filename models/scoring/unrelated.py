"""Whether a paragraph of a draft is about something else: another text pasted in, or words that say nothing.

A paragraph's words tell most of the subject's paragraphs apart. What they leave open is held against those, since an
answer stays with its operation, and is read by the sentence encoder. What is surely about something else earns nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.encoder import vector_of
from models.evidence import Evidence, EvidenceKind, EvidenceSpan, Sentence
from models.meaning import numbers_of
from models.resources import load_words
from models.scoring.features import Matrix

_LEAST_WORDS = 20
"""Shorter paragraphs say too little to tell."""
_LEAST_DRAFT = 150
"""Words below which a draft is not taken apart."""
_MOSTLY = 0.6
"""Share of a draft's words from which on it is no answer at all."""
OPEN = -2.0
"""Log-odds by words alone below which a paragraph is surely about the subject; one in ten is above."""
_FAR_BELOW = -99.0
_LIKELIER = 1.5
"""Log-odds by which others are likelier to be about something else too where one surely is."""
_MEANING_WEIGHT, _VECTOR_WEIGHT, _TIES_WEIGHT = 8.0, 3.0, 3.0
"""Bring the numbers of a meaning, of a vector and of ties near the size of the shares."""
_SHORT_WORD = 3
"""Letters up to which a word is too common to tie anything."""
_MANY_SHARED = 10
"""Particular words that a paragraph needs to share at most, however many it has."""
TIES = 4
"""How many numbers `ties_to` gives."""
_FEW_IDEAS = 2
_LONG_PARAGRAPH = 60
_OF_THE_SUBJECT = frozenset({EvidenceKind.CONCEPT, EvidenceKind.TOPIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrelated:
    """Log-odds that a paragraph is about something else, as weights."""

    by_words: Matrix
    """Of the numbers of `traits_of`."""
    by_words_bias: float
    weights: Matrix
    """Of the numbers of `traits_of`, after them of those of `vector_numbers` and of `ties_to`."""
    bias: float
    threshold: float
    """Log-odds from which on a paragraph earns nothing."""

    def beyond(self, paragraphs: Sequence[Sequence[Sentence]], text: str) -> Sequence[float]:
        """How many log-odds beyond the threshold each paragraph of the draft `text` is; far below if it is not open."""
        traits = [traits_of(each) for each in paragraphs]
        is_open = [float(each @ self.by_words) + self.by_words_bias >= OPEN for each in traits]
        rest = [sentence for place in backbone(paragraphs, is_open) for sentence in paragraphs[place]]

        def read(paragraph: Sequence[Sentence], mine: Matrix) -> float:
            numbers = np.concatenate([mine, vector_numbers(prose_of(paragraph, text)), ties_to(rest, paragraph)])
            return float(numbers @ self.weights + self.bias) - self.threshold

        return [
            read(paragraph, mine) if open_ else _FAR_BELOW
            for paragraph, mine, open_ in zip(paragraphs, traits, is_open, strict=True)
        ]


def paragraphs_to_tell(sentences: Sequence[Sentence]) -> Sequence[Sequence[int]]:
    """Places of the creditable sentences of each paragraph that is long enough to tell what it is about."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(sentences):
        if each.creditable:
            found[each.paragraph].append(place)
    return [places for places in found.values() if _words(sentences[at] for at in places) >= _LEAST_WORDS]


def traits_of(paragraph: Sequence[Sentence]) -> Matrix:
    """What the words of a paragraph show of its subject, as numbers."""
    words = max(_words(paragraph), 1)
    spans = [span for each in paragraph for span in each.spans if span.kind in _OF_THE_SUBJECT]
    terms = sum(not span.weak for span in spans)
    signals = [each.signals for each in paragraph]
    return np.concatenate(
        [
            _MEANING_WEIGHT * _meaning_of(paragraph),
            [
                10 * terms / words,
                10 * len(spans) / words,
                terms == 0,
                len(spans) <= _FEW_IDEAS,
                sum(each.specific for each in signals) / words,
                sum(each.content for each in signals) / words,
                5 * sum(each.figures for each in signals) / words,
                3 * sum(each.past for each in signals) / words,
                3 * sum(each.own for each in signals) / words,
                3 * sum(each.names for each in signals) / words,
                words > _LONG_PARAGRAPH,
            ],
        ]
    )


def backbone(paragraphs: Sequence[Sequence[Sentence]], is_open: Sequence[bool]) -> Sequence[int]:
    """Places of the paragraphs of a draft that are surely about the subject; none where they are its lesser half."""
    sure = [place for place, open_ in enumerate(is_open) if not open_]
    words = [_words(paragraph) for paragraph in paragraphs]
    return sure if 2 * sum(words[place] for place in sure) >= sum(words) else ()


def ties_to(rest: Sequence[Sentence], paragraph: Sequence[Sentence]) -> Matrix:
    """What a paragraph shares with the rest of its draft, as `TIES` numbers; all 0 where there is no rest."""
    if not rest:
        return np.zeros(TIES)
    mine, theirs = _particular_words(paragraph), _particular_words(rest)
    one, other = _meaning_of(paragraph), _meaning_of(rest)
    sizes = float(np.linalg.norm(one) * np.linalg.norm(other))
    shared = len(mine & theirs)
    likeness = float(one @ other) / sizes if sizes else 0.0
    shares = [shared / max(len(mine), 1), shared / min(max(len(mine), 1), _MANY_SHARED)]
    return np.array([*shares, likeness, 1.0]) * _TIES_WEIGHT


def _particular_words(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The plain forms of longer words that not every answer on management could hold."""
    words = {word for each in sentences for word in each.words if len(word) > _SHORT_WORD and word.isalpha()}
    return frozenset(words - load_words("general_words"))


def _meaning_of(sentences: Sequence[Sentence]) -> Matrix:
    """The mean meaning, each sentence by its words."""
    lengths = np.array([each.signals.words for each in sentences], dtype=float)
    mean: Matrix = (lengths @ numbers_of(each.meaning for each in sentences)) / max(lengths.sum(), 1.0)
    return mean


def vector_numbers(prose: str) -> Matrix:
    """What the encoder makes of a paragraph, as numbers of the size of the traits."""
    return _VECTOR_WEIGHT * vector_of(prose).astype(float)


def prose_of(paragraph: Sequence[Sentence], text: str) -> str:
    """A paragraph of the draft `text` from its first sentence to its last, with single spaces."""
    return " ".join(text[paragraph[0].start_char : paragraph[-1].end_char].split())


def mark_unrelated(reading: Unrelated, evidence: Evidence) -> Evidence:
    """The same evidence, what stands in paragraphs about something else marked so and left out of the answer.

    A draft that is mostly such paragraphs is not about the rubric's subject.
    """
    if not evidence.on_topic or evidence.words < _LEAST_DRAFT:
        return evidence
    sentences = evidence.sentences
    told = paragraphs_to_tell(sentences)
    beyond = reading.beyond([[sentences[at] for at in places] for places in told], evidence.text)
    least = -_LIKELIER if any(over >= 0 for over in beyond) else 0.0
    found = [places for over, places in zip(beyond, told, strict=True) if over >= least]
    unrelated = {at for places in found for at in places}
    mostly = _words(sentences[at] for at in unrelated) >= _MOSTLY * _words(sentences)
    return replace(
        evidence,
        on_topic=not mostly,
        sentences=tuple(
            replace(each, creditable=False, left_out=True) if mostly or at in unrelated else each
            for at, each in enumerate(sentences)
        ),
        unrelated=tuple(_span_of([sentences[at] for at in places]) for places in found),
    )


def _span_of(paragraph: Sequence[Sentence]) -> EvidenceSpan:
    return EvidenceSpan(
        kind=EvidenceKind.FLAG,
        start_char=paragraph[0].start_char,
        end_char=paragraph[-1].end_char,
        detector="unrelated",
    )


def _words(sentences: Iterable[Sentence]) -> int:
    return sum(each.signals.words for each in sentences)
