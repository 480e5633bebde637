"""The project's own files, as the architecture tests see them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("service", "models", "rubric", "seeds")


@cache
def files(suffix: str = "") -> tuple[Path, ...]:
    """Every file that is or would be committed, with that ending."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = sorted(ROOT / name for name in set(listed.stdout.split("\0")) if name)
    return tuple(path for path in paths if path.is_file() and path.name.endswith(suffix))


def source_files() -> tuple[Path, ...]:
    """The Python files of the four packages."""
    return tuple(path for path in files(".py") if path.relative_to(ROOT).parts[0] in PACKAGES)


@cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """A file's path inside the project."""
    return path.relative_to(ROOT).as_posix()
