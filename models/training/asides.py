"""Learns when a sentence speaks to the marker, for `models/asides.py`.

`python -m models.training.asides` rebuilds `models/resources/asides.npz`, to the same bytes from the same data: the
sentences of `models/data/asides.jsonl`, and those of the marked scripts, nearly all of which do not.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from models.asides import MEANING_WEIGHT, RESOURCE, word_share
from models.meaning import numbers_of
from models.pipeline import EvidenceFinder
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


def build_asides() -> None:
    """Write the model."""
    finder = EvidenceFinder(load_by_id(_RUBRIC_ID))
    meanings: list[bytes] = []
    words: list[tuple[str, ...]] = []
    truth: list[bool] = []
    groups: list[str] = []
    written: list[bool] = []
    for path in sorted((DATA / "scripts").glob("*.txt")):
        to_marker = _labelled(path.stem)
        for sentence in finder.find(path.read_text(encoding="utf-8")).sentences:
            meanings.append(sentence.meaning)
            words.append(sentence.words)
            truth.append(any(sentence.start_char < end and start < sentence.end_char for start, end in to_marker))
            groups.append(path.stem)
            written.append(False)
    for number, line in enumerate((DATA / "asides.jsonl").read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        for sentence in finder.find(row["text"]).sentences:
            meanings.append(sentence.meaning)
            words.append(sentence.words)
            truth.append(row["kind"] == "marker")
            groups.append(f"written {number // 10}")
            written.append(True)
    _save(meanings, words, np.array(truth), groups, np.array(written))


def _labelled(script_id: str) -> Sequence[tuple[int, int]]:
    """Where a script speaks to the marker."""
    lines = (DATA / "sentences" / f"{script_id}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [(row["start"], row["end"]) for row in rows if "marker" in row["functions"]]


def _save(
    meanings: Sequence[bytes],
    words: Sequence[tuple[str, ...]],
    truth: npt.NDArray[np.bool_],
    groups: Sequence[str],
    written: npt.NDArray[np.bool_],
) -> None:
    uses = Counter(word for each, is_written in zip(words, written, strict=True) if is_written for word in each)
    known = sorted(word for word, count in uses.items() if count >= _FEWEST_USES)
    rows = sparse.hstack([numbers_of(meanings) * MEANING_WEIGHT, _columns(known, words)]).tocsr()
    weights = np.where(written, _WRITTEN_WEIGHT, 1.0)
    model = LogisticRegression(C=_PENALTY, max_iter=500)
    chances = cross_val_predict(
        model,
        rows,
        truth,
        groups=groups,
        cv=GroupKFold(_FOLDS),
        method="decision_function",
        params={"sample_weight": weights},
    )
    others = np.sort(chances[~truth & ~written])[::-1]
    threshold = float(others[int(len(others) * _FALSE_ALARMS)]) + 1e-3
    fitted = model.fit(rows, truth, sample_weight=weights)
    np.savez_compressed(
        TARGET,
        words=np.frombuffer("\n".join(known).encode(), dtype=np.uint8),
        weights=fitted.coef_[0].astype(np.float32),
        bias_and_threshold=np.array([float(fitted.intercept_[0]), threshold]),
    )


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
