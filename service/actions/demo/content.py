"""What the demonstration shows, read from `example.yaml` and the drafts beside it."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """Base of everything in the file: unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Player(Strict):
    """Somebody who plays a part."""

    key: str
    role: Literal["student", "tutor", "administrator"]
    name: str


class Circle(Strict):
    """A group and the keys of who is in it."""

    name: str
    members: tuple[str, ...]


class Objection(Strict):
    """What the student says against one thing in the feedback on the first draft."""

    target: str
    reason: str


class Marks(Strict):
    """What a tutor made of a script."""

    bands: Mapping[str, int]
    elements: Mapping[str, str]


class Work(Strict):
    """A submission: of one of the people, or of a writer without an account."""

    person: str | None = None
    writer: str | None = None
    drafts: Annotated[tuple[str, ...], Field(min_length=1)]
    disagreement: Objection | None = None
    marks: Mapping[str, Marks] = {}
    """By the key of who marked."""


class Task(Strict):
    """An assignment and what was handed in for it."""

    title: str
    prompt: str
    case_text: str
    ask_self_assessment: bool
    for_students: bool
    """False for scripts that are only there to be marked."""
    needs_two_markers: bool
    is_anonymous: bool
    due_in_days: int | None
    submissions: tuple[Work, ...]


class Example(Strict):
    """The whole demonstration."""

    institution: str
    rubric: str
    people: tuple[Player, ...]
    group: Circle
    practice: str
    """The name of a group without students, for what they are not set."""
    assignments: tuple[Task, ...]


@lru_cache(maxsize=1)
def load_example() -> Example:
    """What the demonstration shows."""
    text = files("service.actions.demo").joinpath("example.yaml").read_text(encoding="utf-8")
    return Example.model_validate(yaml.safe_load(text))


def load_draft(name: str) -> str:
    """The text of one of its drafts."""
    return files("service.actions.demo").joinpath("drafts", f"{name}.txt").read_text(encoding="utf-8")
