"""The feedback a learner reads, as frozen values: one report a draft."""

from collections.abc import Iterator

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


class DraftParagraph(Frozen):
    """A paragraph as the report counts them: from 1, without headings and the reference list."""

    number: int = Field(ge=1)
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


class Ruling(Frozen):
    """The band that people gave in place of the program's estimate."""

    band: int
    band_name: str
    by: str
    """Who, without names: a tutor, two markers."""


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
    ruling: Ruling | None = Field(default=None, exclude=True)
    """What people decided; put in when a file is made for them, and never kept with the report."""
    ruled_comment: str = Field(default="", exclude=True)
    """A tutor's own words, put in likewise."""


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
    paragraphs: tuple[DraftParagraph, ...] = ()
    """The paragraphs that places such as "after paragraph 3" speak of."""
    notices: tuple[str, ...] = ()
    """What was noticed while the text was read out of its file."""
    ruled_overall: int | None = Field(default=None, exclude=True)
    """The overall by the bands that people gave, and by the program's where they gave none."""

    @property
    def acted_on(self) -> frozenset[str]:
        """The elements that some action of the report speaks of."""
        actions = (*self.priority_actions, *(one.action for one in self.criteria if one.action))
        return frozenset(action.element_id for action in actions if action.element_id)

    def paragraph_of(self, quote: Quote) -> int | None:
        """The number of the paragraph in which a quote begins; None outside the counted ones."""
        held = (one for one in self.paragraphs if one.start_char <= quote.start_char < one.end_char)
        return next((one.number for one in held), None)

    @property
    def quotes(self) -> Iterator[Quote]:
        """Every quote of the report, wherever it stands."""
        subjects: tuple[CriterionFeedback | MisconceptionFeedback, ...] = (*self.criteria, *self.misconceptions)
        for subject in subjects:
            if subject.quote is not None:
                yield subject.quote
        for element in (*(one for criterion in self.criteria for one in criterion.elements), *self.support):
            yield from element.quotes
        asides: tuple[KeyConceptFeedback | FlagFeedback, ...] = (*self.key_concepts, *self.flags)
        for aside in asides:
            yield from aside.quotes
