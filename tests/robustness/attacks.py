"""Texts that only look like an answer: written ones, and ones made from marked scripts with seeded random numbers."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

DATA = Path(__file__).with_name("data")
SETS = ("known", "second", "fresh", "everyday", "hints")
"""Written before the rules; after the first rules, then read once; after all rules and never used to set them; in
everyday words, after all rules, and in view when one bound was set (`models/scoring/flags.py`, what stands apart); half
of them without a word of marking, after all rules and never used to set them."""

CEILINGS: Mapping[str, int] = {
    "stuffing": 15,
    "babble": 15,
    "shuffled": 15,
    "offtopic": 15,
    "language": 15,
    "outline": 15,
    "cover": 15,
    "task": 15,
    "definitions": 25,
    "quotations": 25,
}
"""The highest overall estimate that a text of the family may get; one that is not judged is below every ceiling."""
GAINS: Mapping[str, int] = {"padding": 2, "insertion": 2, "repetition": 3, "marker": 1, "hidden": 1}
"""The most that a draft may gain; for text to the marker and hidden characters also the most that it may lose."""
STEADY = frozenset({"marker", "hidden"})
UNFLAGGED = frozenset({"padding"})
"""Padding with idle words is no offence: nothing need be flagged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One attack; `base` is the sound draft that it grew from, where there is one."""

    name: str
    family: str
    written: str
    text: str
    base: str = ""


def written_attacks(drafts: Sequence[str]) -> Iterator[Attack]:
    """The attacks that people wrote, messages put into sound drafts in three places."""
    for written in SETS:
        path = DATA / f"attacks_{written}.yaml"
        for number, each in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            if "text" in each:
                yield Attack(name=each["id"], family=each["family"], written=written, text=each["text"])
                continue
            base = drafts[number % len(drafts)]
            for place, text in enumerate(inserted(base, each["insert"])):
                yield Attack(name=f"{each['id']}-{place}", family="marker", written=written, text=text, base=base)


def inserted(draft: str, message: str) -> tuple[str, str, str]:
    """The draft with a message in it, as a paragraph of its own, within a paragraph, and at the end."""
    middle = draft.find(". ", len(draft) // 2) + 1
    first, gap, rest = draft.partition("\n\n" if "\n\n" in draft else "\n")
    return f"{first}{gap}{message}{gap}{rest}", f"{draft[:middle]} {message}{draft[middle:]}", f"{draft}\n\n{message}"


def made_attacks(drafts: Sequence[str], others: Mapping[str, str], rng: random.Random) -> Iterator[Attack]:
    """Every way of making an attack, applied to every draft; `others` are texts to paste in, by name."""
    for number, base in enumerate(drafts):
        for name, family, make in WAYS:
            text = make(base, rng)
            kept = base if family in GAINS else ""
            yield Attack(name=f"{name}-{number}", family=family, written="made", text=text, base=kept)
        for name, other in others.items():
            text = f"{other}\n\n{base}"
            yield Attack(name=f"paste {name}-{number}", family="insertion", written="made", text=text, base=base)


def _shuffle(words: list[str], rng: random.Random) -> str:
    rng.shuffle(words)
    return " ".join(words)


def _shuffled_draft(draft: str, rng: random.Random) -> str:
    words = draft.split()
    rng.shuffle(words)
    lines = [" ".join(words[start : start + 80]) for start in range(0, len(words), 80)]
    return "\n\n".join(lines)


def _shuffled_paragraphs(draft: str, rng: random.Random) -> str:
    return "\n\n".join(_shuffle(each.split(), rng) for each in draft.split("\n\n"))


def _shuffled_sentences(draft: str, rng: random.Random) -> str:
    return " ".join(_shuffle(each.split(), rng) for each in re.split(r"(?<=[.!?])\s+", draft))


def _swapped_neighbours(draft: str, rng: random.Random) -> str:
    words = draft.split()
    for place in range(0, len(words) - 2, 2):
        if rng.random() < 0.8:
            words[place], words[place + 2] = words[place + 2], words[place]
    return " ".join(words)


def _repeated(times: int) -> Callable[[str, random.Random], str]:
    def repeat(draft: str, rng: random.Random) -> str:
        paragraphs = draft.split("\n\n")
        chosen = rng.choice([each for each in paragraphs if len(each.split()) > 40] or paragraphs)
        return "\n\n".join([draft, *[chosen] * times])

    return repeat


def _repeated_whole(draft: str, rng: random.Random) -> str:
    return "\n\n".join([draft] * 3)


def _padded(share: float, idle: Sequence[str]) -> Callable[[str, random.Random], str]:
    def pad(draft: str, rng: random.Random) -> str:
        wanted = len(draft.split()) * share / (1 - share)
        paragraphs, added = draft.split("\n\n"), 0
        for passage in rng.sample(idle, len(idle)):
            if added >= wanted:
                break
            paragraphs.insert(rng.randrange(len(paragraphs) + 1), passage)
            added += len(passage.split())
        return "\n\n".join(paragraphs)

    return pad


def _hidden(mark: str) -> Callable[[str, random.Random], str]:
    def hide(draft: str, rng: random.Random) -> str:
        return "".join(char + (mark if char.isalpha() and rng.random() < 0.05 else "") for char in draft)

    return hide


_ALIKE = str.maketrans("aceopxy", "асеорху")  # noqa: RUF001


def _look_alike(draft: str, rng: random.Random) -> str:
    return " ".join(word.translate(_ALIKE) if rng.random() < 0.1 else word for word in draft.split(" "))


_POOLS: Mapping[str, Sequence[str]] = {
    name: tuple(each.strip() for each in text.split("\n\n") if each.strip())
    for name, text in yaml.safe_load((DATA / "padding.yaml").read_text(encoding="utf-8")).items()
}

WAYS: Sequence[tuple[str, str, Callable[[str, random.Random], str]]] = (
    ("shuffled draft", "shuffled", _shuffled_draft),
    ("shuffled paragraphs", "shuffled", _shuffled_paragraphs),
    ("shuffled sentences", "shuffled", _shuffled_sentences),
    ("swapped neighbours", "shuffled", _swapped_neighbours),
    ("a paragraph again", "repetition", _repeated(1)),
    ("a paragraph six times", "repetition", _repeated(6)),
    ("the whole again", "repetition", _repeated_whole),
    *(
        (f"{pool} padding {share:.0%}", "padding", _padded(share, passages))
        for pool, passages in _POOLS.items()
        for share in (0.1, 0.25, 0.5)
    ),
    ("zero-width space", "hidden", _hidden("\u200b")),
    ("soft hyphen", "hidden", _hidden("\u00ad")),
    ("look-alike letters", "hidden", _look_alike),
)
