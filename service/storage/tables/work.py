"""What students hand in and what the program says of it: rubric versions, assignments, submissions, drafts, reports."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables.base import Identified, Owner, Person, Table
from service.storage.types import SealedJson, SealedText


class RubricVersion(Identified, Table):
    """A rubric as it stood when it was put to use. Never updated: a change is a further version."""

    __tablename__ = "rubric_versions"
    __table_args__ = (UniqueConstraint("institution_id", "rubric_id", "version"),)

    institution_id: Mapped[Owner]
    rubric_id: Mapped[str]
    version: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(index=True)
    body: Mapped[str]
    """The rubric's YAML."""
    created_by: Mapped[Person]


class Assignment(Identified, Table):
    """What students are asked to write, by which rubric it is read, and how much of the reading they see."""

    __tablename__ = "assignments"
    __table_args__ = (Index(None, "institution_id", "created_at", "id"),)

    institution_id: Mapped[Owner]
    title: Mapped[str]
    rubric_version_id: Mapped[str] = mapped_column(ForeignKey("rubric_versions.id"), index=True)
    prompt: Mapped[str] = mapped_column(default="")
    case_text: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime | None]
    visibility: Mapped[str] = mapped_column(default="bands")
    """evidence, bands or estimate: each shows what the one before it shows, and more."""
    waits_for_release: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether students see feedback only once a tutor released it."""
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    needs_two_markers: Mapped[bool] = mapped_column(default=False)
    group_id: Mapped[str | None] = mapped_column(ForeignKey("groups.id", ondelete="SET NULL"), index=True)
    ask_self_assessment: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[Person]
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    """Counts changes, for conditional requests."""


class Submission(Identified, Table):
    """One student's drafts for one assignment."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("assignment_id", "user_id"),
        Index(None, "institution_id", "created_at", "id"),
    )

    institution_id: Mapped[Owner]
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    """The account of the student; None when a tutor handed it in with a batch."""
    participant_id: Mapped[str | None]
    """The number that the learning platform gave the student."""
    participant_name: Mapped[str | None]


class WorkingCopy(Identified, Table):
    """What a student has written so far and not handed in: the text as it was last saved."""

    __tablename__ = "working_copies"
    __table_args__ = (Index(None, "institution_id", "saved_at"),)

    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), unique=True)
    institution_id: Mapped[Owner]
    text: Mapped[str] = mapped_column(SealedText("working_copies.text"))
    version: Mapped[int] = mapped_column(default=1)
    """Counts saves, so that one that overlooks another is noticed."""
    saved_at: Mapped[datetime]


class Draft(Identified, Table):
    """One version of a text sent for feedback."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("submission_id", "number"), Index(None, "institution_id", "created_at"))

    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    institution_id: Mapped[Owner]
    number: Mapped[int]
    """From 1."""
    file_name: Mapped[str]
    text: Mapped[str] = mapped_column(SealedText("drafts.text"))
    text_digest: Mapped[str] = mapped_column(index=True)
    """A keyed hash, by which the same text is known again."""
    words: Mapped[int]
    notices: Mapped[list[str]] = mapped_column(default=list)


class Report(Identified, Table):
    """The feedback on a draft by one version of the engine and the rubric. It stays as it was."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("draft_id", "engine_version", "rubric_fingerprint"),
        Index(None, "institution_id", "created_at"),
    )

    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    institution_id: Mapped[Owner]
    engine_version: Mapped[str]
    rubric_fingerprint: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(SealedJson("reports.body"))
    """The FeedbackReport as JSON."""
    overall: Mapped[float | None]


class SelfAssessment(Identified, Table):
    """The bands a student expects, asked before the program's are shown."""

    __tablename__ = "self_assessments"
    __table_args__ = (UniqueConstraint("draft_id", "user_id"),)

    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    institution_id: Mapped[Owner] = mapped_column(index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    bands: Mapped[dict[str, Any]]
