"""Everything the evidence card shows, measured: the models on writers they never saw, the rules, and two humans."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from models.evaluation.agreement import UNTOLD_OVERALL, Agreement, measure_agreement
from models.evaluation.bootstrap import RESAMPLES, Bootstrap
from models.evaluation.calibration import (
    CoveragePoint,
    Reliability,
    list_judgements,
    measure_coverage,
    measure_reliability,
)
from models.evaluation.comparison import Comparison, compare_marks
from models.evaluation.double_marking import Degradation, TrueScore, measure_degradation, measure_true_scores
from models.evaluation.functions import FunctionAgreement
from models.evaluation.groups import group_by_length
from models.evaluation.lengths import LengthBias, measure_length_bias
from models.evaluation.marks import Marks
from models.evaluation.measures import difference_of_standardized_means
from models.evaluation.rates import RecordedRate
from models.evaluation.spans import SentenceLabel, SpanAgreement, measure_spans
from models.scores import DraftScore
from rubric.schema import Rubric

RNG_START = 20_260
"""Where the random numbers of the bootstrap start, so that the same marks always get the same intervals."""
BY_WRITER, BY_LENGTH = "writer", "length"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedData:
    """Marked scripts, and what is known about them."""

    digest: str
    """Hash of every file that is read."""
    texts: Mapping[str, str]
    marks: Mapping[str, Marks]
    """The definitive marks of every script."""
    first: Mapping[str, Marks]
    second: Mapping[str, Marks]
    """Two markers' marks of the scripts that were marked twice, before they settled them; empty where none were."""
    writers: Mapping[str, str]
    labels: Mapping[str, tuple[SentenceLabel, ...]]
    """Sentence labels by script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictions:
    """What one way of judging says of every script, as scores and in the form of marks."""

    scored: Mapping[str, DraftScore]
    marks: Mapping[str, Marks]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is put beside the marks."""

    models: Predictions
    """By models that never saw the writer of a script."""
    rules: Predictions
    """By the hand-set rules."""
    rates: tuple[RecordedRate, ...] | None
    """Recorded robustness rates; None where there are none."""
    functions: tuple[FunctionAgreement, ...] = ()
    """What sentences do, by the models and by cues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What was measured, so that a figure can be traced."""

    engine_version: str
    rubric_id: str
    rubric_fingerprint: str
    data_digest: str
    versions: Mapping[str, str]
    """Packages that figures depend on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanCeiling:
    """Two humans, and the models on the same scripts."""

    human_human: Agreement
    human_machine: Agreement
    """Against the definitive marks."""
    degradation: tuple[Degradation, ...]
    true_scores: tuple[TrueScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All figures of the evidence card."""

    provenance: Provenance
    resamples: int
    models: Comparison
    rules: Agreement
    ceiling: HumanCeiling | None
    """None where no script was marked twice."""
    standardized_gaps: Mapping[str, Mapping[str, float]]
    """For each way of grouping and each group: DSM of the overall figure."""
    models_spans: Mapping[str, SpanAgreement]
    rules_spans: Mapping[str, SpanAgreement]
    reliability: tuple[Reliability, ...]
    coverage: tuple[CoveragePoint, ...]
    lengths: LengthBias
    rates: tuple[RecordedRate, ...] | None
    """Recorded robustness rates; None where they were not measured."""
    functions: tuple[FunctionAgreement, ...]
    """What sentences do, by the models and by cues; empty where no sentence was labelled."""


def measure_findings(
    rubric: Rubric,
    data: MarkedData,
    judged: Judged,
    *,
    provenance: Provenance,
    resamples: int = RESAMPLES,
) -> Findings:
    """Measure everything. What is judged are the scripts of the data, all of them."""

    def bootstrap() -> Bootstrap:
        return Bootstrap(rng=np.random.default_rng(RNG_START), resamples=resamples)

    models, rules = judged.models, judged.rules
    script_ids = sorted(data.marks)
    words = {each: models.scored[each].words for each in script_ids}
    groupings = {BY_WRITER: data.writers, BY_LENGTH: group_by_length(words)}
    judgements = [list_judgements(data.marks[each], models.scored[each]) for each in script_ids]
    return Findings(
        provenance=provenance,
        resamples=resamples,
        models=compare_marks(rubric, data.marks, models.marks, groupings, bootstrap=bootstrap()),
        rules=_agreement(rubric, data.marks, rules.marks, bootstrap()),
        ceiling=_measure_ceiling(rubric, data, models.marks, bootstrap),
        standardized_gaps={
            name: _standardized_gaps(data.marks, models.marks, group_of) for name, group_of in groupings.items()
        },
        models_spans=measure_spans(rubric, models.scored, data.labels, bootstrap=bootstrap()),
        rules_spans=measure_spans(rubric, rules.scored, data.labels, bootstrap=bootstrap()),
        reliability=measure_reliability(judgements, bootstrap=bootstrap()),
        coverage=measure_coverage(judgements, bootstrap=bootstrap()),
        lengths=measure_length_bias(data.marks, models.marks, words, bootstrap=bootstrap()),
        rates=judged.rates,
        functions=judged.functions,
    )


def _agreement(
    rubric: Rubric, first: Mapping[str, Marks], second: Mapping[str, Marks], bootstrap: Bootstrap
) -> Agreement:
    """On the scripts that both hold."""
    script_ids = sorted(first.keys() & second.keys())
    ours, theirs = [first[each] for each in script_ids], [second[each] for each in script_ids]
    return measure_agreement(rubric, ours, theirs, bootstrap=bootstrap)


def _measure_ceiling(
    rubric: Rubric, data: MarkedData, machine: Mapping[str, Marks], bootstrap: Callable[[], Bootstrap]
) -> HumanCeiling | None:
    twice = sorted(data.first.keys() & data.second.keys() & machine.keys())
    if not twice:
        return None
    human_human = _agreement(
        rubric, {each: data.first[each] for each in twice}, {each: data.second[each] for each in twice}, bootstrap()
    )
    definitive = {each: data.marks[each] for each in twice}
    human_machine = _agreement(rubric, definitive, machine, bootstrap())
    return HumanCeiling(
        human_human=human_human,
        human_machine=human_machine,
        degradation=measure_degradation(human_human, human_machine),
        true_scores=measure_true_scores(rubric, {**data.marks, **data.first}, data.second, machine),
    )


def _standardized_gaps(
    marks: Mapping[str, Marks], machine: Mapping[str, Marks], group_of: Mapping[str, str]
) -> Mapping[str, float]:
    script_ids = sorted(marks)
    first = {each: _overall(marks[each]) for each in script_ids}
    second = {each: _overall(machine[each]) for each in script_ids}
    everyone = {
        "all_first": np.array([first[each] for each in script_ids]),
        "all_second": np.array([second[each] for each in script_ids]),
    }
    gaps = {}
    for group in dict.fromkeys(group_of.values()):
        members = [each for each in script_ids if group_of.get(each) == group]
        ours, theirs = np.array([first[each] for each in members]), np.array([second[each] for each in members])
        gaps[group] = float(difference_of_standardized_means(ours, theirs, **everyone))
    return gaps


def _overall(marks: Marks) -> float:
    return UNTOLD_OVERALL if marks.overall is None else marks.overall
