"""Rows in every table: one institution at work, and a second one beside it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.storage.database import Database
from service.storage.tables import (
    ApiKey,
    Assignment,
    AuditEvent,
    Batch,
    BatchItem,
    BatchResult,
    Decision,
    Disagreement,
    Draft,
    Group,
    GroupMember,
    IdempotencyKey,
    Institution,
    LoginSession,
    Marking,
    RateCounter,
    Release,
    Report,
    RubricVersion,
    SelfAssessment,
    SignIn,
    Submission,
    Table,
    User,
    Webhook,
    WebhookDelivery,
    Worker,
    WorkingCopy,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ESSAY = "The counter and the ovens are in three rooms, so the cook walks. ÄÖ ‘quoted’ "


def fill(database: Database, *names: str, now: datetime = NOW) -> None:
    """Fill an institution for each name; ids are the name and what they are of, as in `north.student`."""
    with database.writing() as session:
        for name in names or ("north",):
            _fill_institution(session, name, now)
        session.add(Worker(executor_id="w", host="h", process_id=1, started_at=now, heartbeat_at=now))
        session.add(RateCounter(bucket="login", window_start=int(now.timestamp()), count=3))
        session.add(
            SignIn(state_hash="s", nonce="n", code_verifier="v", return_to="/", expires_at=now + timedelta(minutes=5))
        )


def _fill_institution(session: Session, name: str, now: datetime) -> None:
    def add(table: type[Table], **values: Any) -> None:
        columns = table.__table__.columns
        if "institution_id" in columns:
            values.setdefault("institution_id", name)
        for column in ("created_at", "saved_at"):
            if column in columns:
                values.setdefault(column, now)
        session.add(table(**values))
        session.flush()

    session.add(Institution(id=name, name=name, created_at=now))
    session.flush()
    for role in ("student", "classmate", "tutor", "administrator", "service"):
        add(User, id=f"{name}.{role}", email=f"{role}@{name}.example", name=f"{role} of {name}", role=role)
    hours = {"expires_at": now + timedelta(hours=8), "last_seen_at": now}
    add(LoginSession, token_hash=f"{name}.t", user_id=f"{name}.student", csrf_token="c", **hours)  # noqa: S106
    add(ApiKey, user_id=f"{name}.service", name="k", prefix="mp_", key_hash=f"{name}.k", scopes=["drafts"])
    add(Group, id=f"{name}.group", name="Monday")
    add(GroupMember, group_id=f"{name}.group", user_id=f"{name}.student")
    tutor = f"{name}.tutor"
    add(RubricVersion, id=f"{name}.rubric", rubric_id="r", version=1, fingerprint="f", body="id: r", created_by=tutor)
    add(
        Assignment,
        id=f"{name}.assignment",
        title="Operations",
        rubric_version_id=f"{name}.rubric",
        created_by=tutor,
        group_id=f"{name}.group",
    )
    for student in ("student", "classmate"):
        _fill_submission(add, name, student)
    _fill_batch(add, name)
    add(Webhook, id=f"{name}.webhook", url="https://example.org", secret="hush", events=["report.ready"])  # noqa: S106
    add(WebhookDelivery, webhook_id=f"{name}.webhook", event="report.ready", payload={"report_id": "x"})
    answer = {"method": "POST", "path": "/", "request_digest": "d", "status": 201, "body": ESSAY.encode()}
    add(IdempotencyKey, id=f"{name}.answer", actor_id=f"{name}.student", key="k", **answer)
    add(IdempotencyKey, id=f"{name}.answer2", actor_id=tutor, key="k", **answer)
    audit = {"object_type": "user", "object_id": f"{name}.student", "detail": {"role": "student"}}
    add(AuditEvent, id=f"{name}.audit", actor_id=f"{name}.administrator", action="user.created", **audit)


def _fill_submission(add: Any, name: str, student: str) -> None:
    user, submission = f"{name}.{student}", f"{name}.{student}.submission"
    add(Submission, id=submission, assignment_id=f"{name}.assignment", user_id=user, participant_name=student)
    add(WorkingCopy, id=f"{user}.copy", submission_id=submission, text=ESSAY)
    for number in (1, 2):
        draft, report = f"{name}.{student}.draft{number}", f"{name}.{student}.report{number}"
        text = f"{ESSAY * 10} {name} {student}"
        values = {"number": number, "file_name": "essay.docx", "text_digest": draft, "words": 120, "text": text}
        add(Draft, id=draft, submission_id=submission, **values)
        body = {"quotes": [text], "overall": 0.5}
        add(Report, id=report, draft_id=draft, engine_version="1", rubric_fingerprint="f", body=body, overall=0.5)
        add(SelfAssessment, draft_id=draft, user_id=user, bands={"MP1": 2})
        levels = {"from_value": "absent", "to_value": "mentioned", "reason": ESSAY}
        words = {"from_value": ESSAY, "to_value": f"Not quite: {ESSAY}", "reason": ESSAY}
        add(
            Decision,
            id=f"{report}.level",
            report_id=report,
            target="element:MP1.cost",
            user_id=f"{name}.tutor",
            **levels,
        )
        add(Decision, id=f"{report}.words", report_id=report, target="comment:MP1", user_id=f"{name}.tutor", **words)
        answer = {"answer": "Thank you", "answered_by": f"{name}.tutor", "status": "answered"}
        add(Disagreement, report_id=report, target="band:MP1", reason=ESSAY, user_id=user, **answer)
    add(Release, assignment_id=f"{name}.assignment", submission_id=submission, user_id=f"{name}.tutor")
    marker = {"marker_id": f"{name}.tutor", "bands": {"MP1": 3}, "comment": ESSAY}
    add(Marking, submission_id=submission, draft_id=f"{name}.{student}.draft2", **marker)


def _fill_batch(add: Any, name: str) -> None:
    add(
        Batch,
        id=f"{name}.batch",
        assignment_id=f"{name}.assignment",
        created_by=f"{name}.tutor",
        total=2,
        chunk_size=25,
    )
    for position, student in enumerate(("student", "classmate"), start=1):
        item = f"{name}.item{position}"
        file = {"position": position, "name": student, "file_name": "e.txt", "body": ESSAY.encode(), "status": "done"}
        add(BatchItem, id=item, batch_id=f"{name}.batch", participant_name=student, **file)
        made = {"draft_id": f"{name}.{student}.draft1", "report_id": f"{name}.{student}.report1", "worker_id": "w"}
        add(BatchResult, batch_id=f"{name}.batch", item_id=item, scored_at=NOW, **made)


def contents(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, opened."""
    with database.reading() as session:
        return {
            table.name: [dict(row._mapping) for row in session.execute(table.select().order_by(*table.primary_key))]
            for table in Table.metadata.sorted_tables
        }
