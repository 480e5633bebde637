"""Assignments. Every look-up stays within one institution."""

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, load_only

from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.rubric_versions import HEAD
from service.storage.tables import Assignment, Draft, GroupMember, RubricVersion, Submission


def add_assignment(session: Session, assignment: Assignment) -> Assignment:
    """Add an assignment, and give it an id."""
    session.add(assignment)
    session.flush()
    return assignment


def find_assignment(
    session: Session, institution_id: str, assignment_id: str, *, for_change: bool = False
) -> Assignment | None:
    """The assignment of that id, held against other writers where it is to be changed."""
    query = select(Assignment).where(Assignment.institution_id == institution_id, Assignment.id == assignment_id)
    return session.scalars(query.with_for_update() if for_change else query).one_or_none()


def find_rubric_version(session: Session, assignment: Assignment) -> RubricVersion:
    """The version of the rubric that an assignment is read by."""
    return session.scalars(select(RubricVersion).where(RubricVersion.id == assignment.rubric_version_id)).one()


def find_rubric_head(session: Session, assignment: Assignment) -> RubricVersion:
    """The same without its text, which is long."""
    query = select(RubricVersion).where(RubricVersion.id == assignment.rubric_version_id)
    return session.scalars(query.options(load_only(*HEAD))).one()


def list_assignments(
    session: Session,
    institution_id: str,
    asked: PageRequest,
    *,
    student_id: str | None = None,
    with_archived: bool = False,
) -> Page[Assignment]:
    """A page of the institution's assignments; of those that a student is set, where one is named."""
    query = select(Assignment).where(Assignment.institution_id == institution_id)
    if not with_archived:
        query = query.where(Assignment.is_archived.is_(False))
    if student_id is not None:
        in_group = exists().where(GroupMember.group_id == Assignment.group_id, GroupMember.user_id == student_id)
        has_begun = exists().where(Submission.assignment_id == Assignment.id, Submission.user_id == student_id)
        query = query.where(or_(Assignment.group_id.is_(None), in_group, has_begun))
    return fetch_page(session, query, Assignment, asked)


def has_drafts(session: Session, assignment_id: str) -> bool:
    """Whether anybody handed in a draft."""
    query = select(Draft.id).join(Submission).where(Submission.assignment_id == assignment_id).limit(1)
    return session.scalar(query) is not None
