import pytest

from models.spelling import mend, mend_text
from models.wordforms import plain_form
from tests.robustness.rates import seeded
from tests.robustness.variants import VARIANTS


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("delivry", "delivery"),
        ("qualitty", "quality"),
        ("produciton", "production"),
        ("stoxk", "stock"),
        ("acount", "account"),
        ("adress", "address"),
        ("allready", "already"),
    ],
)
def test_a_letter_lost_doubled_swapped_or_struck_beside_is_set_right(slip: str, meant: str) -> None:
    assert mend(slip) == meant


@pytest.mark.parametrize(
    "word",
    ["organisation", "workflow", "rota", "benchmarking", "Kanbann", "IKEAA", "naïvve", "x1yz23", "jidoka", "teh", ""],
)
def test_known_words_names_short_words_and_far_ones_stay(word: str) -> None:
    assert mend(word) == word


def test_a_slip_has_the_plain_form_of_the_word_that_was_meant() -> None:
    assert plain_form("suplier") == plain_form("suppliers") == "supplier"
    assert plain_form("organizaton") == plain_form("organisation")


def test_a_text_is_mended_word_by_word() -> None:
    assert mend_text("The delivry, Smyth's qualitty: becuase.") == "The delivery, Smyth's quality: because."


def test_most_slips_in_a_draft_are_set_right() -> None:
    draft = "Customers wait because the second machine stops whenever the warehouse delivers the wrong material. " * 20
    slips = dict(VARIANTS)["typing errors in 10 % of words"](draft, seeded())
    before, after = (
        sum(one != other for one, other in zip(text.split(), draft.split(), strict=True))
        for text in (slips, mend_text(slips))
    )
    assert before > 15
    assert after < before / 2
