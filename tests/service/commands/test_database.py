"""`markpoint database` on real databases: tables, keys and what is kept too long."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from service.cli import app
from service.storage.database import Database, open_database
from service.storage.migrating import read_state, revisions, upgrade_database
from service.storage.tables import Draft
from tests.databases import open_settings
from tests.service.storage.records import contents, fill

HEAD = revisions()[-1]
OLD, NEW = (f"{name}:{base64.b64encode(name[0].encode() * 32).decode()}" for name in ("old", "new"))


def run(*arguments: str, url: str, folder: Path, **settings: str) -> Result:
    environment = {"MARKPOINT_DATABASE_URL": url, "MARKPOINT_DATA_DIR": str(folder)}
    environment |= {f"MARKPOINT_{name.upper()}": value for name, value in settings.items()}
    return CliRunner(env=environment).invoke(app, ["database", *arguments])


def test_upgrade_makes_the_tables_and_says_so(
    empty_database: Database, empty_database_url: str, tmp_path: Path
) -> None:
    done = run("upgrade", url=empty_database_url, folder=tmp_path)
    assert (done.exit_code, done.stdout) == (0, f"The tables went from version none to {HEAD}.\n")
    assert read_state(empty_database).is_current
    done = run("upgrade", url=empty_database_url, folder=tmp_path)
    assert (done.exit_code, done.stdout) == (0, f"The tables are at version {HEAD} already.\n")


def test_check_tells_what_is_missing(empty_database: Database, empty_database_url: str, tmp_path: Path) -> None:
    done = run("check", url=empty_database_url, folder=tmp_path)
    assert done.exit_code == 1
    assert f"at version none, and this program works with {HEAD}" in done.stderr
    upgrade_database(empty_database, revisions()[0])
    done = run("check", url=empty_database_url, folder=tmp_path)
    assert f"at version {revisions()[0]}, and this program works with {HEAD}" in done.stderr
    upgrade_database(empty_database)
    done = run("check", url=empty_database_url, folder=tmp_path)
    assert (done.exit_code, done.stdout) == (0, f"The tables are at version {HEAD}, as this program wants them.\n")


def test_tables_of_a_newer_program_are_told(database: Database, database_url: str, tmp_path: Path) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for command in ("check", "upgrade"):
        done = run(command, url=database_url, folder=tmp_path)
        assert done.exit_code == 1
        assert "Install a newer Markpoint" in done.stderr


def test_keys_are_changed_step_by_step(database_url: str, tmp_path: Path) -> None:
    sealed = open_database(open_settings(database_url, tmp_path, encryption_keys=OLD))
    fill(sealed)
    sealed.close()
    done = run("check", url=database_url, folder=tmp_path, encryption_keys=OLD)
    assert "values are encrypted with the key old." in done.stdout
    done = run("check", url=database_url, folder=tmp_path, encryption_keys=NEW)
    assert (done.exit_code, "lacks the key old" in done.stderr) == (1, True)
    done = run("rekey", url=database_url, folder=tmp_path, encryption_keys=NEW)
    assert (done.exit_code, "'old'" in done.stderr) == (1, True)
    done = run("rekey", url=database_url, folder=tmp_path, encryption_keys=f"{NEW},{OLD}")
    assert done.exit_code == 0
    assert done.stdout.endswith("values changed; everything is encrypted with the key new.\n")
    opened = open_database(open_settings(database_url, tmp_path, encryption_keys=NEW))
    assert len(contents(opened)["drafts"]) == 4
    opened.close()
    done = run("rekey", "--decrypt", url=database_url, folder=tmp_path, encryption_keys=NEW)
    assert done.stdout.endswith("everything is stored without encryption.\n")
    done = run("check", url=database_url, folder=tmp_path)
    assert (done.exit_code, "values are stored without encryption." in done.stdout) == (0, True)


def test_without_a_key_there_is_nothing_to_encrypt_with(sqlite_url: str, tmp_path: Path) -> None:
    done = run("rekey", url=sqlite_url, folder=tmp_path)
    assert done.exit_code == 1
    assert "There is no key. Set MARKPOINT_ENCRYPTION_KEYS" in done.stderr


@pytest.mark.parametrize(("settings", "left"), [({}, 4), ({"retention_days": "30"}, 3), ({"retention_days": "90"}, 4)])
def test_prune_deletes_what_is_kept_too_long(
    database: Database, database_url: str, tmp_path: Path, settings: dict[str, str], left: int
) -> None:
    fill(database, now=datetime.now(UTC))
    with database.writing() as session:
        session.get_one(Draft, "north.student.draft1").created_at = datetime.now(UTC) - timedelta(days=60)
    done = run("prune", url=database_url, folder=tmp_path, **settings)
    gone = 4 - left
    assert done.stdout == f"Deleted {gone} drafts, {gone} reports, 0 submissions, 0 batches.\n"
    assert len(contents(database)["drafts"]) == left


@pytest.mark.parametrize("url", ["mysql://user:hidden@host/name", "postgresql://user:hidden@127.0.0.1:9/name"])
@pytest.mark.parametrize("command", ["upgrade", "check", "prune"])
def test_a_database_that_cannot_be_used_is_explained_without_its_password(
    command: str, url: str, tmp_path: Path
) -> None:
    done = run(command, url=url, folder=tmp_path)
    assert done.exit_code == 1
    assert "address is right" in done.stderr or "Only SQLite and PostgreSQL" in done.stderr
    assert "hidden" not in done.output
