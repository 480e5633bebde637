"""Which scripts are evaluated, and where their texts lie."""

from collections.abc import Collection, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from models.evaluation.errors import MarksError
from models.evaluation.files import numbered_lines, read_text


def find_scripts(folder: Path) -> Mapping[str, Path]:
    """The files of a folder by script id, which is a file's name without its ending; hidden files are left out.

    Raises:
        MarksError: two files have one id, or the folder cannot be read.
    """
    found: dict[str, Path] = {}
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise MarksError(str(folder), f"the folder cannot be read ({error.strerror})") from error
    for path in paths:
        if path.stem in found:
            raise MarksError(folder.name, f"{found[path.stem].name} and {path.name} are both script {path.stem}")
        found[path.stem] = path
    return found


def choose_scripts(known: Collection[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """The ids wanted, sorted; all that are known where nothing is said.

    Each of `wanted` is a file with one id a line, or ids and patterns such as `s0*` or `s16[1-9]` between commas.

    Raises:
        MarksError: an id or a pattern fits no script that was marked.
    """
    if not wanted:
        return tuple(sorted(known))
    chosen: set[str] = set()
    for choice in wanted:
        name, patterns = _patterns_of(choice)
        for pattern in patterns:
            fitting = {script_id for script_id in known if fnmatchcase(script_id, pattern)}
            if not fitting:
                raise MarksError(name, f"'{pattern}' fits no script that was marked")
            chosen |= fitting
    return tuple(sorted(chosen))


def _patterns_of(choice: str) -> tuple[str, tuple[str, ...]]:
    """Where the patterns come from, for messages, and the patterns."""
    path = Path(choice)
    if path.is_file():
        return path.name, tuple(line.strip() for _, line in numbered_lines(read_text(path)))
    return "choice of scripts", tuple(pattern.strip() for pattern in choice.split(","))
