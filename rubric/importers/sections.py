"""A plain text page as a title and sections with their bullets, however the page was laid out or saved."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class SectionKind(StrEnum):
    """What a section of an examiner's page holds."""

    SYNOPSIS = "synopsis"
    KEY_CONCEPTS = "key_concepts"
    TIPS = "tips"
    MISCONCEPTIONS = "misconceptions"
    MARKING_POINTS = "marking_points"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it, until the next heading."""

    kind: SectionKind
    heading: str
    bullets: tuple[str, ...]
    """Bullets joined over their lines; bullets below a bullet stand in brackets behind it."""
    paragraphs: tuple[str, ...]
    """What stands outside bullets, joined over its lines where blank lines part it, else line by line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page read into sections. `title` is the first line where it is no heading; empty where there is none."""

    title: str
    sections: tuple[Section, ...]

    def of_kind(self, kind: SectionKind) -> tuple[Section, ...]:
        """The sections of one kind, in the order of the page."""
        return tuple(section for section in self.sections if section.kind is kind)


LONGEST_PARAGRAPH = 4_000
"""Characters that are kept of a paragraph or bullet, give or take a line."""

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SYMBOLS = (
    "\u2022\u25e6\u25aa\u25ab\u2023\u2043\u00b7\u25cf\u25cb\u25a0\u25a1\u27a2\u27a4\u2713\u2714\u2192\uf0b7\uf0a7"
)
_BULLET = re.compile(
    rf"""^(?P<indent>\s*)(?:
        [{_SYMBOLS}]\s* |
        [-*\u2013\u2014\u2212](?:\s+|$|(?=[A-Z])) |
        o(?:\t|\s{{2,}}) |
        \(?(?:\d{{1,2}}|[a-zA-Z]|[ivxIVX]{{1,5}})[.)](?:\s+|$) |
        (?:[A-Z]{{1,3}}\d{{1,2}}|\d{{1,2}})(?:\.\d{{1,2}})*[.:)]\s+ |
        \d{{1,2}}\.\d{{1,2}}\s+(?=[A-Z])
    )(?:\[[\ xX]\]\s*)?(?P<text>.*)$""",
    re.VERBOSE,
)
_NUMBERING = re.compile(r"^(?:section|part)?\s*(?:\d{1,2}|[a-z])[.):]\s+", re.IGNORECASE)
_MARKUP = re.compile(r"\*\*|__|`")
_SENTENCE_END = (".", "!", "?", ";", ":")
_HEADING_WORDS = 8


def parse_page(text: str, headings: Mapping[str, Sequence[str]]) -> Page:
    """Read a page; `headings` names, for each kind of section, the headings it is known by."""
    known = {SectionKind(kind): _heading_pattern(names) for kind, names in headings.items()}
    reader = _Reader(known)
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        reader.read(_HIDDEN.sub("", line).replace("\u00a0", " ").rstrip())
    return Page(title=reader.title, sections=tuple(draft.finish() for draft in _settled(reader.drafts)))


def _heading_pattern(names: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    alternatives = "|".join(re.escape(name) for name in longest_first)
    more = r"\s*(?:[&/,+(\u2013\u2014-]|and\b).{1,60}"
    return re.compile(rf"(?:{alternatives})(?:{more})?(?P<colon>\s*:\s*(?P<inline>\S.*)?)?", re.IGNORECASE)


@dataclass(slots=True)
class _Draft:
    """A section still being read."""

    kind: SectionKind
    heading: str
    bullets: list[list[str]] = field(default_factory=list)
    """Each bullet followed by the bullets below it."""
    lines: list[str] = field(default_factory=list)
    indent: int = 0

    def is_filled(self) -> bool:
        return bool(self.bullets) or any(self.lines) or self.kind is not SectionKind.OTHER

    def finish(self) -> Section:
        bullets = tuple(text for text in map(_with_children, self.bullets) if any(map(str.isalnum, text)))
        paragraphs = tuple(_paragraphs(self.lines))
        return Section(kind=self.kind, heading=self.heading, bullets=bullets, paragraphs=paragraphs)


@dataclass(slots=True)
class _Reader:
    """Reads a page line by line."""

    known: Mapping[SectionKind, re.Pattern[str]]
    title: str = ""
    drafts: list[_Draft] = field(default_factory=list)
    after_blank: bool = True
    last: str = ""
    in_bullet: bool = False

    def read(self, line: str) -> None:
        if not _BULLET.match(line) and not any(character.isalnum() for character in line):
            self.after_blank = True
            if self.drafts:
                self.drafts[-1].lines.append("")
            return
        if not (self._read_heading(line) or self._read_bullet(line)):
            self._read_words(line.strip())
        self.after_blank = False
        self.last = line.strip()

    def _read_heading(self, line: str) -> bool:
        marked, core = _heading_core(line)
        for kind, pattern in self.known.items():
            match = pattern.fullmatch(core)
            if match and (marked or core[0].isupper()) and _is_short(core[: match.start("colon")]):
                inline = match.group("inline")
                self._open(kind, core if not inline else core[: match.start("colon")])
                if inline:
                    self._read_words(inline)
                return True
        if _BULLET.match(line) or not self._looks_like_heading(core, marked=marked):
            return False
        if self.drafts or self.title:
            self._open(SectionKind.OTHER, core)
        else:
            self.title = core
        return True

    def _looks_like_heading(self, core: str, *, marked: bool) -> bool:
        if not core or not _is_short(core):
            return False
        if marked:
            return True
        apart = self.after_blank or self.last.endswith(_SENTENCE_END)
        return apart and not core.endswith((".", ",", ";", "!")) and _is_title_case(core)

    def _open(self, kind: SectionKind, heading: str) -> None:
        self.drafts.append(_Draft(kind, heading.rstrip(": ")))
        self.in_bullet = False

    def _read_bullet(self, line: str) -> bool:
        match = _BULLET.match(line)
        if not match:
            return False
        if not self.drafts:
            self._open(SectionKind.OTHER, "")
        draft = self.drafts[-1]
        indent = len(match.group("indent").expandtabs(4))
        text = _MARKUP.sub("", match.group("text")).strip()
        if draft.bullets and indent > draft.indent + 1:
            draft.bullets[-1].append(text)
        else:
            if not draft.bullets:
                draft.indent = indent
            draft.bullets.append([text])
        self.in_bullet = True
        return True

    def _read_words(self, words: str) -> None:
        words = _MARKUP.sub("", words)
        if not self.drafts:
            if not self.title:
                self.title = words
                return
            self._open(SectionKind.OTHER, "")
        draft = self.drafts[-1]
        if self.in_bullet and (not self.after_blank or words[:1].islower()):
            draft.bullets[-1][-1] = _joined(draft.bullets[-1][-1], words)
        else:
            self.in_bullet = False
            draft.lines.append(words)


def _settled(drafts: Sequence[_Draft]) -> list[_Draft]:
    """The drafts that hold something; an empty unknown heading was a line of the section before it."""
    settled: list[_Draft] = []
    for draft in drafts:
        if draft.is_filled():
            settled.append(draft)
        elif settled and not settled[-1].bullets:
            settled[-1].lines.extend(["", draft.heading])
    return settled


def _heading_core(line: str) -> tuple[bool, str]:
    """Whether a line is marked as a heading (#, bold, a colon at its end), and its words."""
    text = line.strip()
    hashes = text.lstrip("#")
    core = hashes.strip().strip("#").strip()
    is_bold = core.startswith(("**", "__")) and core.rstrip(": ").endswith(("**", "__"))
    core = _MARKUP.sub("", core).replace("\u2019", "'").strip()
    marked = text.startswith("#") or is_bold or core.endswith(":")
    core = _NUMBERING.sub("", core)
    return marked, core


def _is_short(text: str) -> bool:
    return len(text.split()) <= _HEADING_WORDS and not text.rstrip().endswith(".")


def _is_title_case(text: str) -> bool:
    words = [word for word in text.split() if word[0].isalpha()]
    long_words = [word for word in words if len(word) > 3]
    return bool(words) and words[0][0].isupper() and all(word[0].isupper() for word in long_words)


def _joined(start: str, rest: str) -> str:
    """Two lines of one sentence; a word parted at its hyphen is put together again."""
    if len(start) > LONGEST_PARAGRAPH:
        return start
    if start.endswith("-") and len(start) > 1 and start[-2].isalpha():
        return start + rest
    return f"{start} {rest}".strip()


def _with_children(bullet: Sequence[str]) -> str:
    parent, *children = bullet
    if not any(children):
        return parent
    listed = "; ".join(child.rstrip(".;,") for child in children if child)
    return f"{parent.rstrip(' :.,')} ({listed})" if parent else listed


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Paragraphs where blank lines part them; otherwise every line that does not go on in small letters."""
    text = "\n".join(lines).strip()
    apart = "\n\n" in text
    current = ""
    for line in text.split("\n"):
        goes_on = bool(line) and (apart or line[0].islower())
        if current and not goes_on:
            yield current
            current = ""
        current = _joined(current, line)
    if current:
        yield current
