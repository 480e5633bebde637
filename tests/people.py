"""An institution with one person of each role, for tests: made straight in the database, and signed in by tokens."""

from dataclasses import dataclass
from datetime import UTC, datetime

from service.access.roles import Permission, Role, permissions_of
from service.actions.actors import Actor
from service.actions.keys import NewKey, make_api_key
from service.actions.sessions import NewSession, begin_session
from service.storage.database import Database
from service.storage.institutions import add_institution
from service.storage.tables import User
from service.storage.users import add_user

HOURS = 1.0


@dataclass(frozen=True, slots=True)
class Campus:
    """An institution and its people."""

    database: Database
    institution_id: str
    user_ids: dict[Role, str]

    def actor(self, role: Role) -> Actor:
        """The person of that role, as an actor."""
        return Actor(
            id=self.user_ids[role],
            institution_id=self.institution_id,
            role=role,
            permissions=permissions_of(role),
            kind="person",
        )

    def session(self, role: Role) -> NewSession:
        """A session of the person of that role."""
        with self.database.writing() as session:
            return begin_session(session, self.user_ids[role], now=datetime.now(UTC), hours=HOURS)

    def key(self, *scopes: Permission, expires_at: datetime | None = None) -> str:
        """A key with those scopes."""
        new = NewKey(name="Records system", scopes=frozenset(scopes), expires_at=expires_at)
        with self.database.writing() as session:
            return make_api_key(self.actor(Role.ADMINISTRATOR), session, new, now=datetime.now(UTC)).secret


def found_campus(database: Database, name: str, *, password_hash: str | None = None) -> Campus:
    """Make an institution with a student, a tutor and an administrator: `student@name.example` and so on."""
    with database.writing() as session:
        institution = add_institution(session, name)
        people = {
            role: add_user(
                session,
                User(
                    institution_id=institution.id,
                    email=f"{role}@{name.lower()}.example",
                    name=f"{role.capitalize()} of {name}",
                    role=role,
                    password_hash=password_hash,
                ),
            ).id
            for role in (Role.STUDENT, Role.TUTOR, Role.ADMINISTRATOR)
        }
    return Campus(database, institution.id, people)
