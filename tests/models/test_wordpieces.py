import pytest

from models.wordpieces import WordPieces, words_of


def test_words_are_lower_case_without_accents_and_marks_stand_apart() -> None:
    assert words_of("Naïve Façade, 24/7!") == ["naive", "facade", ",", "24", "/", "7", "!"]


@pytest.mark.parametrize(
    ("word", "places"),
    [("kanban", [1, 2]), ("kan", [1]), ("kanbans", []), ("", []), ("ban", []), ("k" * 41, [])],
)
def test_a_word_is_split_into_the_longest_known_pieces(word: str, places: list[int]) -> None:
    assert WordPieces(["k", "kan", "##ban", "##b", "##k"]).of_word(word) == places
