"""A rubric with a part more or a part less. What is added is drafted from a line of words, to be worked over. Pure.

Bands ask for the same share of the points as before, so that a criterion gets neither easier nor harder by it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from statistics import median
from typing import Any

from rubric.importers.drafting import draft_criterion, draft_elements, draft_key_concept, draft_tip
from rubric.importers.misconceptions import draft_misconceptions
from rubric.importers.phrases import Idea, find_ideas
from rubric.parts import Part, PartKind
from rubric.schema import BandRule, Criterion, Element, ElementGroup, ElementPoints, Misconception, Rubric
from service.errors import InvalidValueError

LONGEST_LINE = 500
LONGEST_NAME = 60
_REFERENCES = {"criteria": (), "support": (), "misconceptions": ("about", "remedies"), "tips": ("elements",)}
"""Where things that are no elements name elements."""
LAST_ELEMENT = "A marking point needs at least one element. Add another first, or take the marking point out."
LAST_CRITERION = "A rubric needs at least one marking point. Add another first."
NO_WORDS = "There are no words yet from which it could be drafted."
NO_PLACE = "There is no such marking point or group to add it to."


def add_part(rubric: Rubric, kind: PartKind, words: str, owner_id: str = "") -> tuple[Rubric, str]:
    """The rubric with a part drafted from a line of words, and the id of that part.

    Raises:
        InvalidValueError: there are no words, or nothing can be made of them.
    """
    line = " ".join(words.split())[:LONGEST_LINE]
    if not re.search(r"[^\W\d_]", line):
        raise InvalidValueError(NO_WORDS)
    if kind is PartKind.ELEMENT:
        return _add_element(rubric, line, owner_id)
    return _ADD[kind](rubric, line)


def take_out(rubric: Rubric, part: Part) -> Rubric:
    """The rubric without a part; whatever else named one of its elements names it no longer.

    Raises:
        InvalidValueError: a rubric or a marking point would be left empty.
    """
    data = rubric.model_dump(mode="json", by_alias=True)
    siblings = _node(data, part.path[:-1])
    if len(siblings) == 1 and part.kind in {PartKind.ELEMENT, PartKind.CRITERION}:
        raise InvalidValueError(LAST_ELEMENT if part.kind is PartKind.ELEMENT else LAST_CRITERION)
    removed = siblings.pop(part.path[-1])
    gone = {part.id} if part.kind is PartKind.ELEMENT else {one["id"] for one in removed.get("elements", ())}
    _forget(data, gone)
    return Rubric.model_validate(data)


def _add_element(rubric: Rubric, line: str, owner_id: str) -> tuple[Rubric, str]:
    owner = next((group for group in rubric.groups if group.id == owner_id), None)
    if owner is None:
        raise InvalidValueError(NO_PLACE)
    idea = Idea(name=line[:LONGEST_NAME])
    known = {element.id for element in owner.elements}
    drafted = draft_elements(owner.id, [idea], within=owner.name, source=owner.sources[0])[0]
    number = 1
    element = drafted
    while element.id in known:
        element = drafted.model_copy(update={"id": drafted.id + "_" + "abcdefghijklmnopqrstuvwxyz"[number % 26]})
        number += 1
    grown = owner.model_copy(update={"elements": (*owner.elements, element)})
    if isinstance(grown, Criterion):
        grown = grown.model_copy(update={"band_rule": _with_points(grown.band_rule, element)})
    return _put(rubric, grown), element.id


def _with_points(rule: BandRule, element: Element) -> BandRule:
    """The element is worth as much as the others are in the middle."""
    others = list(rule.points.values())
    worth = ElementPoints(
        mentioned=median(one.mentioned for one in others) if others else 1.0,
        developed=median(one.developed for one in others) if others else 2,
        sustained=median(one.sustained for one in others) if others else 0,
    )
    points = {**rule.points, element.id: worth}
    thresholds = _scale(rule.thresholds, _most(rule.points.values()), _most(points.values()))
    return rule.model_copy(update={"points": points, "thresholds": tuple(thresholds)})


def _add_criterion(rubric: Rubric, line: str) -> tuple[Rubric, str]:
    ideas = find_ideas(line)
    if not ideas:
        raise InvalidValueError(NO_WORDS)
    weight = round(sum(one.weight for one in rubric.criteria) / len(rubric.criteria), 2)
    made_id = _next_id([one.id for one in rubric.criteria])
    made = draft_criterion(made_id, line, ideas, weight=weight, source=rubric.criteria[0].sources[0])
    return rubric.model_copy(update={"criteria": (*rubric.criteria, made)}), made_id


def _add_misconception(rubric: Rubric, line: str) -> tuple[Rubric, str]:
    drafts = draft_misconceptions([line], rubric.criteria, source=rubric.criteria[0].sources[0])
    made_id = _next_id([one.id for one in rubric.misconceptions] or ["MC0"])
    made: Misconception = drafts.misconceptions[0].model_copy(update={"id": made_id})
    grown = rubric.model_copy(update={"misconceptions": (*rubric.misconceptions, made)})
    for group in drafts.support:
        grown = _merge(grown, group)
    return grown, made_id


def _merge(rubric: Rubric, group: ElementGroup) -> Rubric:
    """The rubric with the elements of a group, those that it has already left out."""
    there = next((one for one in rubric.support if one.id == group.id), None)
    if there is None:
        return rubric.model_copy(update={"support": (*rubric.support, group)})
    known = {element.id for element in there.elements}
    fresh = tuple(element for element in group.elements if element.id not in known)
    return _put(rubric, there.model_copy(update={"elements": (*there.elements, *fresh)}))


def _add_tip(rubric: Rubric, line: str) -> tuple[Rubric, str]:
    made = draft_tip(line, taken=[tip.id for tip in rubric.tips], source=rubric.criteria[0].sources[0])
    return rubric.model_copy(update={"tips": (*rubric.tips, made)}), made.id


def _add_key_concept(rubric: Rubric, line: str) -> tuple[Rubric, str]:
    taken = [one.id for one in rubric.key_concepts]
    made = draft_key_concept(Idea(name=line[:LONGEST_NAME]), taken=taken, source=rubric.criteria[0].sources[0])
    return rubric.model_copy(update={"key_concepts": (*rubric.key_concepts, made)}), made.id


_ADD: Mapping[PartKind, Callable[[Rubric, str], tuple[Rubric, str]]] = {
    PartKind.CRITERION: _add_criterion,
    PartKind.MISCONCEPTION: _add_misconception,
    PartKind.TIP: _add_tip,
    PartKind.KEY_CONCEPT: _add_key_concept,
}
ADDED = (PartKind.ELEMENT, *_ADD)
"""The kinds of parts that can be added."""


def _put(rubric: Rubric, group: Criterion | ElementGroup) -> Rubric:
    """The rubric with a criterion or group in place of the one of its id."""
    key = "criteria" if isinstance(group, Criterion) else "support"
    return rubric.model_copy(update={key: tuple(group if one.id == group.id else one for one in getattr(rubric, key))})


def _next_id(ids: list[str]) -> str:
    """The id after the highest: `MP5` after `MP4`."""
    letters = re.sub(r"\d", "", ids[-1])
    numbers = [int(one.removeprefix(letters)) for one in ids if re.fullmatch(rf"{letters}\d+", one)]
    return f"{letters}{max(numbers, default=0) + 1}"


def _node(data: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        data = data[step]
    return data


def _forget(data: dict[str, Any], gone: set[str]) -> None:
    """Take elements out of every list that names them."""
    for key, names in _REFERENCES.items():
        for thing in data[key]:
            for element in thing.get("elements", ()) if not names else ():
                _drop(element, ("about", "near"), gone)
            _drop(thing, names, gone)
    for criterion in data["criteria"]:
        _forget_points(criterion["band_rule"], gone)


def _drop(thing: dict[str, Any], names: Iterable[str], gone: set[str]) -> None:
    for name in names:
        thing[name] = [one for one in thing[name] if one not in gone]


def _forget_points(rule: dict[str, Any], gone: set[str]) -> None:
    before = _most(ElementPoints.model_validate(one) for one in rule["points"].values())
    rule["points"] = {key: value for key, value in rule["points"].items() if key not in gone}
    after = _most(ElementPoints.model_validate(one) for one in rule["points"].values())
    rule["thresholds"] = list(_scale(rule["thresholds"], before, after))
    for need in rule["needs"]:
        _drop(need, ("elements",), gone)
        need["count"] = min(need["count"], len(need["elements"]))
    rule["needs"] = [need for need in rule["needs"] if need["elements"]]


def _most(points: Iterable[ElementPoints]) -> float:
    return sum(one.developed + one.sustained for one in points)


def _scale(thresholds: Iterable[float], before: float, after: float) -> list[float]:
    share = after / before if before and after else 1.0
    return [one if share == 1 else round(one * share, 2) for one in thresholds]
