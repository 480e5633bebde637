"""The content hash of a rubric."""

import re
from typing import Any

import pytest
import yaml

from rubric.fingerprint import fingerprint
from rubric.loader import parse_rubric
from tests.builders import build_element, build_rubric, build_rubric_data


def test_the_fingerprint_is_short_and_always_the_same() -> None:
    assert fingerprint(build_rubric()) == fingerprint(build_rubric())
    assert re.fullmatch(r"[0-9a-f]{16}", fingerprint(build_rubric()))


def test_the_fingerprint_does_not_depend_on_python_or_the_day() -> None:
    """A change here means that every score stored so far no longer names a rubric that exists."""
    assert fingerprint(build_rubric()) == "6da32da9ad6a6e01"


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "2"},
        {"grades": ()},
        {"topic": {"terms": ("event",)}},
        {"criteria": tuple(reversed(build_rubric().criteria))},
        {"tips": ()},
    ],
)
def test_any_change_of_content_shows(changes: dict[str, Any]) -> None:
    assert fingerprint(build_rubric(**changes)) != fingerprint(build_rubric())


def test_the_order_of_terms_shows() -> None:
    one, other = (
        build_rubric(criteria=(build_rubric().criteria[0],), topic={"terms": terms})
        for terms in (("a", "b"), ("b", "a"))
    )
    assert fingerprint(one) != fingerprint(other)


def test_layout_comments_and_spelt_out_defaults_do_not_show() -> None:
    data = build_rubric_data()
    data["topic"] = {"terms": [], "phrases": []}
    data["criteria"][0]["elements"][0]["judge"] = "concept"
    text = "# a comment\n" + yaml.safe_dump(data, sort_keys=True, default_flow_style=True)
    assert fingerprint(parse_rubric(text, "x.yaml")) == fingerprint(build_rubric())


def test_characters_beyond_ascii_are_hashed() -> None:
    element = build_element("MP1.budget", name="caf\u00e9 \u2013 budget")
    criterion = build_rubric().criteria[0].model_copy(update={"elements": (element,)})
    assert re.fullmatch(r"[0-9a-f]{16}", fingerprint(build_rubric(criteria=(criterion,))))
