"""`markpoint admin` makes the first administrator."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from tests.server import RUN

PASSWORD = "four calm green boats"  # noqa: S105
CALL = ("admin", "ada@hill.example", "--institution", "Hill")


def run(*arguments: str, url: str, typed: str = f"{PASSWORD}\n") -> Result:
    return CliRunner(env={"MARKPOINT_DATABASE_URL": url}).invoke(app, list(arguments), input=typed)


def test_an_institution_gets_its_administrator_once(database_url: str) -> None:
    done = run(*CALL, url=database_url)
    assert (done.exit_code, done.stdout) == (
        0,
        "ada@hill.example administers Hill. Start the service and sign in at /login.\n",
    )
    again = run(*CALL, url=database_url)
    assert (again.exit_code, "has a user of that e-mail address already" in again.stderr) == (1, True)
    second = run("admin", "Bo@hill.example", "--institution", "Hill", "--no-password", url=database_url, typed="")
    assert second.exit_code == 0


def test_the_tables_are_made_where_there_are_none(tmp_path: Path) -> None:
    assert run(*CALL, url=f"sqlite:///{tmp_path}/new/markpoint.db").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "typed", "message"),
    [
        (CALL, "short\n", "12 to 200 characters"),
        (CALL, "", "12 to 200 characters"),
        (("admin", "ada", "--institution", "Hill"), "", "not an e-mail address"),
        (("admin", "ada@hill.example", "--institution", " "), "", "needs a name"),
    ],
)
def test_what_cannot_be_used_is_said(sqlite_url: str, arguments: tuple[str, ...], typed: str, message: str) -> None:
    done = run(*arguments, url=sqlite_url, typed=typed)
    assert (done.exit_code, message in done.stderr) == (1, True)


@pytest.mark.parametrize(("second", "status"), [(PASSWORD, 0), (f"{PASSWORD}!", 1)])
def test_at_a_terminal_the_password_is_asked_twice_and_not_shown(sqlite_url: str, second: str, status: int) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, *CALL],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "MARKPOINT_DATABASE_URL": sqlite_url},
    )
    os.close(theirs)
    shown = b""
    for question, answer in ((b"Password: ", PASSWORD), (b"Once more: ", second)):
        while question not in shown:
            shown += os.read(ours, 1_000)
        os.write(ours, answer.encode() + b"\n")
    assert process.wait(60) == status
    os.close(ours)
    assert PASSWORD.encode() not in shown
