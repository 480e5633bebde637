"""Who may do what, in one table."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in their institution."""

    STUDENT = "student"
    TUTOR = "tutor"
    ADMINISTRATOR = "administrator"
    SERVICE = "service"


class Permission(StrEnum):
    """One thing that may be done. The same names are the scopes of an API key."""

    FEEDBACK = "feedback"
    """Feedback on a draft of which nothing is stored."""
    ASSIGNMENTS_READ = "assignments:read"
    ASSIGNMENTS_WRITE = "assignments:write"
    SUBMISSIONS_OWN = "submissions:own"
    """Hand in own drafts, read own feedback and progress."""
    SUBMISSIONS_READ = "submissions:read"
    """Read every submission of the institution."""
    SUBMISSIONS_WRITE = "submissions:write"
    """Hand in drafts for others, ask for a new run."""
    DISAGREEMENTS_RAISE = "disagreements:raise"
    DISAGREEMENTS_ANSWER = "disagreements:answer"
    DECISIONS_WRITE = "decisions:write"
    MARKINGS_WRITE = "markings:write"
    """Mark as one of two markers, and adjudicate."""
    RELEASES_WRITE = "releases:write"
    BATCHES_READ = "batches:read"
    BATCHES_WRITE = "batches:write"
    RUBRICS_READ = "rubrics:read"
    RUBRICS_WRITE = "rubrics:write"
    GROUPS_READ = "groups:read"
    GROUPS_WRITE = "groups:write"
    USERS_READ = "users:read"
    USERS_WRITE = "users:write"
    KEYS_MANAGE = "keys:manage"
    WEBHOOKS_MANAGE = "webhooks:manage"
    INSTITUTION_MANAGE = "institution:manage"
    """Name, retention and the like."""
    PERSONAL_DATA_OWN = "personal-data:own"
    """Export and delete what is held about oneself."""
    PERSONAL_DATA_ANY = "personal-data:any"
    """Export and delete what is held about anybody in the institution."""
    AUDIT_READ = "audit:read"


_STUDENT = frozenset(
    {
        Permission.FEEDBACK,
        Permission.ASSIGNMENTS_READ,
        Permission.SUBMISSIONS_OWN,
        Permission.DISAGREEMENTS_RAISE,
        Permission.RUBRICS_READ,
        Permission.PERSONAL_DATA_OWN,
    }
)
_TUTOR = frozenset(
    {
        Permission.FEEDBACK,
        Permission.ASSIGNMENTS_READ,
        Permission.ASSIGNMENTS_WRITE,
        Permission.SUBMISSIONS_READ,
        Permission.SUBMISSIONS_WRITE,
        Permission.DISAGREEMENTS_ANSWER,
        Permission.DECISIONS_WRITE,
        Permission.MARKINGS_WRITE,
        Permission.RELEASES_WRITE,
        Permission.BATCHES_READ,
        Permission.BATCHES_WRITE,
        Permission.RUBRICS_READ,
        Permission.RUBRICS_WRITE,
        Permission.GROUPS_READ,
        Permission.PERSONAL_DATA_OWN,
    }
)
_ADMINISTRATOR = _TUTOR | {
    Permission.GROUPS_WRITE,
    Permission.USERS_READ,
    Permission.USERS_WRITE,
    Permission.KEYS_MANAGE,
    Permission.WEBHOOKS_MANAGE,
    Permission.INSTITUTION_MANAGE,
    Permission.PERSONAL_DATA_ANY,
    Permission.AUDIT_READ,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.STUDENT: _STUDENT,
    Role.TUTOR: _TUTOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
    Role.SERVICE: frozenset(),
}
"""The one table. A service account may do only what the key it comes with says."""

KEY_SCOPES = (_STUDENT | _ADMINISTRATOR) - {
    Permission.SUBMISSIONS_OWN,
    Permission.DISAGREEMENTS_RAISE,
    Permission.PERSONAL_DATA_OWN,
    Permission.KEYS_MANAGE,
}
"""What a key may be allowed: nothing that belongs to a person, and never to make further keys."""


def permissions_of(role: Role) -> frozenset[Permission]:
    """What somebody with that role may do."""
    return PERMISSIONS[role]
