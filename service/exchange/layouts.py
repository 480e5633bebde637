"""Whose file is it? The names that Moodle and Canvas give to the files of a download, told apart and read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from service.exchange.scripts import Layout

_MOODLE = re.compile(r"(?P<name>[^_]*)_(?P<id>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<rest>.*))?", re.DOTALL)
"""`Full Name_123_assignsubmission_file`, as a folder or before a file's name; Moodle before 4.1 ends it with _."""
_NAMELESS = "Participant"
"""Stands for the name while marking is anonymous, after the group where there is one."""
_CANVAS_FILE = r"(?:(?P<attachment>\d+)_(?P<rest>.+)|(?P<entry>(?:text|link)\.html))"
_CANVAS = re.compile(r"(?P<name>[^\W\d]\w*?)(?P<late>_LATE)?_(?P<id>\d+)_" + _CANVAS_FILE, re.DOTALL)
_CANVAS_ANONYMOUS = re.compile(rf"(?P<first>LATE_)?anon_(?P<late>LATE_)?(?P<id>[0-9A-Za-z]+)_{_CANVAS_FILE}", re.DOTALL)
_READ = (".txt", ".md", ".markdown", ".docx", ".odt", ".rtf", ".pdf", ".html", ".htm")
_MEANT = (".doc", ".docm", ".dotx", ".pages", ".wps", ".wpd", ".tex", ".zip", ".rar", ".7z", "")
_SCRIPTS = frozenset((*_READ, *_MEANT))
"""Endings of what a student may have meant as the script, readable or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What a path says of a file and the student."""

    file_name: str
    participant_id: str | None = None
    participant_name: str | None = None
    is_late: bool = False


def detect_layout(paths: Sequence[str]) -> Layout:
    """The layout of most paths for Moodle, and of all paths for Canvas, whose names ordinary files may have, too."""
    if not paths:
        return Layout.PLAIN
    if 2 * sum(_find_moodle(path) is not None for path in paths) > len(paths):
        return Layout.MOODLE
    found = [_find_canvas(path) for path in paths]
    attachments = [match["attachment"] for match in found if match and match["attachment"]]
    if all(found) and len(set(attachments)) == len(attachments):
        return Layout.CANVAS
    return Layout.PLAIN


def find_owner(path: str, layout: Layout) -> Owner:
    """Whose file it is in that layout; a path of another layout belongs to nobody in particular."""
    if layout is Layout.MOODLE and (owner := _moodle_owner(path)):
        return owner
    if layout is Layout.CANVAS and (match := _find_canvas(path)):
        anonymous = "name" not in match.groupdict()
        return Owner(
            file_name=match["rest"] or match["entry"],
            participant_id=match["id"],
            participant_name=None if anonymous else match["name"],
            is_late=match["late"] is not None or match.groupdict().get("first") is not None,
        )
    return Owner(file_name=PurePosixPath(path).name)


def choose_scripts(owned: Sequence[tuple[str, Owner]]) -> frozenset[str]:
    """The paths that are scripts: what may be one, and everything of a student who handed in nothing else."""
    scripts = {path for path, owner in owned if PurePosixPath(owner.file_name).suffix.lower() in _SCRIPTS}
    served = Counter(owner.participant_id for path, owner in owned if path in scripts)
    alone = {path for path, owner in owned if owner.participant_id is not None and not served[owner.participant_id]}
    return frozenset(scripts | alone)


def _find_moodle(path: str) -> tuple[re.Match[str], tuple[str, ...]] | None:
    """The first part of a path that Moodle named, and the parts after it."""
    parts = PurePosixPath(path).parts
    for index, part in enumerate(parts):
        if match := _MOODLE.fullmatch(part):
            return match, parts[index + 1 :]
    return None


def _moodle_owner(path: str) -> Owner | None:
    found = _find_moodle(path)
    if found is None:
        return None
    match, after = found
    name = " ".join(match["name"].split())
    return Owner(
        file_name=after[-1] if after else match["rest"] or PurePosixPath(path).name,
        participant_id=match["id"],
        participant_name=None if name.endswith(_NAMELESS) else name or None,
    )


def _find_canvas(path: str) -> re.Match[str] | None:
    name = PurePosixPath(path).name
    return _CANVAS_ANONYMOUS.fullmatch(name) or _CANVAS.fullmatch(name)
