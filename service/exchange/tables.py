"""Results and class views as tables of plain values, before they become a file of some kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.exchange.outcomes import Outcome, with_reports
from service.feedback.class_view import ClassView
from service.feedback.wording import CANNOT_TELL
from service.rendering.csv_report import report_cells
from service.rendering.safe_text import escape_cell, on_one_line

Value = str | int | float
_LONGEST_CELL = 32_000
"""Characters; spreadsheet programs hold 32,767."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A heading row and rows as long as it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def make_safe(value: Value) -> Value:
    """A value as a cell that shows what it says and that no spreadsheet takes for a formula."""
    return escape_cell(on_one_line(value))[:_LONGEST_CELL] if isinstance(value, str) else value


def tabulate_results(outcomes: Sequence[Outcome]) -> Table:
    """One row a script, in the order given; a script without a report says why.

    What people decided stands in columns of its own at the end, which are there only where somebody decided something.
    """
    names: dict[str, None] = {}
    for _, report in with_reports(outcomes):
        names |= dict.fromkeys(name for name, _ in report_cells(report))
    names |= dict.fromkeys(name for one in outcomes for name, _ in _decided(one))
    rows = []
    for outcome in outcomes:
        cells: dict[str, Value] = {}
        if outcome.report is not None:
            cells |= dict(report_cells(outcome.report))
        cells |= dict(_decided(outcome))
        rows.append((*_whose(outcome), *(cells.get(name, "") for name in names)))
    columns = ("script", "participant id", "participant", "file", "late", "problem", *names)
    return Table(title="Results", columns=columns, rows=tuple(rows))


def _decided(outcome: Outcome) -> Iterator[tuple[str, Value]]:
    """The names and contents of the columns for what people decided on a script."""
    if outcome.report is None:
        return
    for criterion in outcome.report.criteria:
        if criterion.ruling is not None:
            yield f"{criterion.criterion_id} decided band", criterion.ruling.band
            yield f"{criterion.criterion_id} decided by", criterion.ruling.by
        if criterion.ruled_comment:
            yield f"{criterion.criterion_id} tutor's comment", criterion.ruled_comment
    if outcome.report.ruled_overall is not None:
        yield "overall with decided bands", outcome.report.ruled_overall
    if outcome.changes:
        yield "other decisions", "; ".join(outcome.changes)


def _whose(outcome: Outcome) -> tuple[Value, ...]:
    problem = outcome.problem.detail if outcome.problem else ""
    late = "yes" if outcome.is_late else ""
    return (
        outcome.name,
        outcome.participant_id or "",
        outcome.participant_name or "",
        outcome.file_name,
        late,
        problem,
    )


def tabulate_class(view: ClassView) -> tuple[Table, ...]:
    """The class view as tables: the bands by criterion, gaps, misconceptions, and what to look at first."""
    return (_tabulate_bands(view), _tabulate_gaps(view), _tabulate_misconceptions(view), _tabulate_look_first(view))


def _tabulate_bands(view: ClassView) -> Table:
    bands = sorted({one.band for criterion in view.criteria for one in criterion.bands})
    rows = []
    for criterion in view.criteria:
        counts = {one.band: one.scripts for one in criterion.bands}
        middle = CANNOT_TELL if criterion.median_band is None else criterion.median_band
        reached = (counts.get(band, 0) for band in bands)
        rows.append((criterion.criterion_id, criterion.name, *reached, criterion.cannot_tell, middle))
    columns = ("criterion", "name", *(f"band {band}" for band in bands), CANNOT_TELL, "median band")
    return Table(title="Bands by criterion", columns=columns, rows=tuple(rows))


def _tabulate_gaps(view: ClassView) -> Table:
    rows = tuple(
        (gap.criterion_id, gap.name, gap.absent, gap.mentioned, gap.judged, *_quotes([one.text for one in gap.quotes]))
        for gap in view.gaps
    )
    columns = ("criterion", "element", "absent", "only mentioned", "scripts", "quote 1", "quote 2", "quote 3")
    return Table(title="Commonest gaps", columns=columns, rows=rows)


def _tabulate_misconceptions(view: ClassView) -> Table:
    rows = tuple(
        (one.misconception_id, one.statement, one.present, one.judged, *_quotes([each.text for each in one.quotes]))
        for one in view.misconceptions
    )
    columns = ("misconception", "what is off", "present", "scripts", "quote 1", "quote 2", "quote 3")
    return Table(title="Misconceptions", columns=columns, rows=rows)


def _tabulate_look_first(view: ClassView) -> Table:
    rows = tuple((one.script, " ".join(one.reasons)) for one in view.look_first)
    return Table(title="Look at first", columns=("script", "reasons"), rows=rows)


def _quotes(texts: Sequence[str]) -> tuple[str, str, str]:
    first, second, third = (*texts[:3], "", "", "")[:3]
    return first, second, third
