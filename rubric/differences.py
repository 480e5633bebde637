"""What has changed from one rubric to another, thing by thing, as a person would tell it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rubric.schema import Rubric


class Change(StrEnum):
    """What became of something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as it was."""

    where: str
    """The id of what holds it and the key under it: `MP1.cost: lexicon.terms`."""
    change: Change
    before: str = ""
    after: str = ""


def compare_rubrics(old: Rubric, new: Rubric) -> tuple[Difference, ...]:
    """Every difference, in the order of the rubric; what has an id is compared by its id, wherever it stands."""
    before, after = (one.model_dump(mode="json", by_alias=True) for one in (old, new))
    return tuple(_compare(before, after, owner="", key=""))


def _compare(before: Any, after: Any, *, owner: str, key: str) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _compare_keys(before, after, owner=owner, key=key)
    elif _have_ids(before) and _have_ids(after):
        yield from _compare_things(before, after)
    elif _are_words(before) and _are_words(after):
        yield from _compare_words(before, after, where=_place(owner, key))
    else:
        yield Difference(where=_place(owner, key), change=Change.CHANGED, before=_said(before), after=_said(after))


def _compare_keys(before: Mapping[str, Any], after: Mapping[str, Any], *, owner: str, key: str) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        inner = f"{key}.{name}" if key else name
        yield from _compare(before.get(name), after.get(name), owner=owner, key=inner)


def _compare_things(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    old, new = ({one["id"]: one for one in things} for things in (before, after))
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield Difference(where=name, change=Change.REMOVED, before=_title(old[name]))
        elif name not in old:
            yield Difference(where=name, change=Change.ADDED, after=_title(new[name]))
        else:
            yield from _compare(old[name], new[name], owner=name, key="")
    kept_before, kept_after = [name for name in old if name in new], [name for name in new if name in old]
    if kept_before != kept_after:
        order = ", ".join(kept_before), ", ".join(kept_after)
        yield Difference(where="order", change=Change.CHANGED, before=order[0], after=order[1])


def _compare_words(before: Sequence[str], after: Sequence[str], *, where: str) -> Iterator[Difference]:
    gone, come = [word for word in before if word not in after], [word for word in after if word not in before]
    if gone:
        yield Difference(where=where, change=Change.REMOVED, before=_said(gone))
    if come:
        yield Difference(where=where, change=Change.ADDED, after=_said(come))
    if not gone and not come:
        yield Difference(where=where, change=Change.CHANGED, before=_said(before), after=_said(after))


def _have_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and "id" in one for one in value)


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _place(owner: str, key: str) -> str:
    return f"{owner}: {key}" if owner else key


def _title(thing: Mapping[str, Any]) -> str:
    return str(thing.get("name") or thing.get("text") or thing["id"])


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_said(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return "" if value is None else str(value)
