"""What the JSON addresses take and give."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rubric.fingerprint import fingerprint
from rubric.schema import BandLevel, Grade, Rubric
from service.feedback.report import FeedbackReport

DraftName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
RubricId = Annotated[str, StringConstraints(max_length=200)]


class Strict(BaseModel):
    """Base of what is sent to us: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DraftOptions(Strict):
    """What may be said about a draft beside its text."""

    name: DraftName | None = Field(default=None, description="What to call the draft", examples=["Report, version 2"])
    rubric: RubricId | None = Field(
        default=None,
        description="Id of the rubric to read it against; the first one where it is left out",
        examples=["operations_management.level7"],
    )


class DraftIn(DraftOptions):
    """A draft as text."""

    text: str = Field(
        description="The whole draft; paragraphs stand apart by a blank line",
        examples=[
            "The bakery delivers 94% of its orders before seven, since ovens start at three. "
            "A fourth van would raise this but add 9 pence to the cost of a loaf."
        ],
    )


class KeptDraftOptions(Strict):
    """What may be said about a draft that is handed in."""

    name: DraftName | None = Field(default=None, description="What to call the draft", examples=["Report, version 2"])


class KeptDraftIn(KeptDraftOptions):
    """A draft as text, to be kept."""

    text: str = Field(description="The whole draft; paragraphs stand apart by a blank line")


class KeptDraftFileIn(KeptDraftOptions):
    """A draft as a file, to be kept."""

    file: str = Field(description="The file itself", json_schema_extra={"format": "binary"})


class DraftFileIn(DraftOptions):
    """A draft as a file: Word, OpenDocument, PDF, RTF, HTML, Markdown or plain text."""

    file: str = Field(description="The file itself", json_schema_extra={"format": "binary"})


class FeedbackOut(BaseModel):
    """Feedback on one draft, and the text that its offsets point into."""

    text: str = Field(
        description="The text that was read out of the draft; start_char and end_char count its characters from 0"
    )
    report: FeedbackReport


class ElementOut(BaseModel):
    """One creditable idea."""

    id: str = Field(examples=["MP1.cost"])
    name: str
    credits: str = Field(description="What the examiner credits")


class CriterionOut(BaseModel):
    """A marking point, or a group of elements that carries no weight of its own."""

    id: str = Field(examples=["MP1"])
    name: str
    goal: str
    weight: float | None = Field(description="Share of the whole; null for a group without weight")
    elements: list[ElementOut]
    bands: list[BandLevel]


class MisconceptionOut(BaseModel):
    """A known wrong idea."""

    id: str = Field(examples=["MC1"])
    name: str
    statement: str
    contrast: str


class TipOut(BaseModel):
    """An examiner's tip."""

    id: str = Field(examples=["T.framework"])
    text: str


class RubricSummaryOut(BaseModel):
    """A rubric in the list."""

    id: str = Field(examples=["operations_management.level7"])
    title: str
    subject: str
    level: str
    version: str
    fingerprint: str = Field(description="Changes whenever anything in the rubric changes")


class RubricOut(RubricSummaryOut):
    """A rubric: what is credited and how bands are described."""

    criteria: list[CriterionOut]
    support: list[CriterionOut]
    misconceptions: list[MisconceptionOut]
    tips: list[TipOut]
    grades: list[Grade]


class HealthOut(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class ReadyOut(BaseModel):
    """Drafts can be read and kept."""

    status: Literal["ready"] = "ready"
    engine_version: str
    rubrics: list[str] = Field(
        description="Ids of the rubrics it reads against", examples=[["operations_management.level7"]]
    )
    workers: int = Field(description="Workers that score batches and give signs of life", examples=[2])


def summarise_rubric(rubric: Rubric) -> RubricSummaryOut:
    """A rubric as it stands in the list."""
    return RubricSummaryOut(
        id=rubric.id,
        title=rubric.title,
        subject=rubric.subject,
        level=rubric.level,
        version=rubric.version,
        fingerprint=fingerprint(rubric),
    )


def describe_rubric(rubric: Rubric) -> RubricOut:
    """A rubric for reading: what it credits, without the word lists it is recognised by."""
    criteria = [
        CriterionOut(
            id=item.id,
            name=item.name,
            goal=item.goal,
            weight=item.weight,
            elements=[ElementOut(id=one.id, name=one.name, credits=one.credits) for one in item.elements],
            bands=list(item.bands),
        )
        for item in rubric.criteria
    ]
    support = [
        CriterionOut(
            id=item.id,
            name=item.name,
            goal=item.goal,
            weight=None,
            elements=[ElementOut(id=one.id, name=one.name, credits=one.credits) for one in item.elements],
            bands=[],
        )
        for item in rubric.support
    ]
    return RubricOut(
        **summarise_rubric(rubric).model_dump(),
        criteria=criteria,
        support=support,
        misconceptions=[
            MisconceptionOut(id=item.id, name=item.name, statement=item.statement, contrast=item.contrast)
            for item in rubric.misconceptions
        ],
        tips=[TipOut(id=item.id, text=item.text) for item in rubric.tips],
        grades=list(rubric.grades),
    )
