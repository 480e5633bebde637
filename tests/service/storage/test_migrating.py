"""The tables go up and down in one history on both databases, and are what the program believes they are."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text

from service.storage.database import Database
from service.storage.errors import MigrationError
from service.storage.migrating import (
    downgrade_database,
    migrating,
    prepare_database,
    read_state,
    revisions,
    upgrade_database,
)
from service.storage.tables import Institution, Table

STEPS = list(zip(("base", *revisions()), revisions(), strict=False))


def tables_of(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def schema_of(database: Database) -> dict[str, object]:
    """Every table with its columns, indexes and rules."""
    with database.engine.connect() as connection:
        inspector = inspect(connection)
        return {
            name: (
                sorted(
                    (column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(name)
                ),
                sorted((str(index["name"]), index["column_names"]) for index in inspector.get_indexes(name)),
                sorted((str(rule["name"]), rule["column_names"]) for rule in inspector.get_unique_constraints(name)),
                sorted((str(rule["name"]), str(rule["options"])) for rule in inspector.get_foreign_keys(name)),
            )
            for name in tables_of(database)
        }


def drift_of(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Table.metadata))


def test_migrations_end_at_the_tables_of_the_program(empty_database: Database) -> None:
    assert read_state(empty_database).current is None
    state = upgrade_database(empty_database)
    assert state.is_current
    assert drift_of(empty_database) == []
    assert tables_of(empty_database) == set(Table.metadata.tables)


def test_a_table_that_no_migration_makes_is_noticed(empty_database: Database) -> None:
    upgrade_database(empty_database)
    with empty_database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE institutions ADD COLUMN motto VARCHAR"))
    assert drift_of(empty_database) != []


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_every_migration_can_be_undone_and_done_again(empty_database: Database, before: str, after: str) -> None:
    if before != "base":
        upgrade_database(empty_database, before)
    then = schema_of(empty_database)
    upgrade_database(empty_database, after)
    now = schema_of(empty_database)
    assert now != then
    downgrade_database(empty_database, before)
    assert schema_of(empty_database) == then
    upgrade_database(empty_database, after)
    assert schema_of(empty_database) == now


def test_going_down_leaves_nothing(database: Database) -> None:
    assert downgrade_database(database, "base").current is None
    assert tables_of(database) == set()


def test_rows_stay_when_newer_tables_come(empty_database: Database) -> None:
    upgrade_database(empty_database, revisions()[0])
    with empty_database.writing() as session:
        session.add(Institution(name="North College"))
    upgrade_database(empty_database)
    with empty_database.reading() as session:
        assert session.scalars(select(Institution.name)).all() == ["North College"]


def test_a_migration_that_fails_changes_nothing(database: Database) -> None:
    with suppress(MigrationError), migrating(database) as connection:
        connection.execute(text("CREATE TABLE later (id INTEGER)"))
        raise MigrationError("stop")
    assert "later" not in tables_of(database)


def test_a_migration_that_breaks_references_changes_nothing(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        session.add(Institution(id="i", name="North College"))
        session.flush()
        session.execute(
            text("INSERT INTO groups (id, institution_id, name, created_at) VALUES ('g', 'i', 'A', '2026')")
        )
    with pytest.raises(MigrationError, match="refer to others"), migrating(sqlite_database) as connection:
        connection.execute(text("DELETE FROM institutions"))
    with sqlite_database.reading() as session:
        assert session.scalars(select(Institution.name)).all() == ["North College"]


@pytest.mark.parametrize(
    ("upgrade", "kinds_that_upgrade"),
    [(None, {"sqlite"}), (True, {"sqlite", "postgresql"}), (False, set())],
)
def test_starting_upgrades_sqlite_and_asks_before_postgresql(
    empty_database: Database, upgrade: bool | None, kinds_that_upgrade: set[str]
) -> None:
    if empty_database.engine.dialect.name in kinds_that_upgrade:
        prepare_database(empty_database, upgrade=upgrade)
        assert read_state(empty_database).is_current
    else:
        with pytest.raises(MigrationError, match=r"at version none.*markpoint database upgrade"):
            prepare_database(empty_database, upgrade=upgrade)
        assert read_state(empty_database).current is None


@pytest.mark.parametrize("upgrade", [None, True, False])
def test_tables_of_a_newer_program_are_left_alone(database: Database, upgrade: bool | None) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(MigrationError, match="Install a newer Markpoint"):
        prepare_database(database, upgrade=upgrade)
    with pytest.raises(MigrationError, match="Install a newer Markpoint"):
        downgrade_database(database, "base")
    assert not read_state(database).is_current


def test_tables_that_are_up_to_date_are_accepted(database: Database) -> None:
    prepare_database(database)
    prepare_database(database, upgrade=False)


def test_several_processes_that_start_at_once_make_the_tables_once(empty_database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(lambda _: upgrade_database(empty_database), range(4)))
    assert all(state.is_current for state in states)
    assert drift_of(empty_database) == []
