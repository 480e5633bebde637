"""What comes out of a zip or a folder: scripts, each with whose it is and a way to read it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Layout(StrEnum):
    """How the files in a zip or folder are named."""

    PLAIN = "plain"
    MOODLE = "moodle"
    CANVAS = "canvas"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeLimits:
    """What a zip or folder may cost."""

    max_file_bytes: int
    """Of one script."""
    max_entries: int = 10_000
    max_unpacked_bytes: int = 2_000_000_000
    """Of all scripts together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One file that is to be scored, named but not read yet."""

    name: str
    """Its path in the zip or folder, in composed Unicode; no other script of the intake has it."""
    file_name: str
    """As the student called it."""
    participant_id: str | None = None
    """Moodle's participant id or Canvas's user id; for an anonymous Canvas submission its anonymous id."""
    participant_name: str | None = None
    """As far as the layout tells it; Canvas gives names without spaces, in small letters."""
    is_late: bool = False
    read: Callable[[], bytes] = field(repr=False, compare=False)
    """The file's bytes. Raises `service.errors.DraftError` where this one script cannot be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Everything that was found, in an order that does not depend on the order in the file."""

    layout: Layout
    scripts: tuple[Script, ...]
    skipped: tuple[str, ...]
    """Names of files that are no scripts, such as pictures handed in beside one."""
