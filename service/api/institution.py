"""The institution of whoever asks: how long drafts are kept, and who did what."""

from fastapi import APIRouter

from service.actions.audit import list_audit
from service.actions.institutions import set_retention, show_institution
from service.api.people_schemas import AuditLineOut, InstitutionOut, RetentionIn
from service.api.problems import describe_problems
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.lists import ListOut, PageDep, show_page

router = APIRouter(prefix="/v1", tags=["institution"], dependencies=SCHEMES)

UNKNOWN = {401: "Nobody is signed in, and no valid key was sent"}
REFUSED = {**UNKNOWN, 403: "The role or key does not allow it"}
INVALID = {422: "A field or value cannot be used as it is"}


@router.get("/institution", summary="Read the institution", responses=describe_problems(UNKNOWN))
def show(actor: ActorDep, database: DatabaseDep) -> InstitutionOut:
    """The name of the institution, and how long it keeps drafts."""
    with database.reading() as session:
        return InstitutionOut.model_validate(show_institution(actor, session))


@router.put(
    "/institution/retention",
    summary="Say how long drafts are kept",
    responses=describe_problems({**REFUSED, **INVALID}),
)
def change_retention(sent: RetentionIn, actor: ActorDep, database: DatabaseDep) -> InstitutionOut:
    """Sets after how many days drafts, and all that was made of them, are deleted."""
    with database.writing() as session:
        return InstitutionOut.model_validate(set_retention(actor, session, sent.retention_days))


@router.get("/audit", summary="Read the audit trail", responses=describe_problems({**REFUSED, **INVALID}))
def list_events(actor: ActorDep, database: DatabaseDep, page: PageDep) -> ListOut[AuditLineOut]:
    """Who did what to what in the institution, the latest first."""
    with database.reading() as session:
        return show_page(list_audit(actor, session, page), AuditLineOut.model_validate)
