"""Outcomes of a small class, for tests of exports."""

from service.exchange.outcomes import Outcome, Problem
from tests.service.rendering.reports import build_full_report

UNREADABLE = Problem(code="empty_draft", detail="plan.docx: the file is empty. Check that you chose the right file.")


def build_outcome(name: str = "plan.txt", **changes: object) -> Outcome:
    """One script with a report that has something in every part."""
    data: dict[str, object] = {
        "name": name,
        "file_name": name.rpartition("/")[2],
        "report": build_full_report(draft_name=name),
    }
    return Outcome(**(data | changes))  # type: ignore[arg-type]


def build_class() -> list[Outcome]:
    """Two students, one of them with two scripts, and a script that cannot be read; names that try to be formulas."""
    return [
        build_outcome("a/plan.txt", participant_id="7", participant_name="Ada_Lovelace"),
        build_outcome("b/part.txt", participant_id="8", participant_name="=HYPERLINK(1)", is_late=True),
        build_outcome(
            "b/rest.txt", participant_id="8", participant_name="=HYPERLINK(1)", report=None, problem=UNREADABLE
        ),
    ]
