"""Reading notes: the sources in our own words, in sections short enough to be shown as 'read next'."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from seeds.catalogue import Source, load_catalogue
from seeds.errors import SeedError

NOTES = Path(__file__).with_name("notes")
FEWEST_WORDS = 40
MOST_WORDS = 140

ServedId = Annotated[str, Field(pattern=r"^[A-Z]+[0-9]*(\.[a-z_]+)?$")]

_SHAPE = "A section is a line '## Title', a line 'Serves: MP1.cost, MC1' or 'Serves: none', and its text."


class NoteSection(BaseModel):
    """One section of the notes on a source: plain paragraphs of 40 to 140 words in all."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str = Field(pattern=r"^[a-z0-9-]+#[a-z0-9-]+$")
    """`<source-id>#<slug of the title>`."""
    source_id: str
    title: str = Field(min_length=1, max_length=80)
    elements: tuple[ServedId, ...]
    """Ids of the elements, misconceptions, tips and key concepts it is about; empty when it serves none."""
    text: str

    @field_validator("elements")
    @classmethod
    def _each_once(cls, elements: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(elements)) < len(elements):
            raise ValueError("an id is named twice; name each once")
        return elements

    @field_validator("text")
    @classmethod
    def _length_to_be_shown(cls, text: str) -> str:
        words = len(text.split())
        if not FEWEST_WORDS <= words <= MOST_WORDS:
            raise ValueError(f"{words} words; write {FEWEST_WORDS} to {MOST_WORDS}")
        return text


def load_notes(folder: Path = NOTES, sources: Sequence[Source] | None = None) -> tuple[NoteSection, ...]:
    """Every section of every note, in the order of the catalogue and of the files.

    Args:
        folder: holds one `<source-id>.md` for each source and nothing else.
        sources: the sources that must have notes; those of the catalogue when not given.

    Raises:
        SeedError: a source has no notes, notes have no source, or a section is not of the right shape.
    """
    known = [source.id for source in (load_catalogue() if sources is None else sources)]
    for stray in sorted({path.stem for path in folder.glob("*.md")} - set(known)):
        raise SeedError(f"{stray}.md: no source has the id '{stray}'. Add it to the catalogue or rename the file.")
    sections: list[NoteSection] = []
    for source_id in known:
        path = folder / f"{source_id}.md"
        if not path.is_file():
            raise SeedError(f"{path.name}: source '{source_id}' has no notes. Write them in {folder.name}/{path.name}.")
        sections.extend(parse_notes(source_id, path.read_text(encoding="utf-8")))
    return tuple(sections)


def parse_notes(source_id: str, markdown: str) -> tuple[NoteSection, ...]:
    """The sections of one notes file: a line `# Title`, then sections.

    Raises:
        SeedError: there is no section, text stands before the first one, a section is not of the right shape, or two
            have the same title.
    """
    file = f"{source_id}.md"
    opening, *blocks = re.split(r"^## ", markdown.replace("\r\n", "\n"), flags=re.MULTILINE)
    if not blocks or not re.fullmatch(r"# [^\n]+\s*", opening):
        raise SeedError(f"{file}: begin with a line '# Title', directly followed by sections. {_SHAPE}")
    sections: dict[str, NoteSection] = {}
    for block in blocks:
        section = _parse_section(source_id, block)
        if section.id in sections:
            raise SeedError(f"{file}: two sections are called '{section.title}'. Give each its own title.")
        sections[section.id] = section
    return tuple(sections.values())


def _parse_section(source_id: str, block: str) -> NoteSection:
    title, _, rest = block.partition("\n")
    title = title.strip()
    serves, _, text = rest.partition("\n")
    place = f"{source_id}.md, section '{title}'"
    if not serves.startswith("Serves: "):
        raise SeedError(f"{place}: the line after the title must say what it serves. {_SHAPE}")
    named = serves.removeprefix("Serves: ").strip()
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))
    try:
        return NoteSection(
            id=f"{source_id}#{slug}",
            source_id=source_id,
            title=title,
            elements=() if named == "none" else tuple(name.strip() for name in named.split(",")),
            text="\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        )
    except ValidationError as error:
        faults = "; ".join(
            f"{fault['loc'][0]} {fault['input']!r:.60}: {fault['msg']}" for fault in error.errors(include_url=False)
        )
        raise SeedError(f"{place}: {faults}. {_SHAPE}") from error
