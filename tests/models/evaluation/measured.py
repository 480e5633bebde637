"""Findings on a few scripts of the small rubric, for what is made of them."""

from models.evaluation.findings import Findings, Judged, MarkedData, Predictions, Provenance, measure_findings
from models.evaluation.functions import FunctionAgreement
from models.evaluation.marks import Marks
from models.evaluation.rates import RecordedRate
from models.evaluation.spans import SentenceLabel
from models.evidence import Function
from models.scores import DraftScore, Status
from tests.builders import build_scored
from tests.models.evaluation.marking import RUBRIC, build_marks

BANDS = (0, 1, 2, 3, 4, 4)
TEXT = "A budget was made."
LABEL = SentenceLabel(
    script="s1",
    n=1,
    start=0,
    end=len(TEXT),
    text=TEXT,
    functions=("explain",),
    elements={"MP1.budget": 1},
    misconceptions=(),
)
RATES = (
    RecordedRate(group="pairs", name="negation", rate=0.9, n=30),
    RecordedRate(group="invariance", name="typing_errors_5", rate=0.96, n=40, overall_change=-0.5),
)
PROVENANCE = Provenance(
    engine_version="9.9",
    rubric_id=RUBRIC.id,
    rubric_fingerprint="f" * 16,
    data_digest="d" * 64,
    versions={"python": "3.11"},
)


def mark(script_id: str, band: int, *, is_present: bool = False) -> Marks:
    """Bands, levels and the overall figure that rise together."""
    return build_marks(
        script_id,
        bands={"MP1": band, "MP2": 4 - band},
        levels={"MP1.budget": min(band, 2), "MP2.advice": band // 2},
        statuses={"MC1": Status.PRESENT if is_present else Status.ABSENT},
        overall=20 * band,
    )


def build_data(*, is_marked_twice: bool = True) -> MarkedData:
    """Six scripts by two writers."""
    marks = {f"s{n}": mark(f"s{n}", band, is_present=n % 2 == 0) for n, band in enumerate(BANDS, start=1)}
    twice = {script_id: marks[script_id] for script_id in ("s1", "s3", "s5")} if is_marked_twice else {}
    return MarkedData(
        digest="d" * 64,
        texts=dict.fromkeys(marks, TEXT),
        marks=marks,
        first=twice,
        second={script_id: each.model_copy(update={"overall": 45}) for script_id, each in twice.items()},
        writers={script_id: "ab"[place % 2] for place, script_id in enumerate(marks)},
        labels={"s1": (LABEL,)},
    )


FUNCTIONS = (
    FunctionAgreement(function=Function.PLAN, support=40, models=0.75, cues=0.21),
    FunctionAgreement(function=Function.EXPLAIN, support=1234, models=0.64, cues=0.48),
)


def predict(data: MarkedData, *, lift: int) -> Predictions:
    """Scores that lie `lift` bands above the marks, and say more words for every band."""
    scored: dict[str, DraftScore] = {}
    marks: dict[str, Marks] = {}
    for script_id, band in zip(data.marks, BANDS, strict=True):
        told = min(band + lift, 4)
        marks[script_id] = mark(script_id, told)
        scored[script_id] = build_scored(
            RUBRIC,
            TEXT,
            levels={"MP1.budget": (min(told, 2), TEXT)},
            bands={"MP1": told, "MP2": None},
            words=100 + 40 * band,
        )
    return Predictions(scored=scored, marks=marks)


def build_findings(
    *, lift: int = 0, is_marked_twice: bool = True, rates: tuple[RecordedRate, ...] | None = RATES
) -> Findings:
    """Everything measured; models lie `lift` bands above the marks and rules one more."""
    data = build_data(is_marked_twice=is_marked_twice)
    judged = Judged(
        models=predict(data, lift=lift), rules=predict(data, lift=lift + 1), rates=rates, functions=FUNCTIONS
    )
    return measure_findings(RUBRIC, data, judged, provenance=PROVENANCE, resamples=20)
