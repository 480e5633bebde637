"""Who asks."""

import pytest

from service.access.roles import Permission, Role, permissions_of
from service.actions.actors import Actor
from service.errors import ForbiddenError


def test_an_actor_goes_on_only_with_the_permission() -> None:
    actor = Actor(id="u1", institution_id="i1", role=Role.TUTOR, permissions=permissions_of(Role.TUTOR), kind="person")
    actor.require(Permission.BATCHES_WRITE)
    assert not actor.may(Permission.USERS_WRITE)
    with pytest.raises(ForbiddenError):
        actor.require(Permission.USERS_WRITE)
