"""The families of short texts that models learn from, and what gives their levels away, for tests of the data."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from statistics import mean
from typing import Any

from tests.models.marked_data import count_words, read_rows

FAMILIES = {
    "n to p": ("n", "o", "p"),
    "aa to ac": ("aa", "ab", "ac"),
    "ad and ae": ("ad", "ae"),
    "ap to ar": ("ap", "aq", "ar"),
    "ax to bc": ("ax", "ay", "az", "bb", "bc"),
    "bd to bj": ("bd", "be", "bf", "bg", "bh", "bi", "bj"),
    "cg to cl": ("cg", "ch", "ci", "cj", "cl"),
    "cq to cw": ("cq", "cr", "ct", "cu", "cv", "cw"),
}
FAMILIES["all"] = tuple(chain.from_iterable(FAMILIES.values()))
ELSEWHERE = ("t", "u", "af", "ag", "ba")


def families_by(letters: Sequence[str]) -> Sequence[Sequence[Mapping[str, Any]]]:
    """The families of short texts by these writers."""
    families: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in read_rows("families.jsonl"):
        if row["writer"] in letters:
            families.setdefault((row["writer"], row["family"]), []).append(row)
    return list(families.values())


def _alike(columns: Iterable[Sequence[str]]) -> int:
    return next((place for place, column in enumerate(columns) if len(set(column)) > 1), 0)


def differing_sentences(family: Sequence[Mapping[str, Any]]) -> int:
    """In how many sentences the texts of a family differ."""
    texts = [re.split(r"(?<=[.!?])\s+", row["text"]) for row in family]
    shared = _alike(zip(*texts, strict=False)) + _alike(zip(*(text[::-1] for text in texts), strict=False))
    return max(len(text) for text in texts) - shared


def runs_of(text: str) -> Iterator[tuple[str, ...]]:
    """Every ten running words of a text."""
    words = text.split()
    return (tuple(words[place : place + 10]) for place in range(len(words) - 9))


def lengths_by_level(rows: Sequence[Mapping[str, Any]]) -> str:
    """The mean words of the texts of each level, misconceptions apart."""
    texts = [(row["level"], count_words(row["text"])) for row in rows if not row["element_id"].startswith("MC")]
    return ", ".join(f"{mean(words for found, words in texts if found == level):.0f}" for level in range(3))


def longer_and_shorter(letters: Sequence[str]) -> tuple[int, int]:
    """How often the variant of the higher level is the longer one, and how often the shorter."""
    gaps = [
        count_words(higher["text"]) - count_words(lower["text"])
        for family in families_by(letters)
        for lower, higher in product(family, repeat=2)
        if lower["level"] < higher["level"]
    ]
    return sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)


def guess_by_kind(rows: Sequence[Mapping[str, Any]]) -> str:
    """How often a text's kind gives its level away, and how often the commonest level would be right."""
    kinds: dict[str, Counter[int]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], Counter())[row["level"]] += 1
    right = sum(max(levels.values()) for levels in kinds.values()) / len(rows)
    commonest = max(Counter(row["level"] for row in rows).values()) / len(rows)
    return f"{right:.0%} ({commonest:.0%})"
