"""Results as CSV and as an Excel workbook; every cell is safe from being taken for a formula."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from service.exchange.outcomes import Outcome
from service.exchange.tables import Table, make_safe, tabulate_class, tabulate_results
from service.feedback.class_view import ClassView

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001
"""Stands in every workbook, so that the same results give the same bytes."""
_WIDEST = 60


def write_results_csv(outcomes: Sequence[Outcome]) -> bytes:
    """One row a script, in UTF-8 with the mark by which Excel knows it."""
    table = tabulate_results(outcomes)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([make_safe(value) for value in row] for row in (table.columns, *table.rows))
    return written.getvalue().encode("utf-8-sig")


def write_results_xlsx(outcomes: Sequence[Outcome], view: ClassView) -> bytes:
    """A workbook with the results and a sheet for each part of the class view."""
    written = io.BytesIO()
    workbook = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"created": _MADE})
    for table in (tabulate_results(outcomes), *tabulate_class(view)):
        _write_table(workbook, table)
    workbook.close()
    return written.getvalue()


def _write_table(workbook: Workbook, table: Table) -> None:
    sheet: Worksheet = workbook.add_worksheet(table.title)
    heading = workbook.add_format({"bold": True})
    for row, values in enumerate((table.columns, *table.rows)):
        for column, value in enumerate(values):
            _write_cell(sheet, row, column, make_safe(value))
    sheet.set_row(0, None, heading)
    sheet.freeze_panes(1, 1)
    for column, _ in enumerate(table.columns):
        longest = max(len(str(row[column])) for row in (table.columns, *table.rows))
        sheet.set_column(column, column, min(longest + 2, _WIDEST))
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write_cell(sheet: Worksheet, row: int, column: int, value: str | float) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value)
