"""The form for assignments: what is sound, what is said of what is not, and that nothing typed is lost."""

import pytest

from service.web.texts import load_texts
from service.web.tutor.assignment_form import empty_form, read_assignment_form

WORDS = load_texts().tutor.form.problems
SOUND = {"title": " Bakery ", "rubric_id": "r", "visibility": "bands", "due_at": "2027-03-31T16:00"}


def test_a_sound_form_is_read() -> None:
    read = read_assignment_form({**SOUND, "prompt": "One\r\ntwo", "is_anonymous": "yes"}, WORDS)
    assert read.problems == {}
    assert (read.values["title"], read.values["prompt"]) == ("Bakery", "One\ntwo")
    assert (read.values["is_anonymous"], read.values["needs_two_markers"]) == (True, False)
    assert read.values["due_at"].isoformat() == "2027-03-31T16:00:00+00:00"
    assert read.values["group_id"] is None


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("title", "  "),
        ("title", "x" * 201),
        ("due_at", "tomorrow"),
        ("visibility", "everything"),
        ("prompt", "x" * 100_001),
    ],
)
def test_what_is_not_right_is_said_beside_its_field_and_stays(name: str, sent: str) -> None:
    read = read_assignment_form({**SOUND, name: sent}, WORDS)
    assert list(read.problems) == [name]
    assert read.typed[name] == sent
    assert read.values == {}


def test_the_empty_form_is_complete_but_for_its_title() -> None:
    assert list(read_assignment_form(empty_form("r").typed, WORDS).problems) == ["title"]
