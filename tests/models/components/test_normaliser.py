import pytest
import spacy
from spacy.language import Language

from models.components.normaliser import normaliser
from models.extensions import register_extensions


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A tokenizer alone."""
    register_extensions()
    return spacy.blank("en")


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Costs fell.", ["cost", "fall", "."]),
        ("Optimized centers", ["optimise", "centre"]),
        ("LEAD-TIMES", ["lead", "-", "time"]),
        ("It is 12%", ["it", "be", "12", "%"]),
        ("", []),
    ],
)
def test_every_word_gets_its_plain_form(nlp: Language, text: str, forms: list[str]) -> None:
    assert [token.norm_ for token in normaliser(nlp(text))] == forms


def test_the_words_themselves_stay(nlp: Language) -> None:
    assert normaliser(nlp("Optimized  centers\n")).text == "Optimized  centers\n"
