from collections.abc import Mapping
from typing import Any

import pytest

from models.evidence import EvidenceKind, EvidenceSpan, Function, PartKind, Sentence
from models.scores import Level, Status
from models.scoring.bands import Standing
from models.scoring.misconceptions import JUDGES
from rubric.schema import Misconception
from tests.builders import build_rubric

CONFUSION = build_rubric().misconceptions[0]
ABOUT, REMEDY = "MP1.budget", "X.risk"


def _misconception(judge: str) -> Misconception:
    return Misconception.model_validate(
        CONFUSION.model_dump() | {"judge": judge, "about": (ABOUT,), "remedies": (REMEDY,)}
    )


def _standings(about: int, remedy: int) -> Mapping[str, Standing]:
    return {
        ABOUT: Standing(level=Level(about), developed_sentences=0),
        REMEDY: Standing(level=Level(remedy), developed_sentences=0),
    }


def _sentence(*roles: str, start: int = 0, negated: bool = False, **changes: Any) -> Sentence:
    """A sentence that holds a span for each role of the confusion, or for each element."""
    spans = tuple(
        EvidenceSpan(
            kind=EvidenceKind.CONCEPT if "." in role else EvidenceKind.MISCONCEPTION,
            start_char=start,
            end_char=start + 5,
            detector="test",
            element_id=role if "." in role else f"{CONFUSION.id}.{role}",
            negated=negated,
        )
        for role in roles
    )
    data: dict[str, Any] = {
        "start_char": start,
        "end_char": start + 50,
        "paragraph": 0,
        "part": PartKind.PROSE,
        "functions": frozenset({Function.DESCRIBE}),
        "spans": spans,
        "creditable": True,
    }
    return Sentence(**(data | changes))


@pytest.mark.parametrize(
    ("sentences", "status"),
    [
        ([_sentence("claims")], Status.PRESENT),
        ([_sentence("first", "second"), _sentence("claims", start=60)], Status.PRESENT),
        ([_sentence("claims", part=PartKind.BULLET)], Status.PRESENT),
        ([_sentence("claims", negated=True)], Status.NOT_APPLICABLE),
        ([_sentence("claims", part=PartKind.QUOTATION)], Status.NOT_APPLICABLE),
        ([_sentence("claims", part=PartKind.REFERENCES)], Status.NOT_APPLICABLE),
        ([_sentence("first", "second")], Status.ABSENT),
        ([_sentence("second")], Status.ABSENT),
        ([_sentence()], Status.NOT_APPLICABLE),
        ([], Status.NOT_APPLICABLE),
    ],
)
def test_a_confusion_is_present_where_the_draft_itself_claims_it(sentences: list[Sentence], status: Status) -> None:
    assert JUDGES["confusion"](CONFUSION, {}, sentences).status is status


def test_a_confusion_shows_the_sentences_that_claim_it() -> None:
    found = JUDGES["confusion"](CONFUSION, {}, [_sentence("first"), _sentence("claims", start=60)])
    assert [(span.start_char, span.end_char) for span in found.evidence] == [(60, 110)]


@pytest.mark.parametrize(
    ("judge", "about", "remedy", "status"),
    [
        ("description_only", 0, 0, Status.NOT_APPLICABLE),
        ("description_only", 0, 2, Status.NOT_APPLICABLE),
        ("description_only", 1, 0, Status.PRESENT),
        ("description_only", 2, 1, Status.PRESENT),
        ("description_only", 1, 2, Status.ABSENT),
        ("unchecked_proposal", 0, 0, Status.NOT_APPLICABLE),
        ("unchecked_proposal", 1, 0, Status.PRESENT),
        ("unchecked_proposal", 2, 1, Status.PRESENT),
        ("unchecked_proposal", 2, 2, Status.ABSENT),
        ("unmeasured_proposal", 0, 0, Status.NOT_APPLICABLE),
        ("unmeasured_proposal", 2, 0, Status.PRESENT),
        ("unmeasured_proposal", 1, 1, Status.ABSENT),
    ],
)
def test_what_is_there_is_a_misconception_until_its_remedy_is_there(
    judge: str, about: int, remedy: int, status: Status
) -> None:
    found = JUDGES[judge](_misconception(judge), _standings(about, remedy), [_sentence(ABOUT)])
    assert found.status is status
    assert found.reason


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (_sentence(ABOUT), True),
        (_sentence(ABOUT, creditable=False), False),
        (_sentence(ABOUT, REMEDY), False),
        (_sentence(ABOUT, functions=frozenset({Function.EXPLAIN})), False),
        (_sentence("MP1.venue"), False),
    ],
)
def test_mere_description_is_shown_by_a_sentence_that_only_describes(sentence: Sentence, shown: bool) -> None:
    judge = "description_only"
    assert bool(JUDGES[judge](_misconception(judge), _standings(1, 0), [sentence]).evidence) is shown


@pytest.mark.parametrize(("strength", "status"), [(0.05, Status.PRESENT), (0.2, Status.ABSENT)])
def test_a_mention_counts_as_a_check_when_something_is_said_with_it(strength: float, status: Status) -> None:
    standings = {
        ABOUT: Standing(level=Level.DEVELOPED, developed_sentences=1, strength=0.5),
        REMEDY: Standing(level=Level.MENTIONED, developed_sentences=0, strength=strength),
    }
    assert JUDGES["unchecked_proposal"](_misconception("unchecked_proposal"), standings, []).status is status
