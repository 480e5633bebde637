"""Where people may go, and the frame around their pages."""

import pytest

from service.access.roles import Role, permissions_of
from service.actions.actors import Actor
from service.web import navigation
from service.web.navigation import place_at, places_of, start_of
from service.web.texts import load_texts


def actor(role: Role) -> Actor:
    return Actor(id="u", institution_id="i", role=role, permissions=permissions_of(role), kind="person")


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TUTOR, Role.ADMINISTRATOR])
def test_everybody_begins_at_a_place_of_their_own(role: Role) -> None:
    places = places_of(actor(role))
    assert start_of(actor(role)) == places[0].path
    assert all(actor(role).may(place.needs) for place in places)


def test_nobody_without_permissions_is_offered_anything() -> None:
    assert places_of(actor(Role.SERVICE)) == ()
    assert start_of(actor(Role.SERVICE)) == "/"


def test_every_place_has_a_name_and_knows_its_pages() -> None:
    names = load_texts().shell.places
    for place in navigation.PLACES:
        assert getattr(names, place.name)
        assert place_at(place.path) == place.name
    assert place_at("/privacy") == ""
