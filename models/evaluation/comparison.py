"""The whole evaluation as one value: human-machine agreement, with human-human beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.evaluation.agreement import Agreement, measure_agreement
from models.evaluation.bootstrap import Bootstrap
from models.evaluation.groups import BandRow, agreement_by_group, count_by_band
from models.evaluation.marks import Marks
from models.evaluation.spans import SpanAgreement
from rubric.schema import Rubric

MarksById = Mapping[str, Marks]
Groupings = Mapping[str, Mapping[str, str]]
"""For each way of grouping ("length"), the group of each script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A marked script that the program could not read: it counts as one of which nothing can be told."""

    script_id: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sets of marks side by side, as a whole and in groups."""

    whole: Agreement
    by_band: tuple[BandRow, ...]
    by_group: Mapping[str, Mapping[str, Agreement]]
    """For each way of grouping, the agreement on each group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How far the program agrees with human marks, and how far two humans agree."""

    rubric_id: str
    rubric_fingerprint: str
    engine_version: str
    resamples: int
    human_machine: Comparison
    human_machine_twice: Agreement | None
    """On the scripts that were marked twice only, like for like with `human_human`."""
    human_human: Comparison | None
    spans: Mapping[str, SpanAgreement]
    failures: tuple[Failure, ...]
    unmarked: tuple[str, ...]
    """Scripts in the folder that nobody marked; they count nowhere."""


def compare_marks(
    rubric: Rubric,
    first: MarksById,
    second: MarksById,
    groupings: Groupings,
    *,
    bootstrap: Bootstrap,
) -> Comparison:
    """Compare two sets of marks on the scripts that both hold, of which there must be one at least."""
    script_ids = sorted(first.keys() & second.keys())
    ours = [first[script_id] for script_id in script_ids]
    theirs = [second[script_id] for script_id in script_ids]
    return Comparison(
        whole=measure_agreement(rubric, ours, theirs, bootstrap=bootstrap),
        by_band=count_by_band(rubric, ours, theirs),
        by_group={
            name: agreement_by_group(rubric, ours, theirs, group_of, bootstrap=bootstrap)
            for name, group_of in groupings.items()
        },
    )
