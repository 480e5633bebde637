"""The marked scripts that models learn from, and how far their markers agree, for tests of the data."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from models.evaluation.agreement import Agreement, measure_agreement
from models.evaluation.bootstrap import Bootstrap
from models.evaluation.groups import load_writers
from models.evaluation.marks import Marks, load_marks
from rubric.loader import load_rubric

ROOT = Path(__file__).parents[2]
DATA = ROOT / "models" / "data"
CARD = (DATA / "README.md").read_text(encoding="utf-8")
PLAIN_CARD = " ".join(CARD.split())
RUBRIC = load_rubric(ROOT / "rubric" / "criteria" / "operations_management" / "level7.yaml")
IDS = [*(each.id for each in RUBRIC.elements), *(each.id for each in RUBRIC.misconceptions)]
HIGHEST = {**{each.id: 2 for each in RUBRIC.elements}, **{each.id: 1 for each in RUBRIC.misconceptions}}
TWICE = {
    "e to g": tuple("efg"),
    "a to d": tuple("abcd"),
    "q to s": tuple("qrs"),
    "v to z": tuple("vwxyz"),
    "ak to av": ("ak", "al", "am", "an", "ao", "as", "at", "au", "av"),
    "bk to bw": ("bk", "bl", "bm", "bn", "bo", "bp", "bq", "br", "bs", "bt", "bu", "bv", "bw"),
    "bx to ca": ("bx", "by", "bz", "ca"),
    "cm and co": ("cm", "co"),
}
MARKED_TWICE = tuple(chain.from_iterable(TWICE.values()))


@cache
def read_rows(name: str) -> Sequence[Mapping[str, Any]]:
    """The rows of a file of the data."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").split("\n") if line]


def read_pairs() -> Sequence[Mapping[str, Any]]:
    """All minimal pairs."""
    return [*read_rows("pairs.jsonl"), *read_rows("pairs_fresh.jsonl")]


def texts_of_pairs() -> list[str]:
    """Both halves of all minimal pairs."""
    return [text for row in read_pairs() for text in (row["text"], row["other_text"])]


@cache
def read_marks(name: str) -> Mapping[str, Marks]:
    """The marks in a file of the data, by script."""
    return load_marks(DATA / name, RUBRIC)


def read_text(script_id: str) -> str:
    """The text of a script."""
    return (DATA / "scripts" / f"{script_id}.txt").read_text(encoding="utf-8")


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def judgements_of(marks: Marks) -> Mapping[str, object]:
    """All that a marker judged, save for the overall mark."""
    return {**marks.bands, **marks.elements, **marks.misconceptions}


def read_adjudicated() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """The adjudicated disagreements, by script and by what was judged."""
    return {(row["id"], row["what"]): row for row in read_rows("adjudication.jsonl")}


def unlike_their_sentences(script_ids: Iterable[str]) -> Sequence[tuple[str, str]]:
    """Scripts and elements whose level is not that of the best sentence."""
    found = []
    for script_id in script_ids:
        labels = read_rows(f"sentences/{script_id}.jsonl")
        for element_id, level in read_marks("marks.jsonl")[script_id].elements.items():
            if level != max((label["elements"].get(element_id, 0) for label in labels), default=0):
                found.append((script_id, element_id))
    return found


def verdicts_on(names: Sequence[str]) -> Counter[str]:
    """Whom adjudication agreed with, on these writers' scripts."""
    writers = load_writers(DATA / "writers.csv")
    return Counter(
        "first" if row["definitive"] == row["first"] else "second" if row["definitive"] == row["second"] else "between"
        for row in read_rows("adjudication.jsonl")
        if writers[row["id"]] in names
    )


def marks_by(names: Sequence[str]) -> Mapping[str, Marks]:
    """The definitive marks of these writers' scripts."""
    writers = load_writers(DATA / "writers.csv")
    return {script_id: marks for script_id, marks in read_marks("marks.jsonl").items() if writers[script_id] in names}


def correlation(marks: Mapping[str, Marks], lengths: Mapping[str, int]) -> float:
    """How far overall marks go with length."""
    overall = [each.overall or 0 for each in marks.values()]
    return float(np.corrcoef(overall, [lengths[script_id] for script_id in marks])[0, 1])


@cache
def measure_agreements() -> Sequence[Agreement]:
    """How far the markers agree, on each group of writers marked twice and on all."""
    first, second = read_marks("marks.first.jsonl"), read_marks("marks.second.jsonl")
    writers = load_writers(DATA / "writers.csv")
    groups = [[each for each in first if writers[each] in names] for names in (*TWICE.values(), MARKED_TWICE)]
    return [
        measure_agreement(
            RUBRIC,
            [first[each] for each in ids],
            [second[each] for each in ids],
            bootstrap=Bootstrap(rng=np.random.default_rng(0), resamples=0),
        )
        for ids in groups
    ]


def figures_of(agreement: Agreement) -> Mapping[str, float]:
    """The figures of agreement that the card tells."""
    return {
        **{f"{each} band, QWK": found.qwk.value for each, found in agreement.bands.items()},
        "mean of bands, QWK": agreement.band_mean.qwk.value,
        "mean of elements, QWK": agreement.element_qwk_mean.value,
        "mean of elements, F1": agreement.element_f1_mean.value,
        **{f"{each}, F1": found.f1.value for each, found in agreement.misconceptions.items()},
        "overall, correlation": agreement.overall.r.value,
        "overall, mean gap in marks": agreement.overall.mean_absolute_error.value,
    }
