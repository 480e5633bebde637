"""The feedback a learner reads, as frozen values: one report a draft."""

from pydantic import BaseModel, ConfigDict, Field

from models.scores import Confidence, Status


class Frozen(BaseModel):
    """Base of every report value."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(Frozen):
    """Words of the draft: `text == draft[start_char:end_char]`, at most 30 words."""

    text: str
    start_char: int = Field(ge=0)
    end_char: int = Field(ge=0)


class Action(Frozen):
    """One doable edit."""

    text: str
    criterion_id: str
    element_id: str | None
    place: str
    """Where in the draft, in words: "after paragraph 3"."""
    paragraph: int | None
    """The paragraph meant, counted from 1; None for the end of the draft."""
    gain: float
    """Share of the overall estimate that taking it could recover, for ranking only."""


class ElementFeedback(Frozen):
    """One element of a criterion, folded by default."""

    element_id: str
    name: str
    level: str | None
    """absent, mentioned or developed; None when the program cannot tell."""
    confidence: Confidence
    shows: str
    reason: str
    quotes: tuple[Quote, ...]
    next_step: str


class MissingPoint(Frozen):
    """A point the draft does not make, and where it would fit."""

    element_id: str
    name: str
    place: str
    paragraph: int | None


class Reading(Frozen):
    """A reading note to go to next."""

    note_id: str
    title: str
    text: str


class CriterionFeedback(Frozen):
    """Feedback on one marking point: goal, what the draft shows, what is missing, one action, band last."""

    criterion_id: str
    name: str
    goal: str
    shows: str
    quote: Quote | None
    missing: tuple[MissingPoint, ...]
    action: Action | None
    elements: tuple[ElementFeedback, ...]
    read_next: tuple[Reading, ...]
    band: int | None
    band_name: str
    confidence: Confidence


class MisconceptionFeedback(Frozen):
    """One misconception: the quote or the stated absence, what is off, the contrast, what to read."""

    misconception_id: str
    name: str
    status: Status | None
    confidence: Confidence
    reason: str
    quote: Quote | None
    statement: str
    contrast: str
    next_step: str
    read_next: tuple[Reading, ...]


class FlagFeedback(Frozen):
    """Something a human should look at; it changed no score."""

    flag_id: str
    message: str
    quotes: tuple[Quote, ...]


class TipFeedback(Frozen):
    """An examiner's tip and whether the draft took it."""

    tip_id: str
    text: str
    taken: bool | None


class KeyConceptFeedback(Frozen):
    """A topic the draft spends words on that no marking point credits."""

    key_concept_id: str
    name: str
    message: str
    quotes: tuple[Quote, ...]


class FeedbackReport(Frozen):
    """Everything said about one draft. Formative: it holds an estimate, never a mark."""

    draft_name: str
    words: int
    judgeable: bool
    reason: str
    priority_actions: tuple[Action, ...] = Field(max_length=3)
    criteria: tuple[CriterionFeedback, ...]
    misconceptions: tuple[MisconceptionFeedback, ...]
    support: tuple[ElementFeedback, ...]
    tips: tuple[TipFeedback, ...]
    key_concepts: tuple[KeyConceptFeedback, ...]
    flags: tuple[FlagFeedback, ...]
    overall: int | None
    grade: str | None
    on_topic: bool
    note: str
    """What this report is and is not, in a sentence."""
    engine_version: str
    rubric_id: str
    rubric_title: str
    rubric_fingerprint: str
