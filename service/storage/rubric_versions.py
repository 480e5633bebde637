"""Versions of rubrics. Rows are only ever added, so that a rubric in use never changes."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, load_only

from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.tables import RubricVersion

HEAD = (
    RubricVersion.id,
    RubricVersion.institution_id,
    RubricVersion.rubric_id,
    RubricVersion.version,
    RubricVersion.fingerprint,
    RubricVersion.created_by,
    RubricVersion.created_at,
)
"""Everything but the YAML."""


def add_version(session: Session, row: RubricVersion) -> RubricVersion:
    """Add a version under the next number."""
    newest = session.scalar(
        select(func.max(RubricVersion.version)).where(
            RubricVersion.institution_id == row.institution_id, RubricVersion.rubric_id == row.rubric_id
        )
    )
    row.version = (newest or 0) + 1
    session.add(row)
    session.flush()
    return row


def find_version(
    session: Session, institution_id: str, rubric_id: str, version: int | None = None
) -> RubricVersion | None:
    """A version of a rubric; the newest where no number is given."""
    query = select(RubricVersion).where(
        RubricVersion.institution_id == institution_id, RubricVersion.rubric_id == rubric_id
    )
    if version is not None:
        query = query.where(RubricVersion.version == version)
    return session.scalars(query.order_by(RubricVersion.version.desc()).limit(1)).one_or_none()


def find_version_by_fingerprint(
    session: Session, institution_id: str, rubric_id: str, fingerprint: str
) -> RubricVersion | None:
    """The newest version that says exactly this."""
    query = select(RubricVersion).where(
        RubricVersion.institution_id == institution_id,
        RubricVersion.rubric_id == rubric_id,
        RubricVersion.fingerprint == fingerprint,
    )
    return session.scalars(query.order_by(RubricVersion.version.desc()).limit(1)).one_or_none()


def list_versions(session: Session, institution_id: str, rubric_id: str, asked: PageRequest) -> Page[RubricVersion]:
    """A page of a rubric's versions, the newest first, without their text."""
    query = select(RubricVersion).where(
        RubricVersion.institution_id == institution_id, RubricVersion.rubric_id == rubric_id
    )
    return fetch_page(session, query.options(load_only(*HEAD)), RubricVersion, asked)


def count_versions(session: Session, institution_id: str) -> dict[str, int]:
    """The rubrics that an institution has put to use, by id, with the number of their newest versions."""
    query = (
        select(RubricVersion.rubric_id, func.max(RubricVersion.version))
        .where(RubricVersion.institution_id == institution_id)
        .group_by(RubricVersion.rubric_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
