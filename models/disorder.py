"""Which sentences of a draft have their words out of order, judged with those around them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.readings import WordOrder

_WINDOW = 40
"""Words around and with a sentence on which its order is judged."""
_SHORT = 6
_LONG = 15
_SOME = 0.25
_MUCH = 0.4
_MOST = 0.6
_ENOUGH = 100
"""Symbols from which on a draft is long enough to say that it is out of order as a whole."""
_AMONG_BABBLE = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    """The gains by a symbol below which words are out of order."""

    around: float
    itself: float
    long_itself: float


_ALONE = _Bounds(around=-0.65, itself=-0.3, long_itself=-1.2)
"""For sentences in a draft that is otherwise in order: clipped notes and slips are to be let through."""
_AMONG_SOME = _Bounds(around=-0.45, itself=-0.1, long_itself=-0.9)


def disordered(orders: Sequence[WordOrder]) -> frozenset[int]:
    """Places of sentences whose words are out of order; among many such, of every one that is near to it."""
    around = [_around(orders, place) for place in range(len(orders))]
    length = _length_of(orders, range(len(orders)))
    found = {place for place, order in enumerate(orders) if _is_below(order, around[place], _AMONG_SOME)}
    if _length_of(orders, found) <= _SOME * length:
        return frozenset(place for place in found if _is_below(orders[place], around[place], _ALONE))
    if _length_of(orders, found) > _MUCH * length:
        found |= {place for place, near in enumerate(around) if near < _AMONG_BABBLE}
    return frozenset(found)


def is_babble(orders: Sequence[WordOrder], found: Collection[int]) -> bool:
    """Whether so much is out of order that no line of the draft is to be trusted, be it in a table or a heading."""
    length = _length_of(orders, range(len(orders)))
    return length >= _ENOUGH and _length_of(orders, found) > _MOST * length


def _length_of(orders: Sequence[WordOrder], places: Collection[int]) -> int:
    return sum(orders[place].length for place in places)


def _is_below(order: WordOrder, around: float, bounds: _Bounds) -> bool:
    """Whether too little is gained: around it and by itself, or by a long sentence by itself."""
    itself = order.gain / order.length
    near = around < bounds.around and itself < bounds.itself and order.length > _SHORT
    return near or (order.length > _LONG and itself < bounds.long_itself)


def _around(orders: Sequence[WordOrder], place: int) -> float:
    """What the sentence and those around it gain by a symbol, over as many sentences as make a window."""
    gain, length = orders[place].gain, orders[place].length
    before, after = place - 1, place + 1
    while length < _WINDOW and (before >= 0 or after < len(orders)):
        for near in (before, after):
            if 0 <= near < len(orders) and length < _WINDOW:
                gain, length = gain + orders[near].gain, length + orders[near].length
        before, after = before - 1, after + 1
    return gain / length
