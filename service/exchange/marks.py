"""What goes into a tutor's sheet for each student, and numbers as a sheet writes them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.exchange.comments import write_comment
from service.exchange.outcomes import Outcome, by_participant, main_outcome

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What one student gets in a sheet. None or an empty comment leaves what is there."""

    percent: float | None = None
    """Of the most that can be had, 0 to 100."""
    comment: str = ""
    """HTML, as Moodle keeps comments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A sheet that was filled in, and whom it concerned."""

    body: bytes
    filled: tuple[str, ...]
    """Ids of the students in whose row something was written."""
    kept: tuple[str, ...]
    """Ids of those in whose row something was there already and was left alone."""
    missing: tuple[str, ...]
    """Ids that the sheet does not have."""


def marks_from(outcomes: Iterable[Outcome], *, estimates: bool) -> dict[str, Mark]:
    """A comment for every participant, and the overall estimate as a mark only where that is asked for.

    Where people decided bands, the overall with these takes the place of the estimate.

    Several scripts of one student give one comment, which names the script it is about.
    """
    marks = {}
    for participant_id, found in by_participant(outcomes).items():
        chosen = main_outcome(found)
        report = chosen.report
        if report is not None:
            others = len(found) - 1
            overall = report.overall if report.ruled_overall is None else report.ruled_overall
            percent = float(overall) if estimates and overall is not None else None
            comment = write_comment(report, estimates=estimates, others=others)
            marks[participant_id] = Mark(percent=percent, comment=comment)
    return marks


def scale(percent: float, most: str) -> str | None:
    """A share of the most points with two decimals, in the notation of `most`; None where that is no number."""
    written = most.strip()
    if not _NUMBER.fullmatch(written):
        return None
    points = f"{percent / 100 * float(written.replace(',', '.')):.2f}"
    return points.replace(".", ",") if "," in written else points
