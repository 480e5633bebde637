import numpy as np
import pytest

from models.meaning import MEANING_SIZE, load_meaning, numbers_of


def _closeness(one: str, other: str) -> float:
    first, second = numbers_of([load_meaning().of(one), load_meaning().of(other)])
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("The bread comes late.", "The loaves arrive overdue.", "The choir sings well."),
        ("Stock was cut by half.", "They reduced the inventory.", "The judge read the letter."),
        ("A robot welds the frame.", "Automated machines join the parts.", "Her aunt likes tea."),
    ],
)
def test_sentences_that_say_like_things_in_other_words_lie_closer(text: str, near: str, far: str) -> None:
    assert _closeness(text, near) > _closeness(text, far) + 0.1


@pytest.mark.parametrize("text", ["", "   ", "\u4f60\u597d", "\u0394\u03b5\u03bd"])
def test_text_without_a_known_word_means_nothing(text: str) -> None:
    assert not numbers_of([load_meaning().of(text), b""]).any()
    assert numbers_of([load_meaning().of(text)]).shape == (1, MEANING_SIZE)


def test_letter_case_and_accents_do_not_matter() -> None:
    assert load_meaning().of("CAF\u00c9 opens") == load_meaning().of("cafe opens")


def test_an_endless_word_is_passed_over() -> None:
    assert load_meaning().of("x" * 50_000 + " bread") == load_meaning().of("bread")
