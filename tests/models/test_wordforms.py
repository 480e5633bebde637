import pytest

from models.wordforms import british, plain_form


@pytest.mark.parametrize(
    "words",
    [
        ("cost", "costs", "Costs", "COST"),
        ("optimise", "optimises", "optimised", "optimising", "optimize", "optimizes", "optimized", "optimizing"),
        ("organisation", "organisations", "organization", "Organizations"),
        ("analyse", "analysed", "analyze", "analyzed", "analyzing"),
        ("labour", "labor"),
        ("centre", "centers"),
        ("programme", "programs", "programmes"),
        ("practice", "practise", "practices"),
        ("supplier", "suppliers"),
        ("deliver", "delivers", "delivered", "delivering"),
        ("be", "is", "are", "was", "were"),
        ("quality", "qualities"),
        ("traveller", "traveler"),
    ],
)
def test_one_form_stands_for_every_inflection_case_and_spelling(words: tuple[str, ...]) -> None:
    assert len({plain_form(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cost", "coast"),
        ("process", "procession"),
        ("lean", "learn"),
        ("speed", "spend"),
        ("design", "designer"),
        ("quality", "quantity"),
    ],
)
def test_different_words_keep_different_forms(one: str, other: str) -> None:
    assert plain_form(one) != plain_form(other)


@pytest.mark.parametrize("word", ["process", "status", "basis", "business", "bus", "gas", "loss", "analysis"])
def test_a_final_s_of_the_word_itself_stays(word: str) -> None:
    assert plain_form(word) == word


@pytest.mark.parametrize("word", ["size", "seize", "seized", "prize", "maize", "resize"])
def test_an_ending_that_is_not_american_stays(word: str) -> None:
    assert british(word) == word


@pytest.mark.parametrize("word", ["7", "%", "\u00e9tat", "OTIF", "\u4ed5\u4e8b", "don't"])
def test_odd_words_have_a_form_too(word: str) -> None:
    assert isinstance(plain_form(word), str)
    assert plain_form(word) == plain_form(word.lower())
