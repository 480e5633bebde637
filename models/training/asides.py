"""Learns when a sentence speaks to the marker, for `models/asides.py`.

`python -m models.training.asides` rebuilds `models/resources/asides.npz`, to the same bytes from the same data: the
sentences of `models/data/asides.jsonl`, and those of the marked scripts, nearly all of which do not.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from models.asides import MEANING_WEIGHT, RESOURCE, TO_MARKER, AsideModel, Numbers, load_asides, word_share
from models.evidence import Evidence, Sentence
from models.low_rank import Taught
from models.meaning import numbers_of
from models.pipeline import EvidenceFinder
from models.training.low_rank import Example, teach
from rubric.library import load_by_id

DATA = Path(__file__).parents[1] / "data"
TARGET = Path(__file__).parents[1] / "resources" / RESOURCE
_RUBRIC_ID = "operations_management.level7"
_FEWEST_USES = 3
_PENALTY = 2.0
_WRITTEN_WEIGHT = 2.0
"""What a sentence written for this counts beside one of a script."""
_FALSE_ALARMS = 1 / 1500
"""Share of the scripts' sentences that may be taken for asides though they are none; most stand in odd scripts."""
_FOLDS = 5
_HALVES = 2
_LAYERS, _RANK, _ROUNDS = 3, 8, 4
"""Last layers of the encoder that are taught, the rank of their changes, and how often every sentence is read."""
_OTHERS = 3000
"""Sentences of scripts that are surely part of an answer and are read too, about so many."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with what is known of it."""

    text: str
    meaning: bytes
    words: tuple[str, ...]
    speaks: bool
    """Whether it speaks to the marker."""
    writer: str
    group: str
    """Sentences of one group are held out together."""
    written: bool
    """Whether it was written for this, and does not stand in a script."""


def build_asides() -> None:
    """Write the model."""
    sentences = [*_of_scripts(), *_written()]
    arrays = _fit(sentences)
    np.savez_compressed(TARGET, **arrays)  # type: ignore[arg-type]
    load_asides.cache_clear()
    np.savez_compressed(TARGET, **arrays, **_fit_closely(sentences, load_asides()))  # type: ignore[arg-type]


def _of_scripts() -> Iterator[_Sentence]:
    finder = EvidenceFinder(load_by_id(_RUBRIC_ID))
    with (DATA / "writers.csv").open(encoding="utf-8") as file:
        writers = {row["id"]: row["writer"] for row in csv.DictReader(file)}
    for path in sorted((DATA / "scripts").glob("*.txt")):
        to_marker = _labelled(path.stem)
        found = finder.find(path.read_text(encoding="utf-8"))
        for each in found.sentences:
            speaks = any(each.start_char < end and start < each.end_char for start, end in to_marker)
            yield _Sentence(
                text=_text_of(found, each),
                meaning=each.meaning,
                words=each.words,
                speaks=speaks,
                writer=writers[path.stem],
                group=path.stem,
                written=False,
            )


def _written() -> Iterator[_Sentence]:
    finder = EvidenceFinder(load_by_id(_RUBRIC_ID))
    for number, line in enumerate((DATA / "asides.jsonl").read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        found = finder.find(row["text"])
        for each in found.sentences:
            yield _Sentence(
                text=_text_of(found, each),
                meaning=each.meaning,
                words=each.words,
                speaks=row["kind"] == TO_MARKER,
                writer=row["writer"],
                group=f"written {number // 10}",
                written=True,
            )


def _text_of(found: Evidence, sentence: Sentence) -> str:
    return " ".join(found.text[sentence.start_char : sentence.end_char].split())


def _labelled(script_id: str) -> Sequence[tuple[int, int]]:
    """Where a script speaks to the marker."""
    lines = (DATA / "sentences" / f"{script_id}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [(row["start"], row["end"]) for row in rows if TO_MARKER in row["functions"]]


def _fit(sentences: Sequence[_Sentence]) -> Mapping[str, npt.NDArray[Any]]:
    """The model of words and meaning."""
    words = [each.words for each in sentences]
    truth, written = (np.array([getattr(each, name) for each in sentences]) for name in ("speaks", "written"))
    uses = Counter(word for each in sentences if each.written for word in each.words)
    known = sorted(word for word, count in uses.items() if count >= _FEWEST_USES)
    rows = sparse.hstack([numbers_of(each.meaning for each in sentences) * MEANING_WEIGHT, _columns(known, words)])
    weights = np.where(written, _WRITTEN_WEIGHT, 1.0)
    model = LogisticRegression(C=_PENALTY, max_iter=500)
    odds = cross_val_predict(
        model,
        rows.tocsr(),
        truth,
        groups=[each.group for each in sentences],
        cv=GroupKFold(_FOLDS),
        method="decision_function",
        params={"sample_weight": weights},
    )
    fitted = model.fit(rows.tocsr(), truth, sample_weight=weights)
    return {
        "words": np.frombuffer("\n".join(known).encode(), dtype=np.uint8),
        "weights": fitted.coef_[0].astype(np.float32),
        "bias_and_threshold": np.array([float(fitted.intercept_[0]), _threshold(odds, truth, written)]),
    }


def _threshold(odds: Numbers, truth: npt.NDArray[np.bool_], written: npt.NDArray[np.bool_]) -> float:
    """Log-odds above which no more of the scripts' sentences are taken for asides than may be."""
    others = np.sort(odds[~truth & ~written])[::-1]
    return float(others[int(len(others) * _FALSE_ALARMS)]) + 1e-3


def _fit_closely(sentences: Sequence[_Sentence], asides: AsideModel) -> Mapping[str, npt.NDArray[Any]]:
    """The encoder as it was taught, and from where on it says so: half of the writers were held out in turn for that.

    It learns from what was written for this, from the sentences of scripts that are open, and from some others.
    """
    is_open = [asides.is_open(each.meaning, each.words) for each in sentences]
    wanted = [open_ or each.written or each.speaks for each, open_ in zip(sentences, is_open, strict=True)]
    others = [each for each, is_wanted in zip(sentences, wanted, strict=True) if not is_wanted]
    known = [each for each, is_wanted in zip(sentences, wanted, strict=True) if is_wanted]
    known += others[:: max(len(others) // _OTHERS, 1)]
    places = {writer: place for place, writer in enumerate(sorted({each.writer for each in sentences}))}
    odds = np.full(len(sentences), -np.inf)
    for half in range(_HALVES):
        taught = _teach([each for each in known if places[each.writer] % _HALVES != half])
        for at, each in enumerate(sentences):
            if is_open[at] and places[each.writer] % _HALVES == half:
                odds[at] = taught.odds(each.text)[0]
    truth, written = (np.array([getattr(each, name) for each in sentences]) for name in ("speaks", "written"))
    threshold = _threshold(odds, truth, written)
    taught = _teach(known)
    return {
        **{f"down.{name}": each.astype(np.float16) for name, each in taught.down.items()},
        **{f"up.{name}": each.astype(np.float16) for name, each in taught.up.items()},
        "closely": np.append(taught.weights[:, 0], taught.bias).astype(np.float16),
        "closely_threshold": np.array(threshold),
    }


def _teach(sentences: Sequence[_Sentence]) -> Taught:
    even = np.ones(1, dtype=np.float32)
    examples = [Example(each.text, np.array([each.speaks], dtype=np.float32), even) for each in sentences]
    return teach(examples, layers=_LAYERS, rank=_RANK, rounds=_ROUNDS)


def _columns(known: Sequence[str], words: Sequence[tuple[str, ...]]) -> sparse.csr_matrix:
    places = {word: place for place, word in enumerate(known)}
    found = sparse.lil_matrix((len(words), len(known)))
    for row, each in enumerate(words):
        mine = [places[word] for word in each if word in places]
        for place in mine:
            found[row, place] = word_share(len(mine))
    return found.tocsr()


if __name__ == "__main__":
    build_asides()
