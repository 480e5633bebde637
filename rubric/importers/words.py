"""The words by which an examiner's page is read, from `examiner_sheet.yaml`."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from rubric.document import parse_document
from rubric.schema import ElementJudge, MisconceptionJudge

WORDS_PATH = Path(__file__).with_name("examiner_sheet.yaml")


class JudgeWording(BaseModel):
    """Draft wording of an element: what is shown and the next step, level by level."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    absent: tuple[str, str]
    mentioned: tuple[str, str]
    developed: str


class SheetWords(BaseModel):
    """Every list of `examiner_sheet.yaml`; the comments there say what each is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headings: dict[str, tuple[str, ...]]
    openings: frozenset[str]
    credit_openings: tuple[str, ...]
    tasks: dict[str, ElementJudge | None]
    lead_ins: tuple[str, ...]
    item_openings: tuple[str, ...]
    item_endings: tuple[str, ...]
    fixed_pairs: tuple[str, ...]
    cues: dict[ElementJudge, tuple[str, ...]]
    misconceptions: dict[MisconceptionJudge, str]
    omissions: tuple[str, ...]
    beliefs: tuple[str, ...]
    title_verbs: tuple[str, ...]
    small_words: frozenset[str]
    wording: dict[ElementJudge, JudgeWording]
    misconception_steps: dict[MisconceptionJudge, str]
    bands: tuple[tuple[str, str], ...]


@cache
def load_words() -> SheetWords:
    """The lists, read once."""
    return SheetWords.model_validate(parse_document(WORDS_PATH.read_text(encoding="utf-8")).data)
