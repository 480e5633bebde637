"""A draft read to be kept: extraction and scoring in their turn, outside any transaction, and once for each text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from models.engine import ScoringEngine
from service.actions.engines import EngineShelf
from service.actions.rubrics import Library
from service.extraction import ExtractionLimits, extract_text
from service.feedback.report import FeedbackReport
from service.storage import assignments, drafts
from service.storage.crypto import digest_text
from service.storage.database import Database
from service.storage.tables import Assignment, Draft, Report
from service.telemetry import span
from service.workflow import ScoredDraft, Upload, judge_text, report_on

T = TypeVar("T")


class Turn(Protocol):
    """Where heavy work waits for its turn."""

    def run(self, job: Callable[[], T]) -> T:
        """Do the job in its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """All it takes to read a draft and to keep it."""

    database: Database
    shelf: EngineShelf
    turn: Turn
    limits: ExtractionLimits
    secret_key: bytes
    library: Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a draft of an assignment is read against."""

    assignment_id: str
    rubric_fingerprint: str
    rubric_body: str
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDraft:
    """A draft that was read, before anything is stored."""

    name: str
    text: str
    text_digest: str
    notices: tuple[str, ...]
    report: FeedbackReport
    is_reused: bool
    """Whether the report was made on the same text before."""


def brief_of(session: Session, assignment: Assignment) -> Brief:
    """What the drafts of an assignment are read against."""
    version = assignments.find_rubric_version(session, assignment)
    return Brief(
        assignment_id=assignment.id,
        rubric_fingerprint=version.fingerprint,
        rubric_body=version.body,
        given=tuple(text for text in (assignment.prompt, assignment.case_text) if text.strip()),
    )


def read_upload(reader: Reader, upload: Upload, brief: Brief) -> ReadDraft:
    """Read a draft in its turn; the same text in the same assignment is scored once.

    Raises:
        service.errors.ServiceError: the draft cannot be taken, or there is no time for it.
    """
    return reader.turn.run(lambda: _read(reader, upload, brief))


def read_again(reader: Reader, draft: Draft, brief: Brief) -> FeedbackReport:
    """A new report on a draft that is kept, by the engine as it is now, in its turn."""

    def read() -> FeedbackReport:
        engine = _engine(reader, brief)
        return _score(engine, draft.text, brief, name=draft.file_name, notices=tuple(draft.notices))

    return reader.turn.run(read)


def make_report(report: FeedbackReport, *, draft_id: str, institution_id: str) -> Report:
    """The report as a row."""
    return Report(
        draft_id=draft_id,
        institution_id=institution_id,
        engine_version=report.engine_version,
        rubric_fingerprint=report.rubric_fingerprint,
        body=report.model_dump(mode="json"),
        overall=report.overall,
    )


def load_report(row: Report) -> FeedbackReport:
    """The report that a row holds."""
    return FeedbackReport.model_validate(row.body)


@span("draft")
def _read(reader: Reader, upload: Upload, brief: Brief) -> ReadDraft:
    extracted = extract_text(upload.filename, upload.body, reader.limits)
    name = upload.name or upload.filename
    digest = digest_text(extracted.text, reader.secret_key)
    engine = _engine(reader, brief)
    known = _find_known(reader.database, brief, digest, engine.version)
    if known is not None:
        report = known.model_copy(update={"draft_name": name, "notices": extracted.notices})
    else:
        report = _score(engine, extracted.text, brief, name=name, notices=extracted.notices)
    return ReadDraft(
        name=name,
        text=extracted.text,
        text_digest=digest,
        notices=extracted.notices,
        report=report,
        is_reused=known is not None,
    )


def _find_known(database: Database, brief: Brief, digest: str, engine_version: str) -> FeedbackReport | None:
    with database.reading() as session:
        row = drafts.find_report_on_text(session, brief.assignment_id, digest, engine_version, brief.rubric_fingerprint)
        return None if row is None else load_report(row)


def _engine(reader: Reader, brief: Brief) -> ScoringEngine:
    return reader.shelf.engine(brief.rubric_fingerprint, brief.rubric_body)


def _score(engine: ScoringEngine, text: str, brief: Brief, *, name: str, notices: tuple[str, ...]) -> FeedbackReport:
    scored = ScoredDraft(name=name, score=judge_text(engine, text, given=brief.given), notices=notices)
    return report_on(scored, engine.rubric)
