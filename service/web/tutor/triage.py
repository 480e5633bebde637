"""Which scripts a tutor should look at first, and why: what the class view finds, and what people left open."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from service.actions.class_results import NEEDS_SOMEBODY, ClassScript
from service.feedback.class_view import Entry, view_class

OF_PEOPLE = 1_000
"""What people wait for comes before what the program doubts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageLine:
    """A script and every reason to look at it."""

    script: ClassScript
    reasons: tuple[str, ...]

    @property
    def is_decided(self) -> bool:
        """Whether a tutor has said anything about it."""
        return bool(self.script.decided)


def sort_by_need(scripts: Sequence[ClassScript], words: SimpleNamespace) -> tuple[TriageLine, ...]:
    """The scripts, those that need a person most first; those that were looked at come last."""
    doubts = _doubts(scripts)
    lines = []
    for script in scripts:
        rank, said = doubts.get(script.submission.id, (0, ()))
        asked = tuple(_left_open(script, words))
        open_ones = () if script.decided else said
        weight = OF_PEOPLE * len(asked) + (0 if script.decided else rank)
        lines.append((weight, TriageLine(script=script, reasons=(*asked, *open_ones))))
    order = sorted(lines, key=lambda line: (-line[0], line[1].is_decided, line[1].script.name.casefold()))
    return tuple(line for _, line in order)


def _doubts(scripts: Sequence[ClassScript]) -> dict[str, tuple[int, tuple[str, ...]]]:
    """What the class view says of each script, and how pressing it is: the most pressing has the largest number."""
    judged = [script for script in scripts if script.report is not None]
    found = view_class([Entry(script=one.submission.id, report=one.report) for one in judged]).look_first
    return {one.script: (len(found) - place, one.reasons) for place, one in enumerate(found)}


def _left_open(script: ClassScript, words: SimpleNamespace) -> list[str]:
    reasons = []
    if script.disagreements:
        forms = words.disagreements
        reasons.append((forms.one if script.disagreements == 1 else forms.other).format(n=script.disagreements))
    if script.moderation is not None and script.draft_id and script.moderation.state in NEEDS_SOMEBODY:
        reasons.append(vars(words.moderation)[script.moderation.state.name.lower()])
    return reasons
