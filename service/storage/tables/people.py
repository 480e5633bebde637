"""Institutions, the people in them, and their groups."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables.base import Identified, Owner, Table


class Institution(Identified, Table):
    """A school or university. Whatever belongs to one is never shown to another."""

    __tablename__ = "institutions"

    name: Mapped[str] = mapped_column(unique=True)
    retention_days: Mapped[int | None]
    """Drafts and reports older than this are deleted; None keeps them."""
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class User(Identified, Table):
    """A person, or a service account that programs use."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("institution_id", "email"), UniqueConstraint("oidc_issuer", "oidc_subject"))

    institution_id: Mapped[Owner]
    email: Mapped[str]
    """In lower case."""
    name: Mapped[str]
    role: Mapped[str]
    """student, tutor, administrator or service."""
    password_hash: Mapped[str | None]
    oidc_issuer: Mapped[str | None]
    oidc_subject: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)


class Group(Identified, Table):
    """Students who are taught together."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("institution_id", "name"),)

    institution_id: Mapped[Owner]
    name: Mapped[str]


class GroupMember(Table):
    """A person in a group."""

    __tablename__ = "group_members"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
