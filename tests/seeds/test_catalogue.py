from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from seeds.catalogue import Source, load_catalogue
from seeds.errors import SeedError

ENTRY = {
    "id": "canal-boats",
    "file_name": "canal_boats.txt",
    "title": "Running canal boats",
    "gives": "How locks set the pace.",
    "author": "unknown",
    "year": "unknown",
    "licence": "unknown",
    "address": "unknown",
}


def write_catalogue(folder: Path, *entries: object) -> Path:
    path = folder / "catalogue.yaml"
    path.write_text(yaml.safe_dump({"sources": list(entries)}), encoding="utf-8")
    return path


def test_catalogue_lists_the_five_sources_in_order() -> None:
    assert [source.id for source in load_catalogue()] == [
        "topic-page",
        "strategic-operations",
        "operations-and-technology",
        "strategy-versus-operations",
        "operations-in-practice",
    ]


def test_catalogue_states_only_what_the_sources_say_of_themselves() -> None:
    stated = {
        (source.id, key): value
        for source in load_catalogue()
        for key in ("author", "year", "licence", "address")
        if (value := getattr(source, key)) != "unknown"
    }
    assert stated == {("strategic-operations", "author"): "Wasim Jabbar"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("year", 1998), ("address", "https://example.org/boats"), ("author", "A. Lockkeeper"), ("id", "boats2")],
)
def test_source_takes_what_a_document_states(tmp_path: Path, key: str, value: object) -> None:
    (source,) = load_catalogue(write_catalogue(tmp_path, ENTRY | {key: value}))
    assert getattr(source, key) == value


@pytest.mark.parametrize("field", list(Source.model_fields))
def test_source_does_not_change(field: str) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(load_catalogue()[0], field, "another")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "Canal Boats"),
        ("file_name", "../canal_boats.txt"),
        ("title", ""),
        ("title", " Running canal boats"),
        ("year", "1998"),
        ("year", None),
        ("address", "canal boats, third shelf"),
        ("licence", None),
        ("publisher", "unknown"),
    ],
)
def test_wrong_value_is_refused_with_its_place_and_key(tmp_path: Path, key: str, value: object) -> None:
    path = write_catalogue(tmp_path, ENTRY, ENTRY | {"id": "second", "file_name": "second.txt", key: value})
    with pytest.raises(SeedError, match=rf"catalogue\.yaml, source 2: .*key '{key}'.*write 'unknown'"):
        load_catalogue(path)


@pytest.mark.parametrize("key", list(ENTRY))
def test_missing_key_is_refused(tmp_path: Path, key: str) -> None:
    entry = {name: value for name, value in ENTRY.items() if name != key}
    with pytest.raises(SeedError, match=f"source 1: key '{key}': Field required"):
        load_catalogue(write_catalogue(tmp_path, entry))


def test_entry_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="source 1: the entry:"):
        load_catalogue(write_catalogue(tmp_path, "canal-boats"))


@pytest.mark.parametrize("key", ["id", "file_name"])
def test_two_sources_may_not_share_an_id_or_a_file_name(tmp_path: Path, key: str) -> None:
    other = ENTRY | {"id": "second", "file_name": "second.txt"}
    path = write_catalogue(tmp_path, ENTRY, other | {key: ENTRY[key]})
    with pytest.raises(SeedError, match=f"{key} '{ENTRY[key]}' is given to 2 sources"):
        load_catalogue(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "one key, 'sources'"),
        ("sources: []", "one key, 'sources'"),
        ("sources: topic-page", "one key, 'sources'"),
        ("- id: topic-page", "one key, 'sources'"),
        ("sources: [{id: boats}]\nmore: 1", "one key, 'sources'"),
        ("sources: [", "not valid YAML"),
    ],
)
def test_wrong_top_of_the_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=message):
        load_catalogue(path)


def test_missing_catalogue_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"catalogue\.yaml: cannot be read"):
        load_catalogue(tmp_path / "catalogue.yaml")
