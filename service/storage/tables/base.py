"""What every table shares: names of constraints, identifiers, moments, the institution it belongs to."""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import JSON, ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from service.storage.types import UtcDateTime, new_id, utc_now

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have the same names on both databases, so that a migration can name what it changes."""

Owner = Annotated[str, mapped_column(ForeignKey("institutions.id", ondelete="CASCADE"))]
"""The institution that a row belongs to."""
Person = Annotated[str | None, mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)]
"""Who did something; empty once that person was deleted."""


class Table(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }


class Identified:
    """A row with an identifier of ours and the moment it was made."""

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id, sort_order=-2)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, sort_order=99)
