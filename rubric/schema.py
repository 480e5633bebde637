"""The rubric as frozen values: what an examiner credits, how it is recognised and what a learner is told."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ElementId = Annotated[str, Field(pattern=r"^[A-Z]+[0-9]*\.[a-z_]+$")]
CriterionId = Annotated[str, Field(pattern=r"^[A-Z]+[0-9]*$")]
TipId = Annotated[str, Field(pattern=r"^[A-Z]+\.[a-z_]+$")]
SourceId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Sources = Annotated[tuple[SourceId, ...], Field(min_length=1)]

ElementJudge = Literal[
    "concept",
    "tension",
    "setting",
    "influence",
    "evaluation",
    "recommendation",
    "justification",
    "example",
    "measure",
    "plan",
    "check",
    "quantity",
    "quality",
    "comparison",
]
MisconceptionJudge = Literal["confusion", "description_only", "unchecked_proposal", "unmeasured_proposal"]


class Frozen(BaseModel):
    """Base of every rubric value: immutable, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Frame(Frozen):
    """A dependency pattern: any word of `head` that governs any word of `with_words` within two arcs of the parse."""

    head: tuple[str, ...] = Field(min_length=1)
    with_words: tuple[str, ...] = Field(alias="with", min_length=1)


class Lexicon(Frozen):
    """How an element sounds in a draft.

    Entries are written in their plain form in British spelling. They match whatever the inflection, letter case,
    hyphenation or American spelling.
    """

    terms: tuple[str, ...] = ()
    """Names of the idea, textbook or trade; one is enough."""
    phrases: tuple[str, ...] = ()
    """Everyday paraphrases; one is enough."""
    abbreviations: tuple[str, ...] = ()
    """Matched with their exact capitals (`JIT`, `OTIF`)."""
    frames: tuple[Frame, ...] = ()
    """Words that count when one governs the other (`cut` ... `waste`)."""
    hints: tuple[str, ...] = ()
    """Words too weak to count alone; two different ones in a sentence count as one term."""
    exclude: tuple[str, ...] = ()
    """Phrases in which the words are used in another sense (`high-quality essay`); a match inside one is dropped."""


class LevelWording(Frozen):
    """What a learner reads when an element stands at one level."""

    shows: str = Field(max_length=140)
    """What the draft does at this level, in one short sentence."""
    next_step: str = Field(default="", max_length=220)
    """One doable edit phrased as a hint or question, never the answer; empty where nothing is left to do."""


class Wording(Frozen):
    """Feedback wording of an element, level by level."""

    absent: LevelWording
    mentioned: LevelWording
    developed: LevelWording


class Element(Frozen):
    """One creditable idea, judged absent, mentioned or developed."""

    id: ElementId
    name: str = Field(max_length=60)
    credits: str
    """What the examiner credits, in one line."""
    judge: ElementJudge = "concept"
    """Which rule of `models.scoring` judges it; `concept` rests on the lexicon alone."""
    about: tuple[ElementId, ...] = ()
    """For a structural judge: the elements a sentence must bear on; empty for any."""
    lexicon: Lexicon = Lexicon()
    developed_at: float = Field(default=0.44, gt=0, lt=1)
    """How much depth the examiner asks for before the element counts as developed; most elements keep the default."""
    near: tuple[ElementId, ...] = ()
    """Where a missing point would fit: beside the evidence for these elements."""
    sources: Sources
    wording: Wording


class BandLevel(Frozen):
    """A band and the words that define it."""

    band: int = Field(ge=0, le=4)
    name: str
    descriptor: str


class ElementPoints(Frozen):
    """What an element adds towards a band, by level; never less for more."""

    mentioned: float = Field(ge=0)
    developed: float = Field(ge=0)
    sustained: float = Field(default=0, ge=0)
    """Added on top when several separate sentences develop the element."""


class BandNeed(Frozen):
    """A condition for reaching a band: at least `count` of `elements` stand at `level` or above."""

    band: int = Field(ge=1, le=4)
    elements: tuple[ElementId, ...] = Field(min_length=1)
    level: Literal["mentioned", "developed"] = "mentioned"
    count: int = Field(default=1, ge=1)


class BandRule(Frozen):
    """How element levels add up to a band."""

    points: dict[ElementId, ElementPoints]
    thresholds: tuple[float, float, float, float]
    """Least points for bands 1, 2, 3 and 4, increasing."""
    needs: tuple[BandNeed, ...] = ()


class Criterion(Frozen):
    """A marking point."""

    id: CriterionId
    name: str
    goal: str = Field(max_length=160)
    """What the criterion rewards, in one line the learner reads first."""
    weight: float = Field(gt=0)
    sources: Sources
    elements: tuple[Element, ...] = Field(min_length=1)
    bands: tuple[BandLevel, ...] = Field(min_length=5, max_length=5)
    band_rule: BandRule


class ElementGroup(Frozen):
    """Elements that are judged and reported but carry no weight of their own."""

    id: CriterionId
    name: str
    goal: str = Field(max_length=160)
    sources: Sources
    elements: tuple[Element, ...] = Field(min_length=1)


class Misconception(Frozen):
    """A known wrong idea and the feedback it earns."""

    id: CriterionId
    name: str
    judge: MisconceptionJudge
    about: tuple[ElementId, ...] = ()
    """Elements whose presence makes the misconception possible (`na` without any of them)."""
    remedies: tuple[ElementId, ...] = ()
    """Elements whose presence makes it absent."""
    first: Lexicon = Lexicon()
    """For a confusion: words of the one idea."""
    second: Lexicon = Lexicon()
    """For a confusion: words of the other idea."""
    claims: Lexicon = Lexicon()
    """Phrases that state the wrong idea outright."""
    statement: str = Field(max_length=200)
    """What is off, kindly, in one sentence."""
    contrast: str = Field(max_length=200)
    """The distinction to draw, in one sentence."""
    next_step: str = Field(max_length=220)
    sources: Sources


class Tip(Frozen):
    """An examiner's tip and the elements that show it was taken."""

    id: TipId
    text: str
    elements: tuple[ElementId, ...] = ()
    sources: Sources


class KeyConcept(Frozen):
    """A topic on the source page that no marking point credits: a draft spent on it is told so, and earns nothing."""

    id: TipId
    name: str
    lexicon: Lexicon
    message: str
    sources: Sources


class Grade(Frozen):
    """A grade boundary on the overall estimate."""

    name: str
    at_least: int = Field(ge=0, le=100)


class CurvePoint(Frozen):
    """One corner of the curve from the weighted share of bands (0 to 1) to the overall estimate (0 to 100)."""

    share: float = Field(ge=0, le=1)
    overall: float = Field(ge=0, le=100)


class Rubric(Frozen):
    """The whole scheme for one question."""

    schema_version: Literal[1]
    id: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")
    version: str
    title: str
    subject: str
    level: str
    language: Literal["en"]
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    support: tuple[ElementGroup, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    tips: tuple[Tip, ...] = ()
    key_concepts: tuple[KeyConcept, ...] = ()
    topic: Lexicon = Lexicon()
    """Words of the subject as a whole, to tell a draft on the topic from one that is not."""
    grades: tuple[Grade, ...] = ()
    overall_curve: tuple[CurvePoint, ...] = Field(min_length=2)

    @property
    def groups(self) -> tuple[Criterion | ElementGroup, ...]:
        """The marking points, then the groups without a weight of their own."""
        return (*self.criteria, *self.support)

    @property
    def elements(self) -> tuple[Element, ...]:
        """Every element, marking points first, in rubric order."""
        return tuple(element for group in self.groups for element in group.elements)

    def element(self, element_id: str) -> Element:
        """The element of that id.

        Raises:
            KeyError: no element has the id.
        """
        for element in self.elements:
            if element.id == element_id:
                return element
        raise KeyError(element_id)
