"""Two drafts side by side: paragraphs that belong together, and in them the words taken out and put in. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_PARAGRAPH = re.compile(r"\n\s*\n|\n")
_WORD = re.compile(r"\S+\s*")
MOST_WORDS = 1_500
"""Longer paragraphs are shown as taken out and put in as a whole, so that no draft takes long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words of one side that are the same in both drafts, or not."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two paragraphs that belong together; an empty side where one draft has none."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return any(run.is_changed for run in (*self.before, *self.after))


def compare_texts(before: str, after: str) -> tuple[Pair, ...]:
    """The paragraphs of two drafts in order, those that belong together side by side."""
    left, right = _paragraphs(before), _paragraphs(after)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    pairs: list[Pair] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        for old, new in zip_longest(left[i1:i2], right[j1:j2], fillvalue=""):
            same = Run(text=old, is_changed=False)
            pairs.append(Pair(before=(same,), after=(same,)) if kind == "equal" else _compare(old, new))
    return tuple(pairs)


def _paragraphs(text: str) -> list[str]:
    return [found.strip() for found in _PARAGRAPH.split(text) if found.strip()]


def _compare(old: str, new: str) -> Pair:
    left, right = _WORD.findall(old), _WORD.findall(new)
    if not left or not right or max(len(left), len(right)) > MOST_WORDS:
        return Pair(before=_whole(old), after=_whole(new))
    plain = [word.strip() for word in left], [word.strip() for word in right]
    codes = SequenceMatcher(None, *plain, autojunk=False).get_opcodes()
    return Pair(
        before=tuple(_runs(left, [(kind, i1, i2) for kind, i1, i2, _, _ in codes])),
        after=tuple(_runs(right, [(kind, j1, j2) for kind, _, _, j1, j2 in codes])),
    )


def _runs(words: Sequence[str], codes: Sequence[tuple[str, int, int]]) -> Iterator[Run]:
    for kind, start, end in codes:
        if end > start:
            yield Run(text="".join(words[start:end]), is_changed=kind != "equal")


def _whole(text: str) -> tuple[Run, ...]:
    return (Run(text=text, is_changed=True),) if text else ()
