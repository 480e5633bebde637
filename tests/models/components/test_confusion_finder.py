import pytest
from spacy.language import Language

from models.components.confusion_finder import ConfusionFinder
from tests.models.components.reading import build_lexicon, concepts_of, match_and_count

LEXICONS = {
    "MC1.first": build_lexicon(terms=["daily rota"], hints=["lunch"]),
    "MC1.second": build_lexicon(terms=["strategy"], hints=["vision"]),
    "MC2.first": build_lexicon(terms=["oven"]),
    "MC2.second": build_lexicon(terms=["bread"]),
}


def _claims(parser: Language, text: str, *ids: str) -> list[str]:
    """The sentences that are claims, by their text."""
    doc = ConfusionFinder(ids or ("MC1",))(match_and_count(parser, text, LEXICONS))
    return [span.text for span in concepts_of(doc) if span.label_.endswith(".claims")]


@pytest.mark.parametrize(
    "text",
    [
        "Our strategy is the daily rota.",
        "The strategy of the cafe is to finish the daily rota.",
        "The strategy means that the daily rota is kept.",
        "Our strategy is to be done by noon.",
    ],
)
def test_a_sentence_that_makes_one_idea_of_two_is_a_claim(parser: Language, text: str) -> None:
    assert _claims(parser, text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Our strategy is not the daily rota.",
        "Our strategy is one thing, whereas the daily rota is another.",
        "The daily rota serves our strategy.",
        "The daily rota is on the wall.",
        "Our strategy is to be known for bread.",
        "The cafe has a strategy and the cook has a daily rota.",
        "Our strategy is bread; the daily rota is on the wall.",
        "Our vision is lunch.",
        "",
    ],
)
def test_naming_both_or_telling_them_apart_is_no_claim(parser: Language, text: str) -> None:
    assert _claims(parser, text) == []


def test_a_claim_may_point_back_to_the_sentence_before(parser: Language) -> None:
    assert _claims(parser, "We keep the daily rota. This is our strategy.") == ["This is our strategy."]
    assert _claims(parser, "We bake. This is our strategy.") == []


def test_each_confusion_has_its_own_two_ideas(parser: Language) -> None:
    text = "Bread is the oven."
    assert _claims(parser, text, "MC1") == []
    assert _claims(parser, text, "MC1", "MC2") == [text]
    assert _claims(parser, "Bread is the daily rota.", "MC1", "MC2") == []
