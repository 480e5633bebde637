"""Who may see the demonstration and when, and how it is set up. It is never part of an institution that is real."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.access.roles import Role, permissions_of
from service.actions.actors import Actor
from service.actions.assignments import NewAssignment, create_assignment
from service.actions.demo.content import Example, Player, Task, Work, load_draft, load_example
from service.actions.disagreements import disagree
from service.actions.drafts import hand_in
from service.actions.groups import add_group, put_into_group
from service.actions.moderation import NewMarking, mark
from service.actions.reading import Reader
from service.actions.submissions import NewSubmission, open_submission
from service.feedback.visibility import Visibility
from service.storage import institutions, keys, sessions, users
from service.storage.database import Database
from service.storage.tables import User
from service.workflow import Upload

ADDRESS = "{key}@demo.invalid"
_READY = "demo_is_ready"
_SUFFIX = ADDRESS.format(key="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people of the demonstration, by their keys."""

    institution_id: str
    actors: dict[str, Actor]
    practice_id: str
    """The group without students."""


def is_demo_address(email: str) -> bool:
    """Whether somebody is one of the people of the demonstration."""
    return email.endswith(_SUFFIX)


def is_untouched(session: Session) -> bool:
    """Whether nobody has made an administrator: only then may the demonstration be seen."""
    real = select(func.count()).where(
        User.role == Role.ADMINISTRATOR.value, User.email.not_like(f"%{_SUFFIX}", escape="\\")
    )
    return session.scalar(real) == 0


def find_player(session: Session, role: Role) -> str | None:
    """Id of whoever plays that role; None until the demonstration is set up."""
    example = load_example()
    institution = institutions.find_institution_by_name(session, example.institution)
    if institution is None or not institution.settings.get(_READY):
        return None
    key = next(one.key for one in example.people if one.role == role.value)
    found = users.find_user_by_email(session, institution.id, ADDRESS.format(key=key))
    return found.id if found is not None and found.is_active else None


def set_up(reader: Reader) -> None:
    """Make the people, the assignments and the drafts. What an earlier try left half done is thrown away first."""
    example = load_example()
    with reader.database.writing() as session:
        leftover = institutions.find_institution_by_name(session, example.institution)
        if leftover is not None:
            leftover.name = f"{leftover.name} {leftover.id}"
            session.flush()
        cast = _gather(session, example)
    for task in example.assignments:
        _set_task(reader, cast, example, task)
    with reader.database.writing() as session:
        institution = institutions.find_institution(session, cast.institution_id)
        if institution is not None:
            institution.settings = {institutions.DEMO: True, _READY: True}


def close(database: Database, *, is_laptop: bool) -> None:
    """Let nobody be one of its people any longer where there is somebody real, or where this is no laptop."""
    with database.writing() as session:
        if is_laptop and is_untouched(session):
            return
        for user in session.scalars(select(User).where(User.email.like(f"%{_SUFFIX}"), User.is_active)):
            user.is_active = False
            sessions.delete_sessions_of(session, user.id)
            keys.revoke_keys_of(session, user.id, datetime.now(UTC))


def _gather(session: Session, example: Example) -> Cast:
    institution = institutions.add_institution(session, example.institution)
    institution.settings = {institutions.DEMO: True}
    actors = {player.key: _engage(session, institution.id, player) for player in example.people}
    director = next(actor for actor in actors.values() if actor.role is Role.ADMINISTRATOR)
    group = add_group(director, session, example.group.name)
    for key in example.group.members:
        put_into_group(director, session, group.id, actors[key].id)
    practice = add_group(director, session, example.practice)
    return Cast(institution_id=institution.id, actors=actors, practice_id=practice.id)


def _engage(session: Session, institution_id: str, player: Player) -> Actor:
    role = Role(player.role)
    email = ADDRESS.format(key=player.key)
    user = users.add_user(session, User(institution_id=institution_id, email=email, name=player.name, role=role))
    return Actor(id=user.id, institution_id=institution_id, role=role, permissions=permissions_of(role), kind="person")


def _set_task(reader: Reader, cast: Cast, example: Example, task: Task) -> None:
    tutor = cast.actors["tutor"]
    due = None if task.due_in_days is None else datetime.now(UTC) + timedelta(days=task.due_in_days)
    new = NewAssignment(
        title=task.title,
        rubric_id=example.rubric,
        prompt=task.prompt,
        case_text=task.case_text,
        due_at=due,
        visibility=Visibility.ESTIMATE,
        is_anonymous=task.is_anonymous,
        needs_two_markers=task.needs_two_markers,
        group_id=None if task.for_students else cast.practice_id,
        ask_self_assessment=task.ask_self_assessment,
    )
    with reader.database.writing() as session:
        assignment_id = create_assignment(tutor, session, new, reader.library).id
    for work in task.submissions:
        _hand_in(reader, cast, assignment_id, work)


def _hand_in(reader: Reader, cast: Cast, assignment_id: str, work: Work) -> None:
    actor = cast.actors[work.person or "tutor"]
    new = NewSubmission(assignment_id=assignment_id, participant_id=work.writer, participant_name=work.writer)
    with reader.database.writing() as session:
        submission_id = open_submission(actor, session, new).submission.id
    handed = []
    for name in work.drafts:
        upload = Upload(filename=f"{name}.txt", body=load_draft(name).encode(), name=f"{name}.txt")
        handed.append(hand_in(actor, reader, submission_id, upload))
    with reader.database.writing() as session:
        if work.disagreement is not None:
            said = work.disagreement
            disagree(actor, session, handed[0].report_id, target=said.target, reason=said.reason)
        for key, marks in work.marks.items():
            marking = NewMarking(draft_id=handed[0].draft.id, bands=marks.bands, elements=marks.elements)
            mark(cast.actors[key], session, submission_id, marking)
