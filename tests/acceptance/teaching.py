"""A running server with an institution whose scripts are read, and its people in a browser, for tests of tutors."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from playwright.sync_api import Browser, BrowserContext, Page

from rubric.library import load_by_id
from service.access.passwords import hash_password
from service.access.roles import Role
from service.actions.assignments import NewAssignment, create_assignment
from service.actions.rubrics import PackagedRubric
from service.config import Settings
from service.storage.class_rows import list_submissions, newest_drafts
from service.storage.database import open_database
from tests.acceptance.test_page import DESKTOP, DRAFT
from tests.batches import status_of, wait_for, write_files, zip_files
from tests.people import Campus, found_campus
from tests.server import serving

PASSWORD = "four calm green boats"  # noqa: S105
HOSTILE = f"<script>window.hacked = 1</script><svg onload='window.hacked = 1'></svg> {DRAFT}"


@dataclass(frozen=True, slots=True)
class Place:
    """A running server, the people who use it, and an assignment whose scripts are read."""

    address: str
    campus: Campus
    rubric_id: str
    assignment_id: str = ""

    def assignment(self, title: str, **options: object) -> str:
        """Set an assignment; its id."""
        library = {self.rubric_id: PackagedRubric(load_by_id(self.rubric_id, None))}
        new = NewAssignment(title=title, rubric_id=self.rubric_id, **options)  # type: ignore[arg-type]
        with self.campus.database.writing() as session:
            return create_assignment(self.campus.actor(Role.TUTOR), session, new, library).id

    def hand_in(self, assignment_id: str, files: list[tuple[str, bytes]]) -> None:
        """Have scripts read, and wait until they are."""
        begun = self.campus.session(Role.TUTOR)
        answer = httpx2.post(
            f"{self.address}/v1/batches",
            data={"assignment_id": assignment_id},
            files={"files": ("scripts.zip", zip_files(files))},
            headers={"x-csrf-token": begun.csrf_token, "cookie": f"markpoint-session={begun.token}"},
        )
        batch_id = answer.json()["batch"]["id"]
        wait_for(lambda: status_of(self.campus.database, batch_id) == "done", within_s=90)

    def scripts(self, assignment_id: str) -> list[str]:
        """The ids of the submissions of an assignment."""
        with self.campus.database.reading() as session:
            return [row.id for row in list_submissions(session, assignment_id)]

    def draft_of(self, assignment_id: str, submission_id: str) -> str:
        """The id of the newest draft of a submission."""
        with self.campus.database.reading() as session:
            return newest_drafts(session, assignment_id)[submission_id].id


@contextmanager
def teaching(folder: Path) -> Iterator[Place]:
    """The server and its people, with an assignment of three scripts; ended when left."""
    with serving("--port", "0", MARKPOINT_DATA_DIR=str(folder)) as server:
        address = server.address()
        settings = Settings(data_dir=folder)
        database = open_database(settings)
        campus = found_campus(database, "North", password_hash=hash_password(PASSWORD))
        bare = Place(address, campus, settings.rubric_id)
        made = Place(address, campus, settings.rubric_id, bare.assignment("Bakery", prompt="Assess one operation."))
        hostile = "Student 9_9_assignsubmission_file/<b>script.txt"
        made.hand_in(made.assignment_id, [*write_files(2), (hostile, HOSTILE.encode())])
        yield made
        database.close()


class Person:
    """A browser with somebody signed in. When left, its console must be clean."""

    def __init__(self, browser: Browser, place: Place, role: Role = Role.TUTOR, **options: object) -> None:
        settings = {"viewport": DESKTOP, "reduced_motion": "reduce", **options}
        self.context: BrowserContext = browser.new_context(**settings)  # type: ignore[arg-type]
        self.address = place.address
        self.complaints: list[str] = []
        token = place.campus.session(role).token
        self.context.add_cookies([{"name": "markpoint-session", "value": token, "url": place.address}])

    def __enter__(self) -> "Person":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()
        assert [line for line in self.complaints if "status of 4" not in line] == []

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address + path)
        return page
