"""What students have written so far, one text a submission. Callers have looked the submission up already."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.storage.tables import WorkingCopy


def find_working_copy(session: Session, submission_id: str, *, for_change: bool = False) -> WorkingCopy | None:
    """The working copy of a submission; held against other writers when it is about to change."""
    query = select(WorkingCopy).where(WorkingCopy.submission_id == submission_id)
    return session.scalars(query.with_for_update() if for_change else query).one_or_none()


def add_working_copy(session: Session, row: WorkingCopy) -> WorkingCopy:
    """Add the first working copy of a submission."""
    session.add(row)
    session.flush()
    return row
