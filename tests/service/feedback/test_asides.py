"""Tips taken, topics that earn nothing and flags."""

import pytest

from models.evidence import EvidenceKind, EvidenceSpan, Flag
from service.feedback.asides import collect_flags, collect_key_concepts, collect_tips
from tests.builders import build_rubric, build_scored, span_of

TEXT = "The party has live music. Live music again, and a risk."


@pytest.mark.parametrize(
    ("elements", "levels", "taken"),
    [
        (("X.risk",), {"X.risk": (1, "")}, True),
        (("X.risk", "MP1.budget"), {"X.risk": (1, ""), "MP1.budget": (2, "")}, True),
        (("X.risk", "MP1.budget"), {"X.risk": (1, "")}, False),  # one of two is not there
        (("X.risk",), {"X.risk": (None, "")}, None),  # cannot be told
        (("X.risk", "MP1.budget"), {"X.risk": (None, "")}, False),  # one is surely not there
        (("X.risk", "MP1.budget"), {"X.risk": (None, ""), "MP1.budget": (1, "")}, None),
        ((), {}, None),  # no element shows it
    ],
)
def test_a_tip_is_taken_when_all_of_its_elements_are_there(
    elements: tuple[str, ...], levels: dict[str, tuple[int | None, str]], taken: bool | None
) -> None:
    tip = {"id": "T.risks", "text": "Mind the risks.", "elements": elements, "sources": ("topic-page",)}
    rubric = build_rubric(tips=(tip,))
    scored = build_scored(rubric, TEXT, levels=levels)
    every = (*(one for criterion in scored.criteria for one in criterion.elements), *scored.support)
    [feedback] = collect_tips(rubric, {one.element_id: one for one in every})
    assert (feedback.text, feedback.taken) == ("Mind the risks.", taken)


def test_a_topic_that_earns_nothing_is_told_once_with_its_quotes() -> None:
    spans = [span_of(TEXT, words, element_id="KC.music") for words in ("live music.", "Live music again, and a risk.")]
    rubric = build_rubric()
    [feedback] = collect_key_concepts(rubric, build_scored(rubric, TEXT, key_concepts=tuple(spans)))
    assert feedback.message == "Music is not part of this question."
    assert [quote.text for quote in feedback.quotes] == ["live music.", "Live music again, and a risk."]


@pytest.mark.parametrize("negated", [True, None])
def test_a_topic_that_is_left_out_or_not_there_is_not_told(negated: bool | None) -> None:
    span = EvidenceSpan(
        kind=EvidenceKind.KEY_CONCEPT,
        start_char=4,
        end_char=9,
        detector="test",
        element_id="KC.music",
        negated=bool(negated),
    )
    rubric = build_rubric()
    assert collect_key_concepts(rubric, build_scored(rubric, TEXT, key_concepts=(span,) if negated else ())) == ()


def test_a_flag_says_what_it_rests_on() -> None:
    flag = Flag(id="repeated_text", message="Said twice.", spans=(span_of(TEXT, "Live music again"),))
    [feedback] = collect_flags(build_scored(build_rubric(), TEXT, flags=(flag,)))
    assert (feedback.flag_id, feedback.message, feedback.quotes[0].text) == (
        "repeated_text",
        "Said twice.",
        "Live music again",
    )
