"""What the addresses have in common: identifiers, words, moments."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

LARGEST_NUMBER = 2_147_483_647
ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
EXAMPLE_ID = "0b5b9a4e-6c1f-4f0e-9d53-2f6c1f0a7e11"


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("The character NUL cannot stand here")
    return text


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("This moment is out of reach") from error


Id = Annotated[str, StringConstraints(pattern=ID)]
Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_storable)
]
"""Words on one line."""
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), AfterValidator(_storable)
]
"""A few sentences."""
LongWords = Annotated[str, StringConstraints(max_length=100_000), AfterValidator(_storable)]
"""A few pages, or nothing."""
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
RubricId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]

Target = Annotated[str, StringConstraints(pattern=r"^(element|band|comment|misconception):[A-Za-z0-9_.]{1,80}$")]
"""One thing in a report."""

IdPath = Annotated[str, Path(pattern=ID, examples=[EXAMPLE_ID])]
RubricIdPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{1,100}$", examples=["operations_management.level7"])]
NumberPath = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]


class Shown(BaseModel):
    """Base of what is answered."""

    model_config = ConfigDict(from_attributes=True)
