"""Which rubrics an institution has."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.storage.tables import RubricVersion


def list_rubric_ids(session: Session, institution_id: str) -> list[str]:
    """The ids of the rubrics of which the institution has a version, in order."""
    query = select(RubricVersion.rubric_id).where(RubricVersion.institution_id == institution_id)
    return list(session.scalars(query.distinct().order_by(RubricVersion.rubric_id)))
