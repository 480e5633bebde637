import pytest
from spacy.language import Language

from models.components.example_finder import ExampleFinder
from models.extensions import names_of
from tests.models.components.reading import match


def _names(parser: Language, text: str) -> list[str]:
    doc = ExampleFinder()(match(parser, text))
    return [text[name.start_char : name.end_char] for name in names_of(doc) if name.is_candidate]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The rule was made at Tesco in the spring.", ["Tesco"]),
        ("Queues fell at Leeds General Hospital after that.", ["Leeds General Hospital"]),
        ("We learned it from Zara and from others.", ["Zara"]),
        ("At the till Ocado uses robots.", ["Ocado"]),
        ("The robots of Ocado's warehouse never stop.", ["Ocado"]),
    ],
)
def test_a_name_where_an_organisation_stands_is_found(parser: Language, text: str, names: list[str]) -> None:
    assert _names(parser, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "The queue fell in the spring.",
        "The rule is old (Slack, 2019).",
        "As Slack (2019) says, the rule is old.",
        "Slack and Lewis (2020) say that the rule is old.",
        "The queue fell in March and on Monday.",
        "The queue fell in Q2, as Figure 3 says.",
        "We use Lean in the store.",
        "We run it with ERP.",
    ],
)
def test_authors_dates_and_ideas_of_the_rubric_are_no_example(parser: Language, text: str) -> None:
    assert _names(parser, text) == []


def test_a_name_inside_an_idea_of_the_rubric_is_not_found_again(parser: Language) -> None:
    assert _names(parser, "At Toyota they use Total Quality Management.") == ["Toyota"]
