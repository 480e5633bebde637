"""What the program makes of the evidence: levels, bands and misconceptions, each with its reasons."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from models.evidence import EvidenceSpan, Flag, Paragraph

LEAST_SCRIPTS = 48
"""Marked scripts that a judge must have learned from before its bands and its estimate are shown, as a rule.

The reason, with figures, is in `models/decisions/`.
"""


class Level(IntEnum):
    """The depth ladder of an element."""

    ABSENT = 0
    MENTIONED = 1
    DEVELOPED = 2


class Status(StrEnum):
    """Whether a misconception is in the draft."""

    PRESENT = "present"
    ABSENT = "absent"
    NOT_APPLICABLE = "na"


class Confidence(StrEnum):
    """How sure the program is of a judgement."""

    CLEAR = "clear"
    LIKELY = "likely"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementScore:
    """The level of one element. `level` is None when the program cannot tell."""

    element_id: str
    level: Level | None
    reason: str
    evidence: tuple[EvidenceSpan, ...] = ()
    """Whole sentences of the draft, best first."""
    confidence: Confidence = Confidence.LIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionScore:
    """The band of one marking point. `band` (0 to 4) is None when the program cannot tell."""

    criterion_id: str
    band: int | None
    reason: str
    elements: tuple[ElementScore, ...]
    evidence: tuple[EvidenceSpan, ...] = ()
    confidence: Confidence = Confidence.LIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class MisconceptionScore:
    """Whether one misconception is present. `status` is None when the program cannot tell."""

    misconception_id: str
    status: Status | None
    reason: str
    evidence: tuple[EvidenceSpan, ...] = ()
    confidence: Confidence = Confidence.LIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftScore:
    """Everything the program says of one draft, before it is put into words."""

    text: str
    words: int
    judgeable: bool
    reason: str
    paragraphs: tuple[Paragraph, ...]
    criteria: tuple[CriterionScore, ...]
    support: tuple[ElementScore, ...]
    misconceptions: tuple[MisconceptionScore, ...]
    key_concepts: tuple[EvidenceSpan, ...]
    """Evidence of topics that earn nothing; `element_id` holds the key concept's id."""
    flags: tuple[Flag, ...]
    overall: int | None
    """Estimate from 0 to 100; None when the program cannot tell."""
    on_topic: bool
    engine_version: str
    rubric_id: str
    rubric_fingerprint: str
