"""Statements that change rows, and what came of them."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.storage.tables import Table


def count_changed(session: Session, statement: Executable) -> int:
    """Run a statement; how many rows it changed."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount


def add_unless_there(session: Session, table: type[Table], values: Mapping[str, Any]) -> bool:
    """Add a row; False, and no row, where one with the same key is there, even one added at this very moment."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    added = insert(table).values(dict(values)).on_conflict_do_nothing().returning(literal(1))
    return session.execute(added).first() is not None
