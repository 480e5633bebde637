"""The generated JSON Schema."""

import json
from pathlib import Path

from rubric.json_schema import build_json_schema, is_current, write_json_schema


def test_the_schema_in_the_package_is_current() -> None:
    assert is_current()


def test_a_schema_that_says_something_else_is_not_current(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    assert not is_current(path)
    write_json_schema(path)
    assert is_current(path)
    path.write_text(path.read_text(encoding="utf-8").replace("Credits", "Credit"), encoding="utf-8")
    assert not is_current(path)


def test_the_schema_describes_keys_as_they_are_written() -> None:
    schema = json.loads(build_json_schema())
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert set(schema["$defs"]["Frame"]["properties"]) == {"head", "with"}
    assert schema["$defs"]["Element"]["properties"]["credits"]["description"].startswith("What the examiner credits")
    assert schema["additionalProperties"] is False
