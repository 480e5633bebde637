"""What people say beside the program: decisions, disagreements, releases, markings."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables.base import Identified, Owner, Person, Table
from service.storage.types import SealedText


class Decision(Identified, Table):
    """A tutor's change to what the program said. Rows are only ever added.

    When the draft is deleted the row stays without its report, its reason and its words; see the decision note on
    what deletion leaves.
    """

    __tablename__ = "decisions"
    __table_args__ = (Index(None, "institution_id", "created_at", "id"),)

    report_id: Mapped[str | None] = mapped_column(ForeignKey("reports.id", ondelete="SET NULL"), index=True)
    institution_id: Mapped[Owner]
    target: Mapped[str]
    """What is changed: `element:MP1.cost`, `band:MP1` or `comment:MP1`."""
    from_value: Mapped[str | None] = mapped_column(SealedText("decisions.from_value"))
    to_value: Mapped[str | None] = mapped_column(SealedText("decisions.to_value"))
    reason: Mapped[str | None] = mapped_column(SealedText("decisions.reason"))
    user_id: Mapped[Person]


class Disagreement(Identified, Table):
    """A student's 'I disagree' on one thing the report says, and the answer."""

    __tablename__ = "disagreements"
    __table_args__ = (Index(None, "institution_id", "status", "created_at"),)

    report_id: Mapped[str] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), index=True)
    institution_id: Mapped[Owner]
    target: Mapped[str]
    reason: Mapped[str] = mapped_column(SealedText("disagreements.reason"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(default="open")
    """open or answered."""
    answer: Mapped[str | None] = mapped_column(SealedText("disagreements.answer"))
    answered_by: Mapped[Person]
    answered_at: Mapped[datetime | None]


class Release(Identified, Table):
    """Results shown to students: one submission's, or the whole assignment's when none is named."""

    __tablename__ = "releases"

    institution_id: Mapped[Owner] = mapped_column(index=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), index=True)
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[Person]


class Marking(Identified, Table):
    """One marker's own marking of a draft, or the adjudication between two."""

    __tablename__ = "markings"
    __table_args__ = (UniqueConstraint("submission_id", "marker_id", "is_adjudication"),)

    institution_id: Mapped[Owner] = mapped_column(index=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    marker_id: Mapped[Person]
    bands: Mapped[dict[str, Any]]
    elements: Mapped[dict[str, Any]] = mapped_column(default=dict)
    comment: Mapped[str | None] = mapped_column(SealedText("markings.comment"))
    is_adjudication: Mapped[bool] = mapped_column(default=False)
