"""A rubric as the text of a YAML file that loads again as the same rubric."""

import yaml

from rubric.schema import Rubric

LINE_WIDTH = 120


def write_yaml(rubric: Rubric, *, comment: str = "") -> str:
    """The rubric in YAML, keys in the order of the schema, defaults left out, with a comment on top."""
    content = rubric.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    remarks = "".join(f"# {line}\n" for line in comment.splitlines())
    return remarks + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=LINE_WIDTH)
