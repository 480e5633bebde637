from dataclasses import replace
from typing import Any

import pytest

from models.evidence import Evidence, EvidenceKind, EvidenceSpan, Function, PartKind, Sentence, Signals
from models.scores import Confidence, CriterionScore, DraftScore, ElementScore, Level, MisconceptionScore
from models.scoring.rules import score_evidence
from tests.builders import build_rubric

WORDS = "The budget bought one band fewer, so the hall was quiet by ten and half of the guests had left it early."
PLAIN = Signals(words=20, content=9, specific=1, verbs=2)
DEEP = Signals(words=30, content=14, specific=12, verbs=4, figures=3, past=3, breaks=2, cues=frozenset({"cause"}))
WHY = "The text has only two words: too few to judge."


def _sentence(place: int, *element_ids: str, **changes: Any) -> Sentence:
    """The sentence of that place in a text of sentences of one length, with a term of each element in it."""
    start = place * len(WORDS)
    data: dict[str, Any] = {
        "start_char": start,
        "end_char": start + len(WORDS),
        "paragraph": 0,
        "part": PartKind.PROSE,
        "functions": frozenset({Function.DESCRIBE}),
        "spans": tuple(
            EvidenceSpan(
                kind=EvidenceKind.CONCEPT,
                start_char=start + 4 + 7 * number,
                end_char=start + 10 + 7 * number,
                detector="test",
                element_id=element_id,
            )
            for number, element_id in enumerate(element_ids)
        ),
        "creditable": True,
        "signals": PLAIN,
    }
    return Sentence(**(data | changes))


def _score(*sentences: Sentence, **changes: Any) -> DraftScore:
    data: dict[str, Any] = {"text": WORDS * len(sentences), "words": 21 * len(sentences), "judgeable": True}
    evidence = Evidence(**(data | {"sentences": sentences} | changes))
    return score_evidence(build_rubric(), evidence, engine_version="test", rubric_fingerprint="0" * 64)


def _level(scored: DraftScore, element_id: str) -> Level | None:
    levels = {each.element_id: each.level for criterion in scored.criteria for each in criterion.elements}
    return levels[element_id]


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        (_sentence(0, "MP1.budget"), Level.MENTIONED),
        (_sentence(0, "MP1.budget", signals=DEEP), Level.DEVELOPED),
        (_sentence(0, "MP1.venue", signals=DEEP), Level.ABSENT),
        (_sentence(0, "MP1.budget", signals=DEEP, creditable=False), Level.ABSENT),
        (_sentence(0), Level.ABSENT),
    ],
)
def test_an_element_stands_as_deep_as_its_creditable_sentences(sentence: Sentence, level: Level) -> None:
    assert _level(_score(sentence), "MP1.budget") is level


def test_what_is_denied_earns_nothing() -> None:
    sentence = _sentence(0, "MP1.budget", signals=DEEP)
    denied = replace(sentence, spans=tuple(replace(span, negated=True) for span in sentence.spans))
    assert _level(_score(denied), "MP1.budget") is Level.ABSENT


def test_a_level_above_absent_always_has_its_evidence() -> None:
    scored = _score(_sentence(0, "MP1.budget"), _sentence(1, "MP1.venue", signals=DEEP), _sentence(2))
    for criterion in scored.criteria:
        for element in criterion.elements:
            assert bool(element.evidence) is (element.level is not Level.ABSENT)
            assert element.reason


def test_no_sentence_stands_twice_among_the_best_evidence_of_a_criterion() -> None:
    shown = _score(_sentence(0, "MP1.budget", "MP1.venue"), _sentence(1, "MP1.venue")).criteria[0].evidence
    assert [span.start_char for span in shown] == [0, len(WORDS)]


def test_another_sentence_never_lowers_a_judgement() -> None:
    few = [_sentence(0, "MP1.budget"), _sentence(1, "MP1.venue")]
    more = [*few, _sentence(2, "MP1.budget", signals=DEEP)]
    before, after = _score(*few), _score(*more)
    assert [each.band for each in after.criteria] >= [each.band for each in before.criteria]
    assert (after.overall or 0) >= (before.overall or 0)


def test_what_cannot_be_judged_has_none_and_the_reason_and_never_nought() -> None:
    scored = _score(judgeable=False, reason=WHY, text="two words", words=2)
    elements = [*scored.support, *(each for criterion in scored.criteria for each in criterion.elements)]
    everything: list[CriterionScore | ElementScore | MisconceptionScore]
    everything = [*scored.criteria, *elements, *scored.misconceptions]
    assert scored.overall is None
    assert {each.band for each in scored.criteria} == {None}
    assert {each.level for each in elements} == {None}
    assert {each.status for each in scored.misconceptions} == {None}
    assert {each.reason for each in everything} == {WHY}
    assert {each.confidence for each in everything} == {Confidence.CANNOT_TELL}
    assert not any(each.evidence for each in everything)


def test_a_draft_in_which_nothing_is_found_is_judged_and_has_nought() -> None:
    scored = _score(_sentence(0), _sentence(1))
    assert {each.band for each in scored.criteria} == {0}
    assert scored.overall == 0


def test_a_topic_that_earns_nothing_is_shown() -> None:
    spent = replace(_sentence(0, "KC.music").spans[0], kind=EvidenceKind.KEY_CONCEPT)
    scored = _score(_sentence(0, spans=(spent,)))
    assert [(span.element_id, span.start_char) for span in scored.key_concepts] == [("KC.music", 0)]
    assert {each.band for each in scored.criteria} == {0}
