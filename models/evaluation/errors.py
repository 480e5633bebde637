"""Errors of the evaluation."""

from models.errors import ModelError


class MarksError(ModelError):
    """A file of marks, labels or writers that cannot be used: which file, which line, what is wrong with it."""

    def __init__(self, name: str, problem: str, *, line: int | None = None) -> None:
        """Say where and what; `name` is the file's."""
        place = name if line is None else f"{name}, line {line}"
        super().__init__(f"{place}: {problem}")
