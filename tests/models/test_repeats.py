import pytest

from models.repeats import repeated_sentences, stems_of

FIRST = "The clinic cut the queue by giving every long case a slot of its own in the morning."
OTHER = "Nurses now order dressings on Monday, which frees the store room for the ambulance crew."


@pytest.mark.parametrize(
    ("sentences", "repeated"),
    [
        ([FIRST, OTHER], set()),
        ([FIRST, FIRST], {1}),
        ([FIRST, OTHER, FIRST, FIRST], {2, 3}),
        ([FIRST, FIRST.upper()], {1}),
        ([FIRST, FIRST.replace(".", " !")], {1}),
        (["It is so.", "It is so."], set()),
        ([], set()),
        (["", ""], set()),
    ],
)
def test_a_sentence_said_again_is_known(sentences: list[str], repeated: set[int]) -> None:
    assert repeated_sentences([stems_of(each) for each in sentences]) == repeated


def test_sentences_that_only_share_their_subject_are_not_the_same() -> None:
    other = "The clinic cut the cost of dressings by ordering them once a month from one supplier."
    assert repeated_sentences([stems_of(FIRST), stems_of(other)]) == frozenset()
