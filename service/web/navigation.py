"""Where somebody who is signed in may go: one table, in the order of the navigation."""

from dataclasses import dataclass

from service.access.roles import Permission
from service.actions.actors import Actor

QUICK = "/"
"""Feedback on a draft that is not kept; for everybody."""
START = "/start"
"""Leads everybody to the first of their places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A part of the site with a name in the navigation."""

    name: str
    """Key of its name in the texts, under `shell.places`."""
    path: str
    needs: Permission


PLACES: tuple[Place, ...] = (
    Place(name="work", path="/work", needs=Permission.SUBMISSIONS_OWN),
    Place(name="teach", path="/teach", needs=Permission.ASSIGNMENTS_WRITE),
    Place(name="queue", path="/teach/disagreements", needs=Permission.DISAGREEMENTS_ANSWER),
    Place(name="workbench", path="/workbench", needs=Permission.RUBRICS_WRITE),
    Place(name="settings", path="/settings", needs=Permission.INSTITUTION_MANAGE),
    Place(name="people", path="/people", needs=Permission.USERS_WRITE),
    Place(name="quick", path=QUICK, needs=Permission.FEEDBACK),
)


def places_of(actor: Actor) -> tuple[Place, ...]:
    """The places that are open to somebody, in order."""
    return tuple(place for place in PLACES if actor.may(place.needs))


def start_of(actor: Actor) -> str:
    """Where somebody begins: the first of their places."""
    return next((place.path for place in places_of(actor)), QUICK)


def place_at(path: str) -> str:
    """The name of the place that an address belongs to; empty for none."""
    found = [place for place in PLACES if path == place.path or path.startswith(f"{place.path.rstrip('/')}/")]
    fitting = [place for place in found if place.path != QUICK or path == QUICK]
    return max(fitting, key=lambda place: len(place.path)).name if fitting else ""
