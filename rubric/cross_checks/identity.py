"""Ids are unique and belong where they stand, references lead somewhere, and sources are in the catalogue."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from rubric.cross_checks.places import placed_elements
from rubric.document import KeyPath
from rubric.findings import Finding, error, warning
from rubric.schema import Rubric

_Named = tuple[str, KeyPath]


def check_ids(rubric: Rubric) -> Iterator[Finding]:
    """Every id names one thing only: reading notes and stored scores refer to things by id alone."""
    seen: dict[str, KeyPath] = {}
    for name, path in _named_things(rubric):
        if name in seen:
            kinds = f"{_kind(seen[name])} and {_kind(path)}"
            yield error(name, f"the id is given twice ({kinds}). Give each its own id.", (*path, "id"))
        seen.setdefault(name, path)


def check_prefixes(rubric: Rubric) -> Iterator[Finding]:
    """An element's id begins with the id of the criterion or group it stands under."""
    for placed in placed_elements(rubric):
        prefix, _, rest = placed.element.id.partition(".")
        if prefix != placed.owner_id:
            better = f"{placed.owner_id}.{rest}"
            message = f"the id does not begin with {placed.owner_id!r}. Write {better!r} or move the element."
            yield error(placed.element.id, message, (*placed.path, "id"))


def check_references(rubric: Rubric) -> Iterator[Finding]:
    """Every element named anywhere in the rubric exists, is named once, and never refers to itself."""
    known = {element.id for element in rubric.elements}
    for where, path, ids in _references(rubric):
        owner = where.partition(":")[0]
        for index, name in enumerate(ids):
            if name not in known:
                yield error(where, f"there is no element {name!r}. Correct the id or add the element.", (*path, index))
            elif name == owner:
                yield error(where, "the element refers to itself. Take its own id out.", (*path, index))
        for name in _repeated(ids):
            yield warning(where, f"{name!r} is listed twice. Keep one.", path)


def check_sources(rubric: Rubric, known_sources: Collection[str], *, is_draft: bool) -> Iterator[Finding]:
    """Every source is in the catalogue; in a draft a source may still be waiting to be added."""
    report = warning if is_draft else error
    unknown: dict[str, list[tuple[str, KeyPath]]] = {}
    for where, path, sources in _source_lists(rubric):
        for index, source in enumerate(sources):
            if source not in known_sources:
                unknown.setdefault(source, []).append((where, (*path, index)))
        for source in _repeated(sources):
            yield warning(where, f"the source {source!r} is listed twice. Keep one.", path)
    for source, places in unknown.items():
        others = f" (so in {len(places) - 1} more places)" if len(places) > 1 else ""
        message = f"the source {source!r} is not in the catalogue{others}. Add it there or name one that is."
        where, path = places[0]
        yield report(where, message, path)


def _named_things(rubric: Rubric) -> Iterator[_Named]:
    for key in ("criteria", "support", "misconceptions", "tips", "key_concepts"):
        for index, thing in enumerate(getattr(rubric, key)):
            yield thing.id, (key, index)
    for placed in placed_elements(rubric):
        yield placed.element.id, placed.path


def _kind(path: KeyPath) -> str:
    if "elements" in path:
        return "an element"
    kinds = {
        "criteria": "a criterion",
        "support": "a group",
        "misconceptions": "a misconception",
        "tips": "a tip",
        "key_concepts": "a key concept",
    }
    return kinds[str(path[0])]


def _references(rubric: Rubric) -> Iterator[tuple[str, KeyPath, Sequence[str]]]:
    for placed in placed_elements(rubric):
        yield f"{placed.element.id}: about", (*placed.path, "about"), placed.element.about
        yield f"{placed.element.id}: near", (*placed.path, "near"), placed.element.near
    for index, misconception in enumerate(rubric.misconceptions):
        path: KeyPath = ("misconceptions", index)
        yield f"{misconception.id}: about", (*path, "about"), misconception.about
        yield f"{misconception.id}: remedies", (*path, "remedies"), misconception.remedies
    for index, tip in enumerate(rubric.tips):
        yield f"{tip.id}: elements", ("tips", index, "elements"), tip.elements
    for index, criterion in enumerate(rubric.criteria):
        for place, need in enumerate(criterion.band_rule.needs):
            path = ("criteria", index, "band_rule", "needs", place, "elements")
            yield f"{criterion.id}: needs of band {need.band}", path, need.elements


def _source_lists(rubric: Rubric) -> Iterator[tuple[str, KeyPath, Sequence[str]]]:
    for key in ("criteria", "support", "misconceptions", "tips", "key_concepts"):
        for index, thing in enumerate(getattr(rubric, key)):
            yield f"{thing.id}: sources", (key, index, "sources"), thing.sources
    for placed in placed_elements(rubric):
        yield f"{placed.element.id}: sources", (*placed.path, "sources"), placed.element.sources


def _repeated(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
