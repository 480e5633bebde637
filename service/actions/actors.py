"""Who asks: a person or a service account, of one institution."""

from dataclasses import dataclass
from typing import Literal

from service.access.roles import Permission, Role
from service.errors import ForbiddenError


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whoever an action is done by. Everything they see or change lies in `institution_id`."""

    id: str
    """Id of the user; of the service account where a key asks."""
    institution_id: str
    role: Role
    permissions: frozenset[Permission]
    kind: Literal["person", "key", "command"]
    """Signed in, an API key, or whoever may run commands on the machine."""
    request_id: str | None = None
    """The request this is done by; stands in the audit trail."""

    def may(self, permission: Permission) -> bool:
        """Whether the actor has the permission."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Go on only with the permission.

        Raises:
            ForbiddenError: the actor does not have it.
        """
        if permission not in self.permissions:
            raise ForbiddenError
