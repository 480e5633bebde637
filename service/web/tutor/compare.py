"""A tutor's bands beside the program's, criterion by criterion."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from service.actions.assignments import AssignmentView
from service.actions.moderation import Markings
from service.actions.reports import FeedbackView


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """One criterion: what the program says, and what people gave."""

    criterion_id: str
    name: str
    machine: int | None
    own: int | None
    """The reader's own, where two mark."""
    other: int | None
    """The other marker's."""
    stands: int | None
    """What stands now: what two markers came to, else a decision; None where nobody gave a band."""

    @property
    def differs(self) -> bool:
        """Whether somebody gave a band that another one, or the program, did not."""
        given = {each for each in (self.machine, self.own, self.other, self.stands) if each is not None}
        return len(given) > 1


class Marked(Protocol):
    """A script as far as its markings go."""

    @property
    def assignment(self) -> AssignmentView:
        """What it answers."""

    @property
    def markings(self) -> Markings:
        """What markers made of it."""


def compare_bands(script: Marked, feedback: FeedbackView, reader_id: str) -> tuple[BandRow, ...]:
    """A row for each criterion."""
    first = [one for one in script.markings.markings if not one.is_adjudication]
    own: Mapping[str, int] = next((one.bands for one in first if one.marker_id == reader_id), {})
    other: Mapping[str, int] = next((one.bands for one in first if one.marker_id != reader_id), {})
    moderation = script.markings.moderation
    settled: Mapping[str, int] = (moderation.bands or {}) if moderation else {}
    decided = {one.target: one.to_value or "" for one in feedback.decisions if one.target.startswith("band:")}
    stands = {key.removeprefix("band:"): int(value) for key, value in decided.items() if value.isdecimal()}
    return tuple(
        BandRow(
            criterion_id=one.criterion_id,
            name=one.name,
            machine=one.band,
            own=own.get(one.criterion_id),
            other=other.get(one.criterion_id),
            stands=settled.get(one.criterion_id, stands.get(one.criterion_id)),
        )
        for one in feedback.report.criteria
    )
