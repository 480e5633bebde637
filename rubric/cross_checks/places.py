"""Every element and lexicon of a rubric with its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from rubric.document import KeyPath
from rubric.schema import Element, Lexicon, Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedElement:
    """An element, the criterion or group that holds it, and where it stands in the file."""

    element: Element
    owner_id: str
    path: KeyPath


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLexicon:
    """A lexicon, the id of what it belongs to, and where it stands in the file."""

    lexicon: Lexicon
    where: str
    path: KeyPath


def placed_elements(rubric: Rubric) -> Iterator[PlacedElement]:
    """Every element, marking points first."""
    groups = [(("criteria", i), group.id, group.elements) for i, group in enumerate(rubric.criteria)]
    groups += [(("support", i), group.id, group.elements) for i, group in enumerate(rubric.support)]
    for path, owner_id, elements in groups:
        for index, element in enumerate(elements):
            yield PlacedElement(element=element, owner_id=owner_id, path=(*path, "elements", index))


def placed_lexicons(rubric: Rubric) -> Iterator[PlacedLexicon]:
    """Every lexicon, empty ones included."""
    yield PlacedLexicon(lexicon=rubric.topic, where="topic", path=("topic",))
    for placed in placed_elements(rubric):
        path = (*placed.path, "lexicon")
        yield PlacedLexicon(lexicon=placed.element.lexicon, where=f"{placed.element.id}: lexicon", path=path)
    for index, misconception in enumerate(rubric.misconceptions):
        for key in ("first", "second", "claims"):
            yield PlacedLexicon(
                lexicon=getattr(misconception, key),
                where=f"{misconception.id}: {key}",
                path=("misconceptions", index, key),
            )
    for index, concept in enumerate(rubric.key_concepts):
        path = ("key_concepts", index, "lexicon")
        yield PlacedLexicon(lexicon=concept.lexicon, where=f"{concept.id}: lexicon", path=path)
