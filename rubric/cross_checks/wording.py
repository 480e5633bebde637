"""Wording is there, says something, and gives a hint rather than the answer."""

from collections.abc import Iterator

from pydantic import BaseModel

from rubric.cross_checks.places import placed_elements
from rubric.document import KeyPath
from rubric.findings import Finding, error, warning
from rubric.schema import Element, LevelWording, Rubric

EMPTY_ADVICE = ("develop further", "expand on this", "add more detail", "great job", "well done", "good work")
"""Phrases that give a learner nothing to do, or praise the person."""
_MAY_BE_EMPTY = {(LevelWording, "next_step")}


def check_blank_text(rubric: Rubric) -> Iterator[Finding]:
    """No text of the rubric is blank, apart from a next step where nothing is left to do."""
    for where, path in _blanks(rubric, "rubric", ()):
        yield error(where, "the text is empty. Write it, or take the entry out.", path)


def check_next_steps(rubric: Rubric) -> Iterator[Finding]:
    """Whatever is absent or only mentioned comes with a next step that is a hint, not the examiner's words."""
    for placed in placed_elements(rubric):
        for level in ("absent", "mentioned"):
            wording: LevelWording = getattr(placed.element.wording, level)
            path = (*placed.path, "wording", level)
            where = f"{placed.element.id}: wording.{level}"
            if not wording.next_step.strip():
                yield error(where, "there is no 'next_step'. Write one doable edit, as a hint or a question.", path)
            for message in _poor_advice(placed.element, wording):
                yield warning(where, message, path)


def _poor_advice(element: Element, wording: LevelWording) -> Iterator[str]:
    said = f"{wording.shows} {wording.next_step}".casefold()
    for phrase in EMPTY_ADVICE:
        if phrase in said:
            yield f"{phrase!r} tells a learner nothing. Name the edit to make."
    credited = element.credits.strip().rstrip(".").casefold()
    if credited and credited in wording.next_step.casefold():
        yield "the next step repeats what is credited word for word. Hint at it instead."


def _blanks(value: BaseModel, owner: str, path: KeyPath) -> Iterator[tuple[str, KeyPath]]:
    name = str(getattr(value, "id", owner))
    for field, info in type(value).model_fields.items():
        content = getattr(value, field)
        entries = content if isinstance(content, tuple) else (content,)
        for index, entry in enumerate(entries):
            key = info.alias or field
            place: KeyPath = (*path, key, index) if isinstance(content, tuple) else (*path, key)
            if isinstance(entry, BaseModel):
                yield from _blanks(entry, name, place)
            elif isinstance(entry, str) and not entry.strip() and (type(value), field) not in _MAY_BE_EMPTY:
                yield f"{name}: {key}", place
