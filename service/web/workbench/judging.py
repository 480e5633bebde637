"""How a part of a rubric is judged, as the fields of a form: judges, points, bands, what it bears on. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

from pydantic import ValidationError

from rubric.checks import check_rubric
from rubric.document import Document
from rubric.findings import Severity
from rubric.parts import ChangedRubric, Part, PartKind, PartProblem
from rubric.problems import explain
from rubric.schema import ElementJudge, MisconceptionJudge, Rubric

JUDGES: Mapping[PartKind, tuple[str, ...]] = {
    PartKind.ELEMENT: get_args(ElementJudge),
    PartKind.MISCONCEPTION: get_args(MisconceptionJudge),
}
LISTS: Mapping[PartKind, tuple[str, ...]] = {
    PartKind.ELEMENT: ("about", "near"),
    PartKind.MISCONCEPTION: ("about", "remedies"),
    PartKind.TIP: ("elements",),
}
"""Fields that name elements of the rubric, ticked one by one."""
JUDGED = frozenset({PartKind.CRITERION, *LISTS})
"""The kinds of parts with something to judge by."""
POINTS = ("mentioned", "developed", "sustained")
LEVELS = ("mentioned", "developed")
NEW = "new"
"""The name of the one condition that is not there yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A condition of a band as it stands in the form."""

    name: str
    values: Mapping[str, str]


def read_rules(rubric: Rubric, part: Part) -> dict[str, str]:
    """How a part is judged, as the text of its fields; a ticked element reads `yes`."""
    node = _node(rubric.model_dump(mode="json", by_alias=True), part)
    found = {f"{key}:{one}": "yes" for key in LISTS.get(part.kind, ()) for one in node[key]}
    if part.kind in JUDGES:
        found["judge"] = node["judge"]
    if part.kind is PartKind.ELEMENT:
        found["developed_at"] = f"{node['developed_at']:g}"
    if part.kind is PartKind.CRITERION:
        found |= dict(_read_bands(node))
    return found


def change_rules(rubric: Rubric, part: Part, fields: Mapping[str, str]) -> ChangedRubric:
    """The rubric with a part judged as the form says."""
    data = rubric.model_dump(mode="json", by_alias=True)
    node = _node(data, part)
    for key in LISTS.get(part.kind, ()):
        ticked = [one.id for one in rubric.elements if fields.get(f"{key}:{one.id}") == "yes"]
        node[key] = sorted(ticked, key=partial(_rank, before=tuple(node[key])))
    if part.kind in JUDGES:
        node["judge"] = fields.get("judge", "")
    if part.kind is PartKind.ELEMENT:
        node["developed_at"] = _number(fields.get("developed_at", ""))
    if part.kind is PartKind.CRITERION:
        _change_bands(node, fields)
    try:
        changed = Rubric.model_validate(data)
    except ValidationError as error:
        problems = explain(error, Document(data=data, lines={}), Rubric)
        return ChangedRubric(rubric=None, problems=tuple(_problem(one.message, one.where) for one in problems))
    found = [one for one in check_rubric(changed, is_draft=True) if one.severity is Severity.ERROR]
    return ChangedRubric(rubric=changed, problems=tuple(_problem(one.message, one.where) for one in found))


def needs_of(values: Mapping[str, str]) -> list[Need]:
    """The conditions in a form, and an empty one for another."""
    sent = {key.split(":")[1] for key in values if key.startswith("need:")}
    names = sorted((one for one in sent if one.isdecimal()), key=int)
    return [Need(name=name, values=_need_fields(values, name)) for name in (*names, NEW)]


def _need_fields(values: Mapping[str, str], name: str) -> dict[str, str]:
    start = f"need:{name}:"
    return {key.removeprefix(start): value for key, value in values.items() if key.startswith(start)}


def _rank(element_id: str, before: Sequence[str]) -> int:
    """What was there keeps its order; what is new comes after it."""
    return before.index(element_id) if element_id in before else len(before)


def _problem(message: str, where: str) -> PartProblem:
    return PartProblem(field="", message=f"{where}: {message}" if where else message, is_error=True)


def _node(data: Any, part: Part) -> Any:
    for step in part.path:
        data = data[step]
    return data


def _read_bands(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    rule = node["band_rule"]
    for level in node["bands"]:
        yield f"name:{level['band']}", level["name"]
    for element in node["elements"]:
        given = rule["points"].get(element["id"], {})
        for key in POINTS:
            yield f"points:{element['id']}:{key}", f"{given.get(key, 0):g}"
    for band, least in enumerate(rule["thresholds"], start=1):
        yield f"threshold:{band}", f"{least:g}"
    for index, need in enumerate(rule["needs"]):
        yield f"need:{index}:band", str(need["band"])
        yield f"need:{index}:count", str(need["count"])
        yield f"need:{index}:level", need["level"]
        for one in need["elements"]:
            yield f"need:{index}:{one}", "yes"


def _change_bands(node: dict[str, Any], fields: Mapping[str, str]) -> None:
    rule = node["band_rule"]
    for level in node["bands"]:
        level["name"] = " ".join(fields.get(f"name:{level['band']}", "").split())
    ids = [element["id"] for element in node["elements"]]
    given = {one: {key: _number(fields.get(f"points:{one}:{key}", "0")) for key in POINTS} for one in ids}
    rule["points"] = {one: points for one, points in given.items() if any(points.values())}
    rule["thresholds"] = [_number(fields.get(f"threshold:{band}", "")) for band in range(1, 5)]
    rule["needs"] = [made for need in needs_of(fields) if (made := _read_need(need.values, node["elements"]))]


def _read_need(values: Mapping[str, str], elements: list[dict[str, Any]]) -> dict[str, Any] | None:
    """A condition; None where it names no element, which is how one is taken out."""
    chosen = [element["id"] for element in elements if values.get(element["id"]) == "yes"]
    if not chosen:
        return None
    return {
        "band": _number(values.get("band", "")),
        "count": _number(values.get("count", "1")),
        "level": values.get("level", ""),
        "elements": chosen,
    }


def _number(text: str) -> Any:
    """What was typed as a number; as it was typed where it is none, so that the check says so."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
