"""What a check has to say about a rubric."""

from dataclasses import dataclass
from enum import StrEnum

from rubric.document import KeyPath


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """The rubric must not be used like this."""
    WARNING = "warning"
    """It works, but somebody should look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a check found."""

    severity: Severity
    where: str
    """The thing meant, by its id where it has one, and the key under it: `MP1.cost: lexicon.terms`."""
    message: str
    """What is wrong and what to do."""
    path: KeyPath = ()
    """Where it is in the rubric file, from the top down; empty for the rubric as a whole."""


def error(where: str, message: str, path: KeyPath = ()) -> Finding:
    """A finding that must be put right."""
    return Finding(severity=Severity.ERROR, where=where, message=message, path=path)


def warning(where: str, message: str, path: KeyPath = ()) -> Finding:
    """A finding to look at."""
    return Finding(severity=Severity.WARNING, where=where, message=message, path=path)
