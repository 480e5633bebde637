"""Many people at once: a roster as CSV, every row taken or refused by itself."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.actions.rosters import ImportResult, import_roster
from service.errors import InvalidValueError, ServiceError
from service.web.administration.desk import PEOPLE, Office, OfficeDep
from service.web.shell import OwnFormDep

router = APIRouter(prefix=PEOPLE, include_in_schema=False, default_response_class=HTMLResponse)

MOST_SHOWN = 200
"""Refused rows on the page."""


@router.get("/roster")
def show_roster(office: OfficeDep) -> HTMLResponse:
    """The form for a roster."""
    return _page(office)


@router.post("/roster")
def take_roster(office: OfficeDep, form: OwnFormDep) -> HTMLResponse:
    """Takes the rows of a roster, or only tries them, and says what became of each."""
    sent = next((file.body for file in form.files if file.body), None)
    try:
        if sent is None:
            raise InvalidValueError(office.shell.pages.texts.administration.roster_missing)
        with office.database.writing() as session:
            is_dry_run = form.fields.get("action") != "take"
            result = import_roster(office.shell.actor, session, sent, is_dry_run=is_dry_run)
    except ServiceError as error:
        return _page(office, error=error)
    return _page(office, result=result)


def _page(office: Office, *, result: ImportResult | None = None, error: ServiceError | None = None) -> HTMLResponse:
    refused = [row for row in result.rows if row.outcome == "refused"] if result else []
    counts = {name: result.count(name) for name in ("added", "changed", "unchanged", "refused")} if result else {}
    return office.shell.page(
        "administration/roster.html",
        status=HTTPStatus.OK if error is None else error.status,
        result=result,
        counts=counts,
        refused=refused[:MOST_SHOWN],
        problem="" if error is None else str(error),
    )
