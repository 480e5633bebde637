"""Which evidence is quoted: the best that is not quoted already."""

from models.evidence import EvidenceSpan
from rubric.schema import Rubric
from service.feedback.choices import Choice, choose_evidence
from tests.builders import build_rubric, build_scored, span_of

TEXT = "The budget sets the venue. The hall is small. The party is the purpose."


def choose(
    rubric: Rubric, levels: dict[str, tuple[int | None, str]], present: dict[str, str] | None = None
) -> dict[str, Choice]:
    scored = build_scored(rubric, TEXT, levels=levels, present=present)
    scores = {one.element_id: one for criterion in scored.criteria for one in criterion.elements}
    return dict(choose_evidence(rubric, scored, scores))


def words(span: EvidenceSpan | None) -> str:
    return TEXT[span.start_char : span.end_char] if span else ""


def test_the_sentence_that_carries_most_elements_is_quoted() -> None:
    both = "The budget sets the venue."
    found = choose(build_rubric(), {"MP1.budget": (1, both), "MP1.venue": (1, both)})
    assert words(found["MP1"].span) == both
    assert {"budg", "venu"} <= found["MP1"].focus


def test_a_developed_element_is_quoted_before_a_named_one() -> None:
    found = choose(
        build_rubric(), {"MP1.budget": (1, "The budget sets the venue."), "MP1.venue": (2, "The hall is small.")}
    )
    assert words(found["MP1"].span) == "The hall is small."


def test_no_words_are_quoted_twice() -> None:
    sentence = "The party is the purpose."
    found = choose(build_rubric(), {"MP1.budget": (2, sentence)}, {"MC1": sentence})
    assert words(found["MC1"].span) == sentence
    assert found["MP1"] == Choice(span=None, quoted_under="MC1")


def test_with_a_choice_the_words_that_are_not_taken_are_quoted() -> None:
    levels: dict[str, tuple[int | None, str]] = {
        "MP1.budget": (2, "The party is the purpose."),
        "MP1.venue": (1, "The hall is small."),
    }
    found = choose(build_rubric(), levels, {"MC1": "The party is the purpose."})
    assert words(found["MP1"].span) == "The hall is small."


def test_the_criterions_own_evidence_counts_as_well() -> None:
    rubric = build_rubric()
    scored = build_scored(rubric, TEXT)
    first = scored.criteria[0]
    judged = type(first)(
        criterion_id="MP1", band=1, reason="", elements=first.elements, evidence=(span_of(TEXT, "The hall is small."),)
    )
    scores = {one.element_id: one for one in first.elements}
    scored = build_scored(rubric, TEXT, criteria=(judged,))
    assert words(choose_evidence(rubric, scored, scores)["MP1"].span) == "The hall is small."


def test_without_evidence_there_is_nothing_to_quote() -> None:
    found = choose(build_rubric(), {}, {"MC1": ""})
    assert found == {"MC1": Choice(span=None), "MP1": Choice(span=None), "MP2": Choice(span=None)}
