"""The form in which an assignment is made and changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from service.actions.assignments import FIXED, AssignmentView
from service.feedback.visibility import Visibility
from service.web.tutor.desk import field_moment, is_ticked, read_moment

LONGEST_TITLE = 200
LONGEST_TEXT = 100_000
BOXES = ("waits_for_release", "is_anonymous", "needs_two_markers", "ask_self_assessment")
WORDS = ("title", "rubric_id", "prompt", "case_text", "due_at", "visibility", "group_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadForm:
    """What was typed, what it means where it is sound, and what is wrong with each field where it is not."""

    typed: Mapping[str, str]
    values: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def empty_form(rubric_id: str) -> ReadForm:
    """The form before anything is typed."""
    return ReadForm(typed={**dict.fromkeys(WORDS, ""), "rubric_id": rubric_id, "visibility": Visibility.BANDS.value})


def form_of(view: AssignmentView) -> ReadForm:
    """The form as it stands for an assignment."""
    typed = {
        "title": view.title,
        "rubric_id": view.rubric.rubric_id,
        "prompt": view.prompt,
        "case_text": view.case_text,
        "due_at": field_moment(view.due_at),
        "visibility": view.visibility.value,
        "group_id": view.group_id or "",
    }
    return ReadForm(typed=typed | {name: "yes" for name in BOXES if getattr(view, name)})


def read_assignment_form(fields: Mapping[str, str], words: SimpleNamespace) -> ReadForm:
    """The form as it was sent; line ends become those of a text file."""
    typed = {name: fields.get(name, "").replace("\r\n", "\n").replace("\x00", "") for name in (*WORDS, *BOXES)}
    problems: dict[str, str] = {}
    title = typed["title"].strip()
    if not 0 < len(title) <= LONGEST_TITLE:
        problems["title"] = words.title
    problems |= {name: words.too_long for name in ("prompt", "case_text") if len(typed[name]) > LONGEST_TEXT}
    due_at = None
    try:
        due_at = read_moment(typed["due_at"])
    except ValueError:
        problems["due_at"] = words.due_at
    if typed["visibility"] not in {each.value for each in Visibility}:
        problems["visibility"] = words.visibility
    if problems:
        return ReadForm(typed=typed, problems=problems)
    values = {
        "title": title,
        "rubric_id": typed["rubric_id"],
        "prompt": typed["prompt"],
        "case_text": typed["case_text"],
        "due_at": due_at,
        "visibility": Visibility(typed["visibility"]),
        "group_id": typed["group_id"] or None,
        **{name: is_ticked(typed, name) for name in BOXES},
    }
    return ReadForm(typed=typed, values=values)


def changes_of(values: Mapping[str, Any], view: AssignmentView) -> dict[str, Any]:
    """The fields that say something else than the assignment does now."""
    now = {name: getattr(view, name) for name in values if name != "rubric_id"} | {"rubric_id": view.rubric.rubric_id}
    return {name: value for name, value in values.items() if now[name] != value}


FIXED_FIELDS = tuple(name for name in (*WORDS, *BOXES) if name in FIXED)
"""Fields that stay as they are once drafts are there."""
