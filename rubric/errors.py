"""What can go wrong with a rubric, each error saying what happened and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class RubricError(Exception):
    """Base of every error of this package; its text is fit to show to the person who wrote the file."""


class UnreadableFileError(RubricError):
    """A file that cannot be read as text at all."""

    def __init__(self, path: Path, cause: str) -> None:
        """Name the file and say what is wrong with it."""
        super().__init__(f"{path}: {cause}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to correct in a rubric file."""

    where: str
    """The key path in words, ids in place of list positions: `criteria > MP1 > goal`; empty for the file itself."""
    message: str
    """What is wrong and what to write instead."""
    line: int | None = None
    """Line of the file, counted from 1; None where no line can be named."""

    def __str__(self) -> str:
        """The problem in one line, without the name of the file."""
        parts = (f"line {self.line}" if self.line else "", self.where, self.message)
        return ": ".join(part for part in parts if part)


class InvalidRubricError(RubricError):
    """A rubric file that was read but does not fit the schema; every problem found is listed."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        """Keep the problems, one a line, each beginning with the file's name."""
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{name}: {problem}" for problem in self.problems))


class UnknownRubricError(RubricError):
    """No rubric has the id that was asked for."""

    def __init__(self, rubric_id: str, known: Sequence[str]) -> None:
        """Name the ids there are."""
        ids = ", ".join(known) or "none"
        super().__init__(f"there is no rubric {rubric_id!r}. Rubrics there are: {ids}.")


class MisplacedRubricError(RubricError):
    """A rubric whose id does not say where its file lies, so that looking it up by id would not find it."""

    def __init__(self, path: Path, *, found: str, expected: str) -> None:
        """Say which id the place of the file asks for."""
        super().__init__(f"{path}: the id is {found!r}, but the place asks for {expected!r}. Change one of them.")


class PageError(RubricError):
    """A page from which no rubric can be drafted."""
