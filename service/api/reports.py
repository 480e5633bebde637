"""Drafts, the feedback on them, and what people say beside it: decisions, disagreements, self-assessments."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from service.actions import decisions, disagreements, drafts, reports, self_assessments
from service.actions.decisions import NewDecision
from service.actions.moderation import State
from service.api.answers import READS, TAKES_DRAFT, WRITES, created, locate, problems
from service.api.dependencies import ReaderDep
from service.api.disagreements import DisagreementIn, DisagreementOut
from service.api.schemas import Strict
from service.api.submissions import DraftOut
from service.api.values import EXAMPLE_ID, IdPath, Shown, Target, Words
from service.feedback.report import FeedbackReport
from service.feedback.visibility import Visibility
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute

router = APIRouter(prefix="/v1", tags=["feedback"], route_class=OnceRoute, dependencies=list(SCHEMES))

Band = Annotated[int, Field(ge=0, le=4)]


class DraftTextOut(Shown):
    """A draft with its text."""

    draft: DraftOut
    text: str


class ReportHeadOut(Shown):
    """Which versions made a report, and when."""

    id: str = Field(examples=[EXAMPLE_ID])
    draft_id: str
    engine_version: str
    rubric_fingerprint: str
    created_at: datetime


class ReportsOut(Shown):
    """The reports on a draft, the oldest first."""

    items: list[ReportHeadOut]


class DecisionIn(Strict):
    """A change to what the program said, beside it."""

    target: Target = Field(examples=["element:MP1.cost"])
    to_value: Words = Field(
        description="absent, mentioned or developed for an element; 0 to 4 for a band; present, absent or na for a "
        "misconception; words for a comment",
        examples=["developed"],
    )
    reason: Words = Field(examples=["The second paragraph weighs cost against speed."])


class DecisionOut(Shown):
    """One decision."""

    id: str
    report_id: str | None
    target: str
    from_value: str | None
    to_value: str | None
    reason: str | None
    user_id: str | None = Field(description="Who decided; not told to students")
    created_at: datetime


class DecisionsOut(Shown):
    """The decisions on a report, the oldest first."""

    items: list[DecisionOut]


class ModerationOut(Shown):
    """What the markings of a submission come to."""

    state: State
    differences: list[str] = Field(description="Criteria to which the two markers gave different bands")
    bands: dict[str, int] | None = Field(description="The definitive bands; null until they are settled")


class KeptFeedbackOut(Shown):
    """The feedback on a draft as its reader may see it."""

    head: ReportHeadOut
    text: str = Field(description="The draft's text; start_char and end_char count its characters from 0")
    report: FeedbackReport
    visibility: Visibility
    awaits_self_assessment: bool = Field(description="Bands are shown once the student said which ones they expect")
    decisions: list[DecisionOut]
    definitive: ModerationOut | None


class SelfAssessmentIn(Strict):
    """The bands that a student expects, one for each criterion."""

    bands: dict[str, Band] = Field(examples=[{"MP1": 2, "MP2": 3}])


class SelfAssessmentOut(Shown):
    """What a student expects of a draft."""

    draft_id: str
    bands: dict[str, int]


@router.get("/drafts/{draft_id}", tags=["drafts"], summary="Read a draft", responses=problems(*READS))
def read_draft(draft_id: IdPath, actor: ActorDep, database: DatabaseDep) -> DraftTextOut:
    """A draft with its text."""
    with database.reading() as session:
        return DraftTextOut.model_validate(drafts.read_draft(actor, session, draft_id))


@router.get("/drafts/{draft_id}/feedback", summary="Read the feedback on a draft", responses=problems(*READS))
def read_feedback(draft_id: IdPath, actor: ActorDep, database: DatabaseDep) -> KeptFeedbackOut:
    """The newest report, as far as the assignment, its release and its marking let the caller see it."""
    with database.reading() as session:
        return KeptFeedbackOut.model_validate(reports.read_feedback(actor, session, draft_id))


@router.get("/drafts/{draft_id}/reports", summary="List the reports on a draft", responses=problems(*READS))
def list_reports(draft_id: IdPath, actor: ActorDep, database: DatabaseDep) -> ReportsOut:
    """The reports by every version that read the draft; an upgrade changes none of them."""
    with database.reading() as session:
        found = reports.list_reports(actor, session, draft_id)
    return ReportsOut(items=[ReportHeadOut.model_validate(one) for one in found])


@router.post(
    "/drafts/{draft_id}/reports",
    status_code=201,
    summary="Read a draft again",
    responses=problems(*TAKES_DRAFT) | created(200, model=ReportHeadOut),
    dependencies=[ONCE],
)
def run_again(draft_id: IdPath, actor: ActorDep, reader: ReaderDep, response: Response) -> ReportHeadOut:
    """Reads the draft with the engine as it is now; the report stands beside the old ones. For tutors."""
    run = reports.run_again(actor, reader, draft_id)
    locate(response, f"/v1/reports/{run.head.id}", is_new=run.is_new)
    return ReportHeadOut.model_validate(run.head)


@router.get("/reports/{report_id}", summary="Read one report", responses=problems(*READS))
def read_report(report_id: IdPath, actor: ActorDep, database: DatabaseDep) -> KeptFeedbackOut:
    """One report, whatever version made it."""
    with database.reading() as session:
        return KeptFeedbackOut.model_validate(reports.read_report(actor, session, report_id))


@router.get(
    "/drafts/{draft_id}/self-assessment", tags=["drafts"], summary="Read a self-assessment", responses=problems(*READS)
)
def read_self_assessment(draft_id: IdPath, actor: ActorDep, database: DatabaseDep) -> SelfAssessmentOut:
    """The bands that the writer of a draft expected."""
    with database.reading() as session:
        found = self_assessments.read_self_assessment(actor, session, draft_id)
    return SelfAssessmentOut.model_validate(found)


@router.post(
    "/drafts/{draft_id}/self-assessment",
    tags=["drafts"],
    status_code=201,
    summary="Say which bands to expect",
    responses=problems(*WRITES),
    dependencies=[ONCE],
)
def assess_oneself(
    draft_id: IdPath, sent: SelfAssessmentIn, actor: ActorDep, database: DatabaseDep
) -> SelfAssessmentOut:
    """Says, once, which bands one expects of one's own draft."""
    with database.writing() as session:
        made = self_assessments.assess_oneself(actor, session, draft_id, sent.bands)
    return SelfAssessmentOut.model_validate(made)


@router.get("/reports/{report_id}/decisions", tags=["decisions"], summary="List decisions", responses=problems(*READS))
def list_decisions(report_id: IdPath, actor: ActorDep, database: DatabaseDep) -> DecisionsOut:
    """What tutors decided beside the program, the oldest first."""
    with database.reading() as session:
        found = decisions.list_decisions(actor, session, report_id)
    return DecisionsOut(items=[DecisionOut.model_validate(one) for one in found])


@router.post(
    "/reports/{report_id}/decisions",
    tags=["decisions"],
    status_code=201,
    summary="Take a decision",
    responses=problems(*WRITES),
    dependencies=[ONCE],
)
def decide(report_id: IdPath, sent: DecisionIn, actor: ActorDep, database: DatabaseDep) -> DecisionOut:
    """Changes an element, band, comment or misconception; the machine's score stays beside it."""
    with database.writing() as session:
        made = decisions.decide(actor, session, report_id, NewDecision(**sent.model_dump()))
    return DecisionOut.model_validate(made)


@router.post(
    "/reports/{report_id}/disagreements",
    tags=["disagreements"],
    status_code=201,
    summary="Disagree",
    responses=problems(*WRITES),
    dependencies=[ONCE],
)
def disagree(report_id: IdPath, sent: DisagreementIn, actor: ActorDep, database: DatabaseDep) -> DisagreementOut:
    """Says that one thing in one's own report is wrong, and why. For students."""
    with database.writing() as session:
        made = disagreements.disagree(actor, session, report_id, target=sent.target, reason=sent.reason)
    return DisagreementOut.model_validate(made)
