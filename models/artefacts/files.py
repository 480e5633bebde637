"""Reads and writes a judge as a skops file: numbers and names only, nothing that could run."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from models.errors import ModelError
from models.evidence import Function
from models.scoring.close_reading import CloseReading
from models.scoring.judge import (
    BandWeights,
    Judge,
    Levels,
    LevelWeights,
    Misconceptions,
    MisconceptionWeights,
    OverallCurve,
    SentenceWeights,
)
from models.scoring.network import SecondReading, SecondReadings
from models.scoring.third_reading import ThirdReading
from models.scoring.unrelated import Unrelated
from rubric.schema import Rubric

FORMAT = 7
SUFFIX = ".skops"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_IDENTITY = "__id__"


class ArtefactError(ModelError):
    """A file of trained models that cannot be used. The message names it and says what to do."""


def load_judge(path: Path) -> Judge:
    """The judge in a file.

    Raises:
        ArtefactError: the file is missing, damaged, of another format, or holds more than numbers and names.
    """
    try:
        return _parse(path.read_bytes(), path.name)
    except OSError as error:
        raise ArtefactError(
            f"{path}: the file cannot be read ({error.strerror}). Train it again: make train"
        ) from error


@cache
def load_packaged(rubric_id: str) -> Judge | None:
    """The judge that comes with the program for a rubric; None where there is none."""
    found = resources.files("models.artefacts").joinpath(f"{rubric_id}{SUFFIX}")
    return _parse(found.read_bytes(), found.name) if found.is_file() else None


def find_judge(rubric: Rubric, folder: Path | None) -> Judge | None:
    """The judge that lies beside a tutor's rubrics in `folder`, else the one that comes with the program, if any.

    Raises:
        ArtefactError: the file in the folder cannot be used.
    """
    own = folder / f"{rubric.id}{SUFFIX}" if folder else None
    return load_judge(own) if own and own.is_file() else load_packaged(rubric.id)


def fits(judge: Judge, rubric: Rubric) -> bool:
    """Whether a judge was trained for the rubric, as far as its elements go; wording and lexicon may have changed."""
    return judge.rubric_id == rubric.id and judge.element_ids == tuple(element.id for element in rubric.elements)


def save_judge(judge: Judge, path: Path) -> None:
    """Write a judge; the same judge always gives the same bytes."""
    path.write_bytes(dump_judge(judge))


def dump_judge(judge: Judge) -> bytes:
    """A judge as the bytes of a skops file."""
    import skops.io  # brings all of scikit-learn, which takes a second and is not needed to judge

    values = {"format": FORMAT, **asdict(judge)}
    del values["digest"]
    return _steady(skops.io.dumps(_shortened(values)))


def _shortened(value: Any) -> Any:
    """The same value with numbers of half the size: far finer than what they are learned from."""
    if isinstance(value, np.ndarray):
        return value.astype(np.float16 if np.array_equal(value, value.astype(np.float16)) else np.float32)
    if isinstance(value, Mapping):
        return {key: _shortened(each) for key, each in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _steady(dumped: bytes) -> bytes:
    """The same archive without what differs from run to run: addresses in memory and times of day."""
    with zipfile.ZipFile(io.BytesIO(dumped)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    schema = json.loads(parts.pop("schema.json"))
    names: dict[str, str] = {}
    schema = _renumbered(schema, names, {})
    steady = io.BytesIO()
    with zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "schema.json", json.dumps(schema, sort_keys=True).encode())
        for name, new in sorted(names.items(), key=lambda pair: pair[1]):
            _put(archive, new, parts[name])
    return steady.getvalue()


def _renumbered(node: Any, names: dict[str, str], identities: dict[int, int]) -> Any:
    if isinstance(node, list):
        return [_renumbered(each, names, identities) for each in node]
    if not isinstance(node, dict):
        return node
    found: dict[str, Any] = {}
    for key, value in node.items():
        if key == _IDENTITY:
            found[key] = identities.setdefault(value, len(identities) + 1)
        elif key == "file":
            found[key] = names.setdefault(value, f"{len(names) + 1:04d}.npy")
        else:
            found[key] = _renumbered(value, names, identities)
    return found


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _parse(content: bytes, name: str) -> Judge:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            values = _value_of(json.loads(archive.read("schema.json")), archive)
        if values["format"] != FORMAT:
            raise ArtefactError(f"{name}: written by another version of Markpoint. Train it again: make train")
        return replace(_judge_of(values), digest=sha256(content).hexdigest()[:8])
    except ArtefactError:
        raise
    except Exception as error:
        raise ArtefactError(
            f"{name}: the file is no trained judge, or is damaged. Train it again: make train"
        ) from error


def _value_of(node: Any, archive: zipfile.ZipFile) -> Any:
    """The value of a node of a skops file; nodes that are more than numbers and names are refused."""
    match node["__loader__"]:
        case "DictNode":
            return {key: _value_of(each, archive) for key, each in node["content"].items()}
        case "ListNode":
            return [_value_of(each, archive) for each in node["content"]]
        case "JsonNode":
            return json.loads(node["content"])
        case "NdArrayNode" if node["type"] == "numpy":
            return np.load(io.BytesIO(archive.read(node["file"])), allow_pickle=False)
    raise ValueError(node["__loader__"])


def _judge_of(values: Mapping[str, Any]) -> Judge:
    sentences, again = values["sentences"], values["again"]
    return Judge(
        rubric_id=values["rubric_id"],
        element_ids=tuple(values["element_ids"]),
        scripts=values["scripts"],
        evidence_from=values["evidence_from"],
        sentences=None if sentences is None else SentenceWeights(**_numbers(sentences)),
        again=None if again is None else _second_readings(again),
        levels=Levels(**_of_both(_level_weights, values["levels"])),
        bands={key: BandWeights(**_numbers(each)) for key, each in values["bands"].items()},
        overall=OverallCurve(**{key: tuple(each) for key, each in values["overall"].items()}),
        misconceptions={
            key: Misconceptions(**_of_both(_misconception_weights, each))
            for key, each in values["misconceptions"].items()
        },
        close=values["close"] and _close_reading(values["close"]),
        unrelated=values["unrelated"] and Unrelated(**_numbers(values["unrelated"])),
    )


def _of_both(read: Callable[[Mapping[str, Any]], Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is for drafts and what is for short texts, where there is any."""
    return {"long": read(values["long"]), "short": values["short"] and read(values["short"])}


def _second_readings(values: Mapping[str, Any]) -> SecondReadings:
    third = values["third"]
    return SecondReadings(**_of_both(_second_reading, values), third=third and _third_reading(third))


def _third_reading(values: Mapping[str, Any]) -> ThirdReading:
    return ThirdReading(**{**_numbers(values), "groups": tuple(values["groups"])})


def _second_reading(values: Mapping[str, Any]) -> SecondReading:
    names = {
        "words": tuple(values["words"]),
        "functions": tuple(map(Function, values["functions"])),
        "misconceptions": tuple(values["misconceptions"]),
    }
    return SecondReading(**{**_numbers(values), **names})


def _close_reading(values: Mapping[str, Any]) -> CloseReading:
    return CloseReading(
        down=_half_size(values["down"]),
        up=_half_size(values["up"]),
        weights=values["weights"].astype(np.float32),
        bias=values["bias"].astype(np.float32),
        readiness=values["readiness"],
        misconceptions=tuple(values["misconceptions"]),
    )


def _misconception_weights(values: Mapping[str, Any]) -> MisconceptionWeights:
    return MisconceptionWeights(**_numbers(values))


def _level_weights(values: Mapping[str, Any]) -> LevelWeights:
    return LevelWeights(**_numbers(values))


def _numbers(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Arrays as numbers of full size."""
    return {key: each.astype(np.float64) if isinstance(each, np.ndarray) else each for key, each in values.items()}


def _half_size(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Arrays as numbers of 32 bits."""
    return {key: each.astype(np.float32) for key, each in values.items()}
