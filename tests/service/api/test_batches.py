"""Batches through the addresses: handed in as a zip or files, followed, summed up, exported, cancelled, tried again."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.access.roles import Role
from service.feedback.visibility import Visibility
from service.http.desk import WorkDesk
from service.jobs.chunks import ChunkRunner
from service.jobs.scoring import ScriptScorer
from service.storage.database import Database
from tests.batches import make_assignment, write_files, write_script, zip_files
from tests.people import Campus
from tests.service.api.access import Door, opened, settings_for
from tests.service.api.world import with_reader

pytestmark = pytest.mark.slow
WORKSHEET = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Online text","Last modified (grade)","Feedback comments"\r\n'
    '"Participant 1","Student 1",s@example.org,Submitted,,100.00,Yes,-,,-,\r\n'
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A tutor at work in an institution."""

    tutor: TestClient
    door: Door

    @property
    def campus(self) -> Campus:
        return self.door.hill

    def send(
        self, assignment_id: str, *files: tuple[str, bytes], status: int = 201, **fields: str
    ) -> dict[str, object]:
        answer = self.tutor.post(
            "/v1/batches",
            data={"assignment_id": assignment_id, **fields},
            files=[("files", (name, body)) for name, body in files],
        )
        assert answer.status_code == status, answer.text
        found: dict[str, object] = answer.json()
        return found

    def hand_in(self, assignment_id: str, *files: tuple[str, bytes]) -> str:
        """A batch of these files, scored; its address."""
        made = self.send(assignment_id, *files)["batch"]
        assert isinstance(made, dict)
        self.score(made["id"])
        return f"/v1/batches/{made['id']}"

    def score(self, batch_id: str) -> None:
        database: Database = self.door.app.state.database
        scorer = ScriptScorer(self.door.app.state.reader)
        runner = ChunkRunner(database=database, scorer=scorer, worker_id="w", must_leave=lambda: False)
        assert runner.run(batch_id, 0) == 0


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, application: FastAPI) -> Iterator[Desk]:
    with opened(settings_for(sqlite_url, tmp_path, requests_per_minute=0)) as door:
        with_reader(door, application)
        yield Desk(door.person(Role.TUTOR), door)


def unzip(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_moodle_zip_becomes_drafts_with_reports_and_every_export(desk: Desk) -> None:
    files = [*write_files(2, paragraphs=1), ("Lee_3_assignsubmission_file/x.pdf", b"%PDF-1.4 broken")]
    path = desk.hand_in(make_assignment(desk.campus), ("all.zip", zip_files(files)))
    batch = desk.tutor.get(path).json()
    assert (batch["status"], batch["total"], batch["done"], batch["failed"]) == ("done", 3, 2, 1)
    items = desk.tutor.get(f"{path}/items").json()["items"]
    assert {item["participant_name"] for item in items} == {"Student 1", "Student 2", "Lee"}
    (bad,) = desk.tutor.get(f"{path}/items?status=failed").json()["items"]
    assert (bad["participant_id"], bad["error_code"], bad["report_id"]) == ("3", "unreadable_draft", None)
    first = desk.tutor.get(f"{path}/items?limit=2").json()
    rest = desk.tutor.get(f"{path}/items?limit=2&cursor={first['next_cursor']}").json()
    assert (first["items"] + rest["items"], rest["next_cursor"]) == (items, None)
    good = next(item for item in items if item["draft_id"])
    assert desk.tutor.get(f"/v1/drafts/{good['draft_id']}/feedback").status_code == 200
    summary = desk.tutor.get(f"{path}/summary").json()
    assert (summary["scripts"], summary["unreadable"]) == (3, 1)
    assert len(summary["look_first"]) >= 1
    rows = list(csv.reader(desk.tutor.get(f"{path}/exports/results.csv").content.decode("utf-8-sig").splitlines()))
    assert len(rows) == 4
    workbook = desk.tutor.get(f"{path}/exports/results.xlsx")
    assert workbook.content[:2] == b"PK"
    assert workbook.headers["content-disposition"] == 'attachment; filename="results.xlsx"'
    assert len(unzip(desk.tutor.get(f"{path}/exports/reports-html.zip").content)) == 2
    names = sorted(unzip(desk.tutor.get(f"{path}/exports/moodle-feedback.zip").content))
    assert names[0] == "Student 1_1_assignfeedback_file_feedback.html"
    with zipfile.ZipFile(io.BytesIO(desk.tutor.get(f"{path}/exports/reports-pdf.zip").content)) as archive:
        assert {archive.read(name)[:4] for name in archive.namelist()} == {b"%PDF"}


def test_a_worksheet_comes_back_with_comments_and_with_estimates_only_where_asked(desk: Desk) -> None:
    path = desk.hand_in(make_assignment(desk.campus), *write_files(1))
    for fields, has_grade in (({}, False), ({"estimates": "true"}, True)):
        answer = desk.tutor.post(
            f"{path}/exports/moodle-worksheet", data=fields, files={"file": ("w.csv", WORKSHEET.encode())}
        )
        assert answer.status_code == 200, answer.text
        (row,) = csv.DictReader(answer.content.decode("utf-8-sig").splitlines())
        assert "Feedback on" in row["Feedback comments"]
        assert bool(row["Grade"]) is has_grade


@pytest.mark.parametrize(
    ("files", "fields", "status"),
    [
        ([], {}, 422),
        ([("picture.png", b"\x89PNG")], {}, 422),
        ([("all.zip", b"PK\x03\x04 cut short")], {}, 422),
        ([("a.txt", b"One.")], {"colour": "red"}, 422),
        ([("a.txt", b"One.")], {"assignment_id": "x"}, 422),
        ([("a.txt", b"One.")], {"assignment_id": "5d1c6e3a-7a51-4c27-9a39-6b1f0d2c8e11"}, 404),
        ([("a.txt", b"One."), ("b/a.txt", b"Two.")], {}, 201),
    ],
)
def test_what_cannot_be_a_batch_is_refused(
    desk: Desk, files: list[tuple[str, bytes]], fields: dict[str, str], status: int
) -> None:
    data = {"assignment_id": make_assignment(desk.campus), **fields}
    answer = desk.tutor.post(
        "/v1/batches", data=data, files=[("files", (name, body)) for name, body in files] or {"x": ("", b"")}
    )
    assert answer.status_code in {status, 400 if not files else status}, answer.text


def test_a_batch_can_be_followed_until_it_is_over(desk: Desk) -> None:
    path = desk.hand_in(make_assignment(desk.campus), *write_files(1, paragraphs=1))
    with desk.tutor.stream("GET", f"{path}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = "".join(answer.iter_text()).strip().split("\n\n")
    assert [event.split("\n")[0] for event in events] == ["event: progress", "event: end"]
    assert json.loads(events[-1].split("data: ")[1])["done"] == 1


def test_a_cancelled_batch_stays_so_and_a_done_one_cannot_be_cancelled(desk: Desk) -> None:
    assignment_id = make_assignment(desk.campus)
    made = desk.send(assignment_id, *write_files(2, paragraphs=1))["batch"]
    assert isinstance(made, dict)
    path = f"/v1/batches/{made['id']}"
    assert desk.tutor.post(f"{path}/retry").status_code == 409
    cancelled = desk.tutor.post(f"{path}/cancel").json()
    assert (cancelled["status"], cancelled["cancelled"], cancelled["waiting"]) == ("cancelled", 2, 0)
    assert desk.tutor.post(f"{path}/cancel").json() == cancelled
    done = desk.hand_in(assignment_id, *write_files(1, paragraphs=1))
    assert desk.tutor.post(f"{done}/cancel").status_code == 409
    assert desk.tutor.post(f"{done}/retry").status_code == 409


def test_names_stay_hidden_while_marking_is_anonymous(desk: Desk) -> None:
    assignment_id = make_assignment(desk.campus, is_anonymous=True)
    path = desk.hand_in(
        assignment_id, *write_files(2, paragraphs=1), ("Jane Roe_9_assignsubmission_file/j.docx", b"PK")
    )
    told = "".join(desk.tutor.get(f"{path}/{what}").text for what in ("items", "summary", "exports/results.csv"))
    assert not [word for word in ("Student", "Jane", "assignsubmission", "script.txt") if word in told]
    names = " ".join(unzip(desk.tutor.get(f"{path}/exports/reports-html.zip").content))
    assert "Student" not in names
    assert desk.tutor.get(f"{path}/exports/moodle-feedback.zip").status_code == 409
    sheet = {"file": ("w.csv", WORKSHEET.encode())}
    assert desk.tutor.post(f"{path}/exports/moodle-worksheet", files=sheet).status_code == 409
    assert desk.tutor.post(f"/v1/assignments/{assignment_id}/releases", json={}).status_code == 201
    assert "Student 1" in desk.tutor.get(f"{path}/items").text


def test_two_markers_see_no_results_of_the_program_before_the_release(desk: Desk) -> None:
    path = desk.hand_in(make_assignment(desk.campus, needs_two_markers=True), *write_files(1, paragraphs=1))
    assert desk.tutor.get(f"{path}/summary").json()["type"].endswith("mark_first")
    assert desk.tutor.get(f"{path}/exports/results.csv").status_code == 403


def test_students_reports_hold_what_the_assignment_shows_them(desk: Desk) -> None:
    path = desk.hand_in(make_assignment(desk.campus, visibility=Visibility.EVIDENCE), *write_files(1))
    (report,) = unzip(desk.tutor.get(f"{path}/exports/reports-html.zip").content).values()
    assert "Estimated band" not in report
    assert "overall" in desk.tutor.get(f"{path}/exports/results.csv").text


def test_a_batch_handed_in_twice_with_one_key_is_one_batch(desk: Desk) -> None:
    assignment_id = make_assignment(desk.campus)
    sent = {"data": {"assignment_id": assignment_id}, "files": {"files": ("a.txt", write_script(1))}}
    headers = {"idempotency-key": "k-1"}
    first, second = (desk.tutor.post("/v1/batches", **sent, headers=headers) for _ in range(2))  # type: ignore[arg-type]
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert len(desk.tutor.get("/v1/batches").json()["items"]) == 1


def test_what_people_decided_is_in_every_export_and_says_so(desk: Desk) -> None:
    path = desk.hand_in(make_assignment(desk.campus, visibility=Visibility.ESTIMATE), *write_files(2))
    first = desk.tutor.get(f"{path}/items").json()["items"][0]["report_id"]
    for target, value in (("band:MP1", "3"), ("band:MP1", "4"), ("comment:MP2", "Say what it costs.")):
        body = {"target": target, "to_value": value, "reason": "I read it again."}
        assert desk.tutor.post(f"/v1/reports/{first}/decisions", json=body).status_code == 201
    sheet = desk.tutor.get(f"{path}/exports/results.csv").content.decode("utf-8-sig").splitlines()
    decided, plain = csv.DictReader(sheet)
    assert (decided["MP1 decided band"], decided["MP1 decided by"]) == ("4", "a tutor")
    assert decided["MP2 tutor's comment"] == "Say what it costs."
    assert decided["overall with decided bands"].isdecimal()
    assert (plain["MP1 decided band"], plain["MP2 tutor's comment"]) == ("", "")
    assert decided["MP1 band estimate"] == plain["MP1 band estimate"]
    pages = unzip(desk.tutor.get(f"{path}/exports/reports-html.zip").content)
    assert sorted("by a tutor." in page for page in pages.values()) == [False, True]
    assert sorted("<b>A tutor says:</b> Say what it costs." in page for page in pages.values()) == [False, True]
    answer = desk.tutor.post(
        f"{path}/exports/moodle-worksheet", data={"estimates": "true"}, files={"file": ("w.csv", WORKSHEET.encode())}
    )
    (row,) = csv.DictReader(answer.content.decode("utf-8-sig").splitlines())
    assert float(row["Grade"]) == float(decided["overall with decided bands"])
    assert "by a tutor." in row["Feedback comments"]


@pytest.mark.parametrize("layout", ["plain", "canvas"])
def test_names_of_files_are_read_as_they_are_told_to_be(desk: Desk, layout: str) -> None:
    files = [("lee_77_8801_a.txt", b"One."), ("notes.txt", b"Two.")]
    made: Any = desk.send(make_assignment(desk.campus), ("all.zip", zip_files(files)), layout=layout)["batch"]
    items = desk.tutor.get(f"/v1/batches/{made['id']}/items").json()["items"]
    assert {item["participant_id"] for item in items} == ({None} if layout == "plain" else {"77", None})


def test_what_two_markers_settled_is_in_the_results(desk: Desk) -> None:
    assignment_id = make_assignment(desk.campus, needs_two_markers=True)
    path = desk.hand_in(assignment_id, *write_files(1, paragraphs=1))
    (item,) = desk.tutor.get(f"{path}/items").json()["items"]
    (submission,) = desk.tutor.get(f"/v1/submissions?assignment_id={assignment_id}").json()["items"]
    body = {"draft_id": item["draft_id"], "bands": {"MP1": 2, "MP2": 3, "MP3": 1, "MP4": 4}}
    for marker in (desk.tutor, desk.door.person(Role.ADMINISTRATOR)):
        answer = marker.post(f"/v1/submissions/{submission['id']}/markings", json=body)
        assert answer.status_code == 201, answer.text
    assert desk.tutor.post(f"/v1/assignments/{assignment_id}/releases", json={}).status_code == 201
    (row,) = csv.DictReader(desk.tutor.get(f"{path}/exports/results.csv").content.decode("utf-8-sig").splitlines())
    assert [row[f"MP{number} decided band"] for number in range(1, 5)] == ["2", "3", "1", "4"]
    assert row["MP1 decided by"] == "two markers"


def test_no_time_out_binds_a_zip_of_reports(desk: Desk) -> None:
    path = desk.hand_in(make_assignment(desk.campus), *write_files(2, paragraphs=1))
    state = desk.door.app.state
    hurried = WorkDesk(threads=1, waiting=1, timeout_s=0.0)
    state.reader = replace(state.reader, turn=hurried)
    try:
        assert desk.tutor.get(f"{path}/exports/results.csv").status_code == 504
        answer = desk.tutor.get(f"{path}/exports/reports-pdf.zip")
    finally:
        hurried.close()
    assert answer.headers.get("content-length") is None
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert [archive.read(name)[:4] for name in archive.namelist()] == [b"%PDF"] * 2
        assert archive.testzip() is None
