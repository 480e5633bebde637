import pytest
from spacy.language import Language
from spacy.tokens import Doc

from models.components.negation_marker import NegationMarker
from tests.models.components.reading import concepts_of, match_and_count


def _read(parser: Language, text: str) -> Doc:
    return NegationMarker()(match_and_count(parser, text))


def _negated(parser: Language, text: str) -> list[bool]:
    return [span._.negated for span in concepts_of(_read(parser, text))]


@pytest.mark.parametrize(
    "text",
    [
        "The plant has no kanban.",
        "They run the plant without ERP.",
        "The clinic does not use kanban.",
        "The clinic doesn't use kanban.",
        "The clinic never used kanban.",
        "They chose a spreadsheet instead of ERP.",
        "Neither kanban nor a board is there.",
        "This essay will not cover lean.",
        "Lean is beyond the scope of this report.",
        "Kanban will not be discussed here.",
    ],
)
def test_what_is_said_not_to_be_there_or_not_to_be_covered_is_negated(parser: Language, text: str) -> None:
    assert _negated(parser, text) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "The plant uses kanban.",
        "No doubt lean works.",
        "Without doubt lean works here.",
        "Lean is not only cheap but quick.",
        "The clinic not only uses kanban but keeps to it.",
        "No wonder kanban spread.",
        "Kanban leaves no room for stock.",
        "Kanban does not stop the queue on Monday.",
        "Nobody had time, so they brought in kanban.",
        "With ERP, no order is lost.",
    ],
)
def test_a_negative_word_elsewhere_does_not_negate(parser: Language, text: str) -> None:
    assert _negated(parser, text) == [False]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Some say that lean is only for factories. This is wrong.", [True]),
        ("It is often said that ERP is cheap, but this is wrong.", [True]),
        ("Some say that lean is for every plant, and they are right to use it.", [False]),
        ("Some say that lean is for factories. The clinic uses kanban.", [False, False]),
    ],
)
def test_a_view_reported_only_to_be_rejected_is_negated(parser: Language, text: str, negated: list[bool]) -> None:
    assert _negated(parser, text) == negated


def test_each_idea_is_judged_by_itself(parser: Language) -> None:
    assert _negated(parser, "They use kanban without ERP.") == [False, True]


def test_a_negation_ends_with_its_sentence(parser: Language) -> None:
    assert _negated(parser, "The plant has no kanban. Lean is used in the store.") == [True, False]
