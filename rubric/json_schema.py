"""The JSON Schema of a rubric file, for editors that complete and check YAML as it is typed.

`python -m rubric.json_schema` writes it anew; `markpoint rubric check` says when it is out of date.
"""

import json
from pathlib import Path

from rubric.schema import Rubric

SCHEMA_PATH = Path(__file__).parent / "schema.json"


def build_json_schema() -> str:
    """The schema as the text of a JSON file."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Rubric.model_json_schema(by_alias=True)}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def is_current(path: Path = SCHEMA_PATH) -> bool:
    """Whether the file in the package says what the models say."""
    return path.is_file() and path.read_text(encoding="utf-8") == build_json_schema()


def write_json_schema(path: Path = SCHEMA_PATH) -> None:
    """Write the schema file anew."""
    path.write_text(build_json_schema(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_json_schema()
