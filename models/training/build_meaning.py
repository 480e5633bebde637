"""Makes `models/resources/meaning.npz` from a published sentence encoder: run once, by hand, when the encoder changes.

Each piece of the vocabulary of `models/encoder.py` is read by the whole encoder on its own; the results are weighted
by how rare the piece is in the marked scripts, brought down to `MEANING_SIZE` directions by a principal component
analysis of the scripts' sentences, and rounded to bytes. To run it: python -m models.training.build_meaning.
"""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.encoder import Encoder, load_encoder, numpy_maths, read_layer
from models.meaning import MEANING_SIZE, MeaningTable

Matrix = npt.NDArray[np.float32]

TARGET = Path(__file__).parents[1] / "resources" / "meaning.npz"
SCRIPTS = Path(__file__).parents[1] / "data" / "scripts"
RARE = 1e-3
"""Share of the text at which a piece counts half (smooth inverse frequency, Arora et al. 2017)."""
BATCH = 1024
_KEPT = re.compile(r"(##)?[a-z0-9]+|[!-/:-@£€%]")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


def build() -> None:
    """Write the table."""
    encoder = load_encoder()
    kept = [(place, piece) for place, piece in enumerate(encoder.pieces.names) if _KEPT.fullmatch(piece)]
    texts = np.array([encoder.opened([place]) for place, _ in kept])
    raw = np.vstack([_read(encoder, texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)])
    distil(tuple(piece for _, piece in kept), raw)


def _read(encoder: Encoder, texts: npt.NDArray[np.int64]) -> Matrix:
    """A unit vector for each text, a row of piece places."""
    state = encoder.begin(texts)
    for layer in encoder.layers:
        state = read_layer(layer, state, 0, numpy_maths())
    found = state.mean(1)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def distil(names: tuple[str, ...], raw: Matrix) -> None:
    """Weigh, shorten and round the vectors of the pieces, and write them."""
    sentences = [
        each for path in sorted(SCRIPTS.glob("*.txt")) for each in _SENTENCE.findall(path.read_text(encoding="utf-8"))
    ]
    weighted = raw * _rarity(names, sentences)[:, None]
    _save(names, weighted, _directions(names, weighted, sentences), sentences)


def _rarity(names: tuple[str, ...], sentences: list[str]) -> Matrix:
    lookup = _lookup(names)
    counts = Counter(place for sentence in sentences for place in lookup.places_of(sentence))
    total = sum(counts.values())
    return np.array([RARE / (RARE + counts[place] / total) for place in range(len(names))], dtype=np.float32)


def _lookup(names: tuple[str, ...]) -> MeaningTable:
    """A table that only knows the pieces."""
    size = len(names)
    return MeaningTable(names, np.zeros((size, 1), np.int8), np.ones(size, np.float32), np.zeros(1, np.float32))


def _directions(names: tuple[str, ...], weighted: Matrix, sentences: list[str]) -> Matrix:
    vectors = _meanings(names, weighted, sentences)
    _, _, directions = np.linalg.svd(vectors - vectors.mean(0), full_matrices=False)
    return np.asarray(directions[:MEANING_SIZE].T, dtype=np.float32)


def _meanings(names: tuple[str, ...], vectors: Matrix, sentences: list[str]) -> Matrix:
    lookup = _lookup(names)
    places = [lookup.places_of(each) for each in sentences]
    sums = np.array([vectors[each].sum(0) for each in places if each])
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), dtype=np.float32)


def _save(names: tuple[str, ...], weighted: Matrix, directions: Matrix, sentences: list[str]) -> None:
    short = weighted @ directions
    scales = np.abs(short).max(1) / 127
    vectors = np.round(short / scales[:, None]).astype(np.int8)
    rounded = vectors * scales[:, None]
    meanings = _meanings(names, rounded, sentences)
    np.savez_compressed(
        TARGET,
        pieces=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        vectors=vectors,
        scales=scales.astype(np.float32),
        mean=meanings.mean(0).astype(np.float32),
    )


if __name__ == "__main__":
    build()
