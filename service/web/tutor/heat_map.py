"""Students by elements: what each script shows of each point, with tutors' decisions in place of the program's."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.actions.class_results import ClassScript
from service.feedback.report import CriterionFeedback

CANNOT_TELL = "cannot_tell"
WORTH = {"absent": 0.0, "mentioned": 0.5, "developed": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatColumn:
    """One element."""

    element_id: str
    name: str
    criterion_id: str
    is_first: bool
    """Whether it is the first of its criterion."""
    share: float | None
    """How much of it the class shows, from 0 to 1; None where the program could tell on no script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One script; a level for each column."""

    script: ClassScript
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """The whole class. `spans` says how many columns each criterion has."""

    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]
    spans: tuple[tuple[str, str, int], ...]


def map_class(scripts: Sequence[ClassScript]) -> HeatMap:
    """The map of every script that was judged; all are read by one rubric."""
    judged = [script for script in scripts if script.report is not None and script.report.judgeable]
    if not judged or judged[0].report is None:
        return HeatMap(columns=(), rows=(), spans=())
    criteria = judged[0].report.criteria
    rows = tuple(HeatRow(script=script, levels=_levels(script, criteria)) for script in judged)
    columns = tuple(
        HeatColumn(
            element_id=element.element_id,
            name=element.name,
            criterion_id=criterion.criterion_id,
            is_first=place == 0,
            share=None,
        )
        for criterion in criteria
        for place, element in enumerate(criterion.elements)
    )
    shares = [_share([row.levels[place] for row in rows]) for place in range(len(columns))]
    return HeatMap(
        columns=tuple(_with_share(column, share) for column, share in zip(columns, shares, strict=True)),
        rows=rows,
        spans=tuple((one.criterion_id, one.name, len(one.elements)) for one in criteria),
    )


def _levels(script: ClassScript, criteria: Sequence[CriterionFeedback]) -> tuple[str, ...]:
    said = {
        element.element_id: element.level or CANNOT_TELL
        for criterion in (script.report.criteria if script.report else ())
        for element in criterion.elements
    }
    ids = [element.element_id for criterion in criteria for element in criterion.elements]
    return tuple(script.decided.get(f"element:{each}") or said.get(each, CANNOT_TELL) for each in ids)


def _share(levels: Sequence[str]) -> float | None:
    told = [WORTH[level] for level in levels if level in WORTH]
    return sum(told) / len(told) if told else None


def _with_share(column: HeatColumn, share: float | None) -> HeatColumn:
    return HeatColumn(
        element_id=column.element_id,
        name=column.name,
        criterion_id=column.criterion_id,
        is_first=column.is_first,
        share=share,
    )
