import pytest

from models.disorder import disordered, is_babble
from models.readings import WordOrder

GOOD = WordOrder(gain=8.0, length=16)
BAD = WordOrder(gain=-30.0, length=20)
SHORT = WordOrder(gain=-4.0, length=5)


@pytest.mark.parametrize(
    ("orders", "found"),
    [
        ([], set()),
        ([GOOD] * 4, set()),
        ([BAD] * 4, {0, 1, 2, 3}),
        ([GOOD, GOOD, BAD, GOOD, GOOD, GOOD], {2}),
        ([GOOD, GOOD, SHORT, GOOD, GOOD, GOOD], set()),
        ([BAD, SHORT, BAD, SHORT, BAD], {0, 1, 2, 3, 4}),
    ],
)
def test_what_is_out_of_order_depends_on_the_draft_around_it(orders: list[WordOrder], found: set[int]) -> None:
    assert disordered(orders) == found


@pytest.mark.parametrize(
    ("orders", "found", "babble"),
    [
        ([], (), False),
        ([BAD] * 4, range(4), False),
        ([BAD] * 8, range(8), True),
        ([BAD] * 8 + [GOOD] * 8, range(8), False),
    ],
)
def test_a_draft_is_babble_where_most_of_some_length_is_out_of_order(
    orders: list[WordOrder], found: range, *, babble: bool
) -> None:
    assert is_babble(orders, found) is babble
