"""Results as CSV and as a workbook, read again by other programs."""

import csv
import io

from openpyxl import load_workbook

from service.exchange.spreadsheets import write_results_csv, write_results_xlsx
from service.feedback.class_view import Entry, view_class
from tests.service.exchange.outcomes import build_class

RISKY = ("=", "+", "-", "@", "\t", "\r")
OUTCOMES = build_class()
VIEW = view_class([Entry(script=one.title, report=one.report, problem="It is empty.") for one in OUTCOMES])


def test_csv_is_known_as_unicode_and_runs_nothing() -> None:
    body = write_results_csv(OUTCOMES)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert len(rows) == 4
    assert rows[2][2] == "'=HYPERLINK(1)"
    assert not [cell for row in rows for cell in row if cell.startswith(RISKY)]


def test_a_workbook_holds_the_results_and_the_class() -> None:
    book = load_workbook(io.BytesIO(write_results_xlsx(OUTCOMES, VIEW)))
    assert book.sheetnames == ["Results", "Bands by criterion", "Commonest gaps", "Misconceptions", "Look at first"]
    results = book["Results"]
    assert (results.max_row, results["C3"].value, results["C3"].data_type) == (4, "'=HYPERLINK(1)", "s")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or str(cell.value).startswith(RISKY)]
    assert any(cell.data_type == "n" and cell.value == 2 for cell in cells)
    book.close()


def test_the_same_results_give_the_same_bytes() -> None:
    assert write_results_xlsx(OUTCOMES, VIEW) == write_results_xlsx(OUTCOMES, VIEW)
    assert write_results_csv(OUTCOMES) == write_results_csv(OUTCOMES)
