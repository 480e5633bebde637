"""Everything that a batch leaves in its folder."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from service.commands.batch_exports import ReportForm, Result, Wanted, check_sheets, write_exports
from service.commands.batch_journal import Saved
from service.exchange.errors import SheetError
from service.exchange.scripts import Layout
from service.exchange.sheet_cells import parse_sheet
from tests.service.exchange.outcomes import build_class
from tests.service.rendering.reports import TEXT

ALWAYS = ["class.json", "results.csv", "results.xlsx"]
WORKSHEET = b"Identifier,Grade,Maximum Grade,Last modified (grade),Feedback comments\nParticipant 7,,50,-,\n"
GRADEBOOK = b"Student,ID,Plan (1)\n    Points Possible,,10\nAda,7,\nBo,8,9.00\n"


def results() -> list[Result]:
    return [(one, Saved(report=one.report, text=TEXT) if one.report else None) for one in build_class()]


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("wanted", "more"),
    [
        (Wanted(form=ReportForm.NONE, layout=Layout.MOODLE), []),
        (
            Wanted(form=ReportForm.HTML, layout=Layout.CANVAS),
            ["reports.zip", "reports/=HYPERLINK(1), part.txt.html", "reports/Ada_Lovelace, plan.txt.html"],
        ),
    ],
)
def test_files_are_those_that_are_wanted(wanted: Wanted, more: list[str], tmp_path: Path) -> None:
    assert write_exports(tmp_path, results(), wanted) == ()
    assert files_in(tmp_path) == sorted([*ALWAYS, *more])


def test_moodle_gets_its_zip_and_its_worksheet_back(tmp_path: Path) -> None:
    wanted = Wanted(form=ReportForm.PDF, layout=Layout.MOODLE, worksheet=WORKSHEET)
    said = write_exports(tmp_path, results(), wanted)
    assert said == ("moodle_worksheet.csv: 1 rows filled in, 1 not in it.",)
    with zipfile.ZipFile(tmp_path / "moodle_feedback.zip") as archive:
        assert [name.split("_")[1] for name in archive.namelist()] == ["7", "8"]
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
    row = parse_sheet((tmp_path / "moodle_worksheet.csv").read_bytes()).records[1]
    assert row.value(1) == ""  # no mark unless asked for
    assert "Feedback on" in row.value(4)


def test_canvas_gets_its_gradebook_back(tmp_path: Path) -> None:
    wanted = Wanted(form=ReportForm.NONE, layout=Layout.CANVAS, gradebook=GRADEBOOK, estimates_as_marks=True)
    said = write_exports(tmp_path, results(), wanted)
    assert said == ("canvas_gradebook.csv: 1 rows filled in, 1 left as they were.",)
    assert (tmp_path / "canvas_gradebook.csv").read_bytes() == GRADEBOOK.replace(b"Ada,7,\n", b"Ada,7,4.00\n")


def test_tables_and_view_tell_of_every_script(tmp_path: Path) -> None:
    write_exports(tmp_path, results(), Wanted(form=ReportForm.NONE, layout=Layout.PLAIN))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "results.csv").read_text("utf-8-sig"), newline="")))
    assert [row["script"] for row in rows] == ["a/plan.txt", "b/part.txt", "b/rest.txt"]
    view = json.loads((tmp_path / "class.json").read_text("utf-8"))
    assert (view["scripts"], view["judged"], view["unreadable"]) == (3, 2, 1)


def test_a_sheet_that_cannot_be_filled_in_stops_nothing_else(tmp_path: Path) -> None:
    wanted = Wanted(form=ReportForm.HTML, layout=Layout.PLAIN, worksheet=b"a,b\n")
    with pytest.raises(SheetError):
        check_sheets(wanted)
    with pytest.raises(SheetError):
        write_exports(tmp_path, results(), wanted)
    assert {"results.csv", "results.xlsx", "reports.zip"} <= set(files_in(tmp_path))
    assert not [name for name in files_in(tmp_path) if name.endswith(".part")]
