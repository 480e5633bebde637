"""Institutions."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.storage.tables import Institution

DEMO = "is_demo"
"""The setting that marks an institution as made up."""


def add_institution(session: Session, name: str) -> Institution:
    """Add an institution, and give it an id.

    Raises:
        sqlalchemy.exc.IntegrityError: the name is taken.
    """
    institution = Institution(name=name)
    session.add(institution)
    session.flush()
    return institution


def find_institution(session: Session, institution_id: str) -> Institution | None:
    """The institution of that id."""
    return session.get(Institution, institution_id)


def find_institution_by_name(session: Session, name: str) -> Institution | None:
    """The institution of that name."""
    return session.scalars(select(Institution).where(Institution.name == name)).one_or_none()


def find_only_institution(session: Session) -> Institution | None:
    """The institution, where there is just one that is real."""
    found = [one for one in session.scalars(select(Institution)) if not one.settings.get(DEMO)]
    return found[0] if len(found) == 1 else None
