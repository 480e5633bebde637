"""`markpoint backup` and `markpoint restore`: one command each, and the way between the two databases."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.storage.database import Database, open_database
from tests.databases import KINDS, open_settings
from tests.service.storage.records import contents, fill


def run(*arguments: object, url: str) -> Result:
    return CliRunner(env={"MARKPOINT_DATABASE_URL": url}).invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("target_kind", KINDS)
def test_what_is_backed_up_is_restored(
    database: Database,
    database_url: str,
    target_kind: str,
    make_database_url: Callable[[str], str],
    tmp_path: Path,
) -> None:
    fill(database)
    done = run("backup", tmp_path / "backup", url=database_url)
    assert (done.exit_code, "rows, tables at version" in done.stdout) == (0, True)
    target_url = make_database_url(target_kind)
    done = run("restore", tmp_path / "backup", url=target_url)
    assert (done.exit_code, done.stdout.endswith("UTC are back.\n")) == (0, True)
    target = open_database(open_settings(target_url, tmp_path))
    assert contents(target) == contents(database)
    target.close()


def test_restore_asks_before_it_deletes(database: Database, database_url: str, tmp_path: Path) -> None:
    fill(database)
    run("backup", tmp_path / "backup", url=database_url)
    done = run("restore", tmp_path / "backup", url=database_url)
    assert (done.exit_code, "not empty" in done.stderr) == (1, True)
    assert run("restore", tmp_path / "backup", "--replace", url=database_url).exit_code == 0


def test_a_file_is_never_written_over(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("last week")
    done = run("backup", tmp_path / "backup", url=sqlite_url)
    assert (done.exit_code, "there already" in done.stderr) == (1, True)
    assert (tmp_path / "backup").read_text() == "last week"


@pytest.mark.parametrize(("content", "message"), [(None, "No such file"), (b"an essay", "damaged or cut short")])
def test_a_file_that_is_no_backup_is_refused(
    sqlite_url: str, tmp_path: Path, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "file").write_bytes(content)
    done = run("restore", tmp_path / "file", url=sqlite_url)
    assert (done.exit_code, message in done.stderr) == (1, True)
