"""Long lists in pages, the newest first; rows that are added meanwhile never shift what comes next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a list: that of the last row that was shown."""

    created_at: datetime
    id: str


class Dated(Protocol):
    """A row with an identifier and the moment it was made."""

    id: Any
    created_at: Any


Row = TypeVar("Row", bound=Dated)
Item = TypeVar("Item")
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """Which page is asked for: so many rows after a place, from the beginning where none is named."""

    limit: int = 50
    after: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """Some rows of a list, and where the rest begins; None at its end."""

    items: tuple[Item, ...]
    next: Position | None = None

    def map(self, show: Callable[[Item], Shown]) -> "Page[Shown]":
        """The same page with each of its rows turned into something else."""
        return Page(items=tuple(show(item) for item in self.items), next=self.next)


def fetch_page(session: Session, query: Select[Row], table: type[Row], asked: PageRequest) -> Page[Row]:
    """One page of the rows that a query finds in a table."""
    if asked.after is not None:
        query = query.where(_is_after(table, asked.after))
    newest_first: tuple[Any, Any] = (table.created_at.desc(), table.id.desc())
    rows = session.scalars(query.order_by(*newest_first).limit(asked.limit + 1)).all()
    shown = tuple(rows[: asked.limit])
    last = shown[-1] if len(rows) > asked.limit else None
    return Page(items=shown, next=None if last is None else Position(last.created_at, last.id))


def _is_after(table: type[Row], place: Position) -> ColumnElement[bool]:
    same_moment = and_(table.created_at == place.created_at, table.id < place.id)
    earlier: ColumnElement[bool] = table.created_at < place.created_at
    return or_(earlier, same_moment)
