"""Reads the word lists beside this file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """American spellings and what they become."""

    min_length: int
    suffixes: Mapping[str, str]
    keep: frozenset[str]
    words: Mapping[str, str]


def _read(name: str) -> str:
    return resources.files("models.resources").joinpath(name).read_text(encoding="utf-8")


@cache
def load_cues() -> Mapping[str, tuple[str, ...]]:
    """Cue phrases by cue name, as written in `cues.yaml`."""
    table: dict[str, list[str]] = yaml.safe_load(_read("cues.yaml"))
    return {name: tuple(str(phrase) for phrase in phrases) for name, phrases in table.items()}


@cache
def load_asides() -> Mapping[str, tuple[str, ...]]:
    """Phrases by what they speak of aside from an operation, as written in `asides.yaml`."""
    table: dict[str, list[str]] = yaml.safe_load(_read("asides.yaml"))
    return {name: tuple(str(phrase) for phrase in phrases) for name, phrases in table.items()}


@cache
def load_words(name: str) -> frozenset[str]:
    """The words of `<name>.txt`, lines that begin with # left out."""
    lines = _read(f"{name}.txt").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def load_spelling() -> Spelling:
    """The spelling table of `spelling.yaml`."""
    table = yaml.safe_load(_read("spelling.yaml"))
    return Spelling(
        min_length=table["min_length"],
        suffixes=table["suffixes"],
        keep=frozenset(table["keep"]),
        words=table["words"],
    )
