"""The whole flow, from an upload to feedback: read this file first."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.artefacts.files import find_judge
from models.engine import ScoringEngine, build_engine
from models.scores import DraftScore
from rubric.schema import Rubric
from service.config import Settings
from service.extraction import ExtractionLimits, extract_text
from service.feedback.compose import compose_feedback
from service.feedback.report import FeedbackReport
from service.telemetry import count_draft, stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A draft as it came in. `name` is what the report calls it; without one, the file's name."""

    filename: str
    body: bytes
    name: str = ""
    given: tuple[str, ...] = ()
    """What the writer was given, such as the prompt and the case; its words earn nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredDraft:
    """A draft that was read and scored. The report's offsets point into `score.text`."""

    name: str
    score: DraftScore
    notices: tuple[str, ...]
    """What was noticed while the file was read."""


def review_draft(upload: Upload, engine: ScoringEngine, limits: ExtractionLimits) -> FeedbackReport:
    """Feedback on one draft.

    Raises:
        service.errors.DraftError: the draft cannot be read.
    """
    scored = score_draft(upload, engine, limits)
    return report_on(scored, engine.rubric)


def open_engine(rubric: Rubric, settings: Settings) -> ScoringEngine:
    """The engine for a rubric, with the models that lie beside a tutor's rubrics, else those that come with us.

    Raises:
        models.errors.ModelError: the language model is missing, or a file of models cannot be used.
    """
    judge = find_judge(rubric, settings.rubric_dir)
    return build_engine(rubric, judge=judge, least_scripts=settings.least_marked_scripts)


def score_draft(upload: Upload, engine: ScoringEngine, limits: ExtractionLimits) -> ScoredDraft:
    """Everything the program says of one draft, before it is put into words.

    Raises:
        service.errors.DraftError: the draft cannot be read.
    """
    extracted = extract_text(upload.filename, upload.body, limits)
    score = judge_text(engine, extracted.text, given=upload.given)
    return ScoredDraft(name=upload.name or upload.filename, score=score, notices=extracted.notices)


def judge_text(engine: ScoringEngine, text: str, *, given: Sequence[str] = ()) -> DraftScore:
    """What the engine makes of a text, each stage timed, and what it could not judge counted."""
    with stage("analysis"):
        evidence = engine.find_evidence(text, given=given)
    with stage("scoring"):
        score = engine.judge(evidence)
    count_draft(one.criterion_id for one in score.criteria if one.band is None)
    return score


def report_on(scored: ScoredDraft, rubric: Rubric) -> FeedbackReport:
    """The feedback on a draft that was scored by that rubric."""
    with stage("feedback"):
        return compose_feedback(rubric, scored.score, draft_name=scored.name, notices=scored.notices)
