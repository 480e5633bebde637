"""Keys for programs: a list, a form to make one, and the key itself, shown once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from service.access.roles import KEY_SCOPES, Permission
from service.actions.keys import MadeKey, NewKey, list_api_keys, make_api_key, revoke_api_key
from service.errors import InvalidValueError, ServiceError
from service.http.lists import MOST
from service.storage.paging import PageRequest
from service.storage.types import utc_now
from service.web.administration.desk import PEOPLE, IdPath, Office, OfficeDep, one_line
from service.web.shell import OwnFormDep

router = APIRouter(prefix="/keys", include_in_schema=False, default_response_class=HTMLResponse)

KEYS = f"{PEOPLE}/keys"
_SCOPE = "scope "
LONGEST_DAYS = 3_650


@router.get("")
def show_keys(office: OfficeDep) -> HTMLResponse:
    """The keys, and the form to make one."""
    return _list(office)


@router.post("")
def take_key(office: OfficeDep, form: OwnFormDep) -> Response:
    """Makes a key and shows it this once; or the form again, with what to do."""
    now = utc_now()
    try:
        new = _read(office, form.fields, now)
        with office.database.writing() as session:
            made = make_api_key(office.shell.actor, session, new, now=now)
    except ServiceError as error:
        return _list(office, typed=form.fields, error=error)
    return _list(office, made=made)


@router.post("/{key_id}")
def take_revocation(key_id: IdPath, office: OfficeDep, _form: OwnFormDep) -> Response:
    """Revokes a key for good."""
    with office.database.writing() as session:
        revoke_api_key(office.shell.actor, session, key_id, now=utc_now())
    return office.shell.go(KEYS)


def _list(
    office: Office,
    *,
    typed: Mapping[str, str] | None = None,
    error: ServiceError | None = None,
    made: MadeKey | None = None,
) -> HTMLResponse:
    with office.database.reading() as session:
        page = list_api_keys(office.shell.actor, session, PageRequest(limit=MOST))
    return office.shell.page(
        "administration/keys.html",
        status=HTTPStatus.OK if error is None else error.status,
        keys=page.items,
        scopes=sorted(KEY_SCOPES),
        typed=typed or {},
        made=made,
        now=utc_now(),
        problem="" if error is None else str(error),
    )


def _read(office: Office, fields: Mapping[str, str], now: datetime) -> NewKey:
    words = office.shell.pages.texts.administration
    name, days = one_line(fields.get("name", "")), fields.get("days", "").strip()
    if not name:
        raise InvalidValueError(words.name_missing)
    if days and not (days.isdecimal() and 0 < int(days) <= LONGEST_DAYS):
        raise InvalidValueError(words.days_wrong.format(most=LONGEST_DAYS))
    scopes = frozenset(one for one in Permission if f"{_SCOPE}{one}" in fields)
    if not scopes:
        raise InvalidValueError(words.scopes_missing)
    return NewKey(name=name, scopes=scopes, expires_at=now + timedelta(days=int(days)) if days else None)
