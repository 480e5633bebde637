"""What came of each script of a batch: what every export is made from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.feedback.report import FeedbackReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a script has no report: a code for programs, a sentence that says what to do for people."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One script with its report, or with the reason why there is none."""

    name: str
    """Its path in what was handed in."""
    file_name: str
    participant_id: str | None = None
    participant_name: str | None = None
    is_late: bool = False
    report: FeedbackReport | None = None
    """As the program made it, with what people decided put in."""
    problem: Problem | None = None
    changes: tuple[str, ...] = ()
    """What people decided beside bands, in words."""

    @property
    def title(self) -> str:
        """What a person calls it: the student and the file where both are known, else the path."""
        who = self.participant_name or (f"Participant {self.participant_id}" if self.participant_id else "")
        return f"{who}, {self.file_name}" if who else self.name


def by_participant(outcomes: Iterable[Outcome]) -> dict[str, tuple[Outcome, ...]]:
    """The outcomes of every participant who is known by an id, in order."""
    found: dict[str, tuple[Outcome, ...]] = {}
    for outcome in outcomes:
        if outcome.participant_id is not None:
            found[outcome.participant_id] = (*found.get(outcome.participant_id, ()), outcome)
    return found


def main_outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """The one of several scripts of a student that stands for all: a judged one before others, then the longest."""

    def rank(outcome: Outcome) -> tuple[bool, int]:
        return (outcome.report is not None and outcome.report.judgeable, outcome.report.words if outcome.report else 0)

    return max(outcomes, key=rank)


def with_reports(outcomes: Iterable[Outcome]) -> Iterator[tuple[Outcome, FeedbackReport]]:
    """The outcomes that have a report, each with it."""
    for outcome in outcomes:
        if outcome.report is not None:
            yield outcome, outcome.report
