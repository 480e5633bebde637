"""How long drafts are kept, set by an administrator of the institution."""

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from service.access.roles import Permission
from service.actions.institutions import set_retention, show_institution
from service.http.gate import GateDep
from service.web.shell import OwnFormDep
from service.web.tutor.desk import TutorDep, TutorDesk

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

SETTINGS = "/settings"
LONGEST_DAYS = 36_500
"""A hundred years."""


@router.get(SETTINGS)
def show_settings(desk: TutorDep, gate: GateDep) -> HTMLResponse:
    """What is set for the institution, and what the service does where nothing is."""
    desk.actor.require(Permission.INSTITUTION_MANAGE)
    return _page(desk, default_days=gate.retention_days)


@router.post(SETTINGS)
def take_settings(desk: TutorDep, gate: GateDep, form: OwnFormDep) -> Response:
    """Sets how long drafts are kept; or the form again, with what was typed."""
    desk.actor.require(Permission.INSTITUTION_MANAGE)
    fields = form.fields
    days = None
    if fields.get("keep") == "days":
        sent = fields.get("days", "").strip()
        days = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= len(str(LONGEST_DAYS)) else 0
        if not 1 <= days <= LONGEST_DAYS:
            problem = desk.shell.pages.texts.tutor.settings.wrong_days
            return _page(desk, default_days=gate.retention_days, typed=fields, problem=problem)
    with desk.database.writing() as session:
        set_retention(desk.actor, session, days)
    return desk.shell.go(f"{SETTINGS}?done=retention")


def _page(
    desk: TutorDesk, *, default_days: int | None, typed: Mapping[str, str] | None = None, problem: str = ""
) -> HTMLResponse:
    with desk.database.reading() as session:
        institution = show_institution(desk.actor, session)
    days = institution.retention_days
    now = {"keep": "service" if days is None else "days", "days": "" if days is None else str(days)}
    return desk.shell.page(
        "tutor/settings.html",
        status=422 if problem else 200,
        institution=institution,
        default_days=default_days,
        typed={**now, **(typed or {})},
        problem=problem,
        done=desk.done,
    )
