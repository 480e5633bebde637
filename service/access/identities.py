"""What an institution says of a person, read from the claims of its sign-in service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.access.errors import NoRoleError, SignInError
from service.access.roles import Role

RANKING = (Role.ADMINISTRATOR, Role.TUTOR, Role.STUDENT)
"""Of several roles the first counts. Nobody signs in as a service account."""
_LONGEST_SUBJECT = 255
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A person as their institution knows them."""

    issuer: str
    subject: str
    email: str
    email_is_verified: bool
    name: str
    role: Role | None
    """None where roles are given here, not by the institution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleClaim:
    """Where the claims name roles, and what their values mean here.

    `path` is the name of a claim, with dots for one inside another: `realm_access.roles`. Without a path the
    institution gives no roles.
    """

    path: str | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)

    def role_in(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest role that the claims give.

        Raises:
            NoRoleError: roles are given by claims, and these give none.
        """
        if self.path is None:
            return None
        found = {self.roles[value] for value in _values_at(claims, self.path) if value in self.roles}
        for role in RANKING:
            if role in found:
                return role
        raise NoRoleError


def read_identity(claims: Mapping[str, Any], role_claim: RoleClaim) -> Identity:
    """Who the claims speak of. They must come from a checked token.

    Raises:
        SignInError: there is no usable subject or e-mail address.
        NoRoleError: the claims give no role, and should.
    """
    subject = claims.get("sub")
    email = claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise SignInError
    if not isinstance(email, str) or "@" not in email:
        raise SignInError("Your institution's sign-in service gave no e-mail address. Ask your administrator.")
    name = claims.get("name")
    return Identity(
        issuer=str(claims["iss"]),
        subject=subject,
        email=email.strip().lower(),
        email_is_verified=claims.get("email_verified") is True,
        name=name.strip()[:_LONGEST_NAME] if isinstance(name, str) and name.strip() else email.partition("@")[0],
        role=role_claim.role_in(claims),
    )


def _values_at(claims: Mapping[str, Any], path: str) -> list[str]:
    """The text or texts at a path; a claim whose own name has dots is found by its whole name."""
    value: Any = claims.get(path)
    if value is None:
        value = claims
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]
