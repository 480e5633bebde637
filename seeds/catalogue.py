"""The catalogue of source documents: where the rubric's criteria come from."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from seeds.errors import SeedError

CATALOGUE = Path(__file__).with_name("catalogue.yaml")

SourceId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Stated = Annotated[str, Field(pattern=r"^\S(.*\S)?$")]
"""One line; `unknown` where the source itself does not say."""


class Source(BaseModel):
    """A document that the rubric draws on.

    Author, year, licence and address hold what the document itself says of them, and `unknown` where it says nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: SourceId
    file_name: str = Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")
    title: Stated
    gives: Stated
    """What the rubric and the notes take from it."""
    author: Stated
    year: Annotated[int, Field(ge=1400, le=2200)] | Literal["unknown"]
    licence: Stated
    address: str = Field(pattern=r"^(unknown|https?://\S+)$")


def load_catalogue(path: Path = CATALOGUE) -> tuple[Source, ...]:
    """Every source, in the order of the file.

    Raises:
        SeedError: the file is missing or no YAML, a source is wrong, or two share an id or a file name.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SeedError(f"{path.name}: cannot be read ({error}). Put the catalogue back in its place.") from error
    except yaml.YAMLError as error:
        raise SeedError(f"{path.name}: not valid YAML ({error}). Correct the line named.") from error
    entries = document.get("sources") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries or set(document) != {"sources"}:
        raise SeedError(f"{path.name}: the top must hold one key, 'sources', with a list of sources under it.")
    sources = tuple(_parse_source(entry, f"{path.name}, source {place}") for place, entry in enumerate(entries, 1))
    _refuse_repeats(path.name, "id", [source.id for source in sources])
    _refuse_repeats(path.name, "file_name", [source.file_name for source in sources])
    return sources


def _parse_source(entry: Any, place: str) -> Source:
    try:
        return Source.model_validate(entry)
    except ValidationError as error:
        keys = ", ".join(Source.model_fields)
        faults = "; ".join(f"{_key(fault['loc'])}: {fault['msg']}" for fault in error.errors(include_url=False))
        raise SeedError(
            f"{place}: {faults}. A source has the keys {keys}; write 'unknown' where the source itself does not say."
        ) from error


def _key(location: tuple[int | str, ...]) -> str:
    return f"key '{location[0]}'" if location else "the entry"


def _refuse_repeats(file: str, key: str, values: list[str]) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            raise SeedError(f"{file}: {key} '{value}' is given to {count} sources. Give each source its own.")
