"""Which reading notes go with an element or a misconception: what feedback names as 'read next'."""

from functools import cache

from seeds.notes import NoteSection, load_notes


def readings_for(tag: str) -> tuple[NoteSection, ...]:
    """The note sections tagged with an element, misconception, tip or key concept, in the order of the notes."""
    return _sections_by_tag().get(tag, ())


def reading_tags() -> frozenset[str]:
    """Every id that some note section is tagged with."""
    return frozenset(_sections_by_tag())


@cache
def _sections_by_tag() -> dict[str, tuple[NoteSection, ...]]:
    sections: dict[str, tuple[NoteSection, ...]] = {}
    for section in load_notes():
        for tag in section.elements:
            sections[tag] = (*sections.get(tag, ()), section)
    return sections
