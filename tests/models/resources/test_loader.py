"""The word lists are sound."""

from importlib import resources

import pytest
import yaml


@pytest.mark.parametrize("name", ["cues", "depth", "spelling"])
def test_no_key_stands_twice(name: str) -> None:
    node = yaml.compose(resources.files("models.resources").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(node, yaml.MappingNode)
    keys = [key.value for key, _ in node.value]
    assert sorted(set(keys)) == sorted(keys)
