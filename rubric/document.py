"""A YAML file as plain data that remembers the line of every key, and refuses what a person would not mean."""

import re
from dataclasses import dataclass, field

import yaml

from rubric.errors import Problem

KeyPath = tuple[str | int, ...]
"""Keys and list positions from the top of the file down to one value."""

DEPTH_LIMIT = 30
VALUES_LIMIT = 100_000
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_EMPTY = frozenset({"", "~", "null"})
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DocumentError(Exception):
    """A file that is not the plain YAML a rubric is written in."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem, which names the line."""
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data (dicts, lists, text, numbers, None) with the line of every key and list entry."""

    data: object
    lines: dict[KeyPath, int]

    def line(self, path: KeyPath) -> int | None:
        """The line of a value, or of the nearest value around it that has one; None for the whole file."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def describe(self, path: KeyPath) -> str:
        """The path in words, with ids in place of list positions: `criteria > MP1 > elements > MP1.cost`."""
        names, value = [], self.data
        for step in path:
            value = _child(value, step)
            names.append(_step_name(step, value))
        return " > ".join(names)


def _child(value: object, step: str | int) -> object:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _step_name(step: str | int, value: object) -> str:
    if isinstance(step, str):
        return step
    own_id = value.get("id") if isinstance(value, dict) else None
    return own_id if isinstance(own_id, str) else f"entry {step + 1}"


@dataclass(slots=True)
class _Open:
    """A mapping or list still being read."""

    value: dict[str, object] | list[object]
    path: KeyPath
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Turns YAML events into data without recursion, so that no file can exhaust the stack."""

    stack: list[_Open] = field(default_factory=list)
    lines: dict[KeyPath, int] = field(default_factory=dict)
    documents: list[object] = field(default_factory=list)

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        _refuse_unplain(event, line)
        if len(self.lines) > VALUES_LIMIT:
            raise _refusal(line, f"the file holds more than {VALUES_LIMIT} values, which no rubric needs.")
        if isinstance(event, yaml.ScalarEvent):
            if self._awaits_key():
                self._open_key(event.value, line)
            else:
                self._place(_plain_value(event), line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _open_key(self, key: str, line: int) -> None:
        holder = self.stack[-1]
        path = (*holder.path, key)
        if path in self.lines:
            first = self.lines[path]
            raise _refusal(line, f"the key {key!r} is already on line {first}. Keep one of the two.")
        holder.key = key
        self.lines[path] = line

    def _open(self, event: yaml.CollectionStartEvent, line: int) -> None:
        if self._awaits_key():
            raise _refusal(line, "a key must be a single word, not a list or a group of keys.")
        if len(self.stack) >= DEPTH_LIMIT:
            raise _refusal(line, f"the file nests more than {DEPTH_LIMIT} levels deep.")
        value: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(value, line)
        self.stack.append(_Open(value, path))

    def _place(self, value: object, line: int) -> KeyPath:
        if not self.stack:
            self.documents.append(value)
            return ()
        holder = self.stack[-1]
        if isinstance(holder.value, list):
            path: KeyPath = (*holder.path, len(holder.value))
            holder.value.append(value)
            self.lines[path] = line
            return path
        key = str(holder.key)
        holder.value[key] = value
        holder.key = None
        return (*holder.path, key)


def parse_document(text: str) -> Document:
    """Read one YAML document of mappings, lists, text and numbers.

    `yes`, `no` and dates stay text, so that a lexicon may hold such words.

    Raises:
        DocumentError: not YAML; a key given twice; an anchor, alias or tag; more than one document.
    """
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error) from error
    except yaml.YAMLError as error:
        raise DocumentError(Problem(where="", message=f"this is not YAML ({_first_line(error)}).")) from error
    if len(builder.documents) > 1:
        raise DocumentError(Problem(where="", message="the file holds several documents; take out the lines '---'."))
    return Document(data=builder.documents[0] if builder.documents else None, lines=builder.lines)


def _refusal(line: int, message: str) -> DocumentError:
    return DocumentError(Problem(where="", message=message, line=line))


def _refuse_unplain(event: yaml.Event, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _refusal(line, "anchors and aliases (& and *) are not used here. Write the words out, or quote them.")
    if getattr(event, "tag", None) not in {None, "!"}:
        raise _refusal(line, "tags (!) are not used here. Write the value out, or quote it.")


def _plain_value(event: yaml.ScalarEvent) -> str | int | float | None:
    text = event.value
    if event.style or not event.implicit[0]:
        return text
    if text in _EMPTY:
        return None
    match = _NUMBER.fullmatch(text)
    if not match or len(text) > 20:
        return text
    return float(text) if match.group(1) else int(text)


def _syntax_error(error: yaml.MarkedYAMLError) -> DocumentError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    cause = error.problem or error.context or "the layout cannot be read"
    advice = "Check the indentation, use spaces rather than tabs, and put words with a colon in quotes."
    return DocumentError(Problem(where="", message=f"this is not YAML: {cause}. {advice}", line=line))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
