"""A small institution on a real server, for tests of what goes wrong around it."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from service.access.roles import Permission
from service.storage.database import open_database
from tests.databases import open_settings
from tests.people import found_campus
from tests.server import RUN, Server, serving

RUBRIC = "operations_management.level7"
SENTENCES = (
    "The bakery delivers 94% of its orders before seven, since its ovens start at three in the morning.",
    "A fourth van would raise dependability, but it would add nine pence to the cost of each loaf.",
    "Staff who are trained on both lines can move when one of them stops.",
)
SCOPES = (
    Permission.ASSIGNMENTS_READ,
    Permission.ASSIGNMENTS_WRITE,
    Permission.SUBMISSIONS_READ,
    Permission.SUBMISSIONS_WRITE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """An institution in a SQLite file, with a key that may hand in drafts for its students."""

    folder: Path
    key: str

    @property
    def file(self) -> Path:
        """The file of the database."""
        return self.folder / "markpoint.db"

    @contextmanager
    def serving(self, *, before: str = "", **environment: str) -> Iterator["Visitor"]:
        """A server on the site; `before` is code that runs first in its process."""
        settings = {"MARKPOINT_DATA_DIR": str(self.folder), "MARKPOINT_REQUESTS_PER_MINUTE": "0", **environment}
        with serving("--port", "0", code=f"{before}\n{RUN}", **settings) as server:
            yield Visitor(server, server.address(), self.key)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A program that calls a running server."""

    server: Server
    address: str
    key: str

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """One request."""
        sent = None if body is None else json.dumps(body).encode()
        fields = {"authorization": f"Bearer {self.key}", "content-type": "application/json", **headers}
        asked = Request(f"{self.address}{path}", sent, fields, method=method)  # noqa: S310
        try:
            with urlopen(asked, timeout=60) as answer:  # noqa: S310
                return Answer(answer.status, json.load(answer))
        except HTTPError as error:
            with error:
                return Answer(error.code, json.load(error))

    def make(self, path: str, **body: Any) -> str:
        """The id of what a POST makes."""
        answer = self.ask("POST", path, body)
        assert answer.status in {200, 201}, answer
        return str(answer.body["id"])

    def open_submission(self, participant: str = "1") -> str:
        """A submission of somebody for an assignment of its own."""
        assignment = self.make("/v1/assignments", title="Report on a bakery", rubric_id=RUBRIC)
        return self.make("/v1/submissions", assignment_id=assignment, participant_id=participant)

    def hand_in(self, submission: str, text: str, **headers: str) -> Answer:
        """Hand in a draft."""
        return self.ask("POST", f"/v1/submissions/{submission}/drafts", {"text": text}, **headers)

    def drafts(self, submission: str) -> list[int]:
        """The numbers of the drafts that are kept."""
        answer = self.ask("GET", f"/v1/submissions/{submission}/drafts")
        assert answer.status == 200, answer
        return [draft["number"] for draft in answer.body["items"]]

    def wait_until_ready(self) -> None:
        """Wait for a `GET /readyz` that says yes."""
        deadline = time.monotonic() + 60
        while self.ask("GET", "/readyz").status != 200:
            assert time.monotonic() < deadline, self.server.log()
            time.sleep(0.1)


def found_site(folder: Path, template: Path) -> Site:
    """A site in that folder, from a migrated file."""
    folder.mkdir()
    shutil.copy(template, folder / "markpoint.db")
    database = open_database(open_settings(f"sqlite:///{folder / 'markpoint.db'}", folder))
    key = found_campus(database, "Hill").key(*SCOPES)
    database.close()
    return Site(folder, key)


def draft_number(number: int, *, paragraphs: int = 2) -> str:
    """A draft that differs from those of other numbers."""
    return "\n\n".join(f"Version {number}, part {part}. {' '.join(SENTENCES)}" for part in range(paragraphs))
