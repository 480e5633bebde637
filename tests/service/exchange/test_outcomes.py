"""What came of each script."""

from typing import Any

import pytest

from service.exchange.outcomes import Outcome, by_participant, main_outcome, with_reports
from tests.service.exchange.outcomes import build_class, build_outcome
from tests.service.rendering.reports import build_full_report


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "sub/plan.txt"),
        ({"participant_id": "7"}, "Participant 7, plan.txt"),
        ({"participant_id": "7", "participant_name": "Ada Lovelace"}, "Ada Lovelace, plan.txt"),
    ],
)
def test_a_title_names_the_student_where_there_is_one(changes: dict[str, Any], title: str) -> None:
    assert Outcome(name="sub/plan.txt", file_name="plan.txt", **changes).title == title


def test_scripts_are_found_by_student() -> None:
    outcomes = [*build_class(), build_outcome("nobody.txt")]
    assert {each: [one.name for one in found] for each, found in by_participant(outcomes).items()} == {
        "7": ["a/plan.txt"],
        "8": ["b/part.txt", "b/rest.txt"],
    }
    assert [one.name for one, _ in with_reports(outcomes)] == ["a/plan.txt", "b/part.txt", "nobody.txt"]


def test_the_judged_script_stands_for_all_then_the_longest() -> None:
    short = build_outcome("short", report=build_full_report(words=300))
    long = build_outcome("long", report=build_full_report(words=900))
    refused = build_outcome("refused", report=build_full_report(words=5_000, judgeable=False))
    lost = build_outcome("lost", report=None)
    assert main_outcome([refused, short, lost, long]).name == "long"
    assert main_outcome([lost, refused]).name == "refused"
    assert main_outcome([lost]).name == "lost"
