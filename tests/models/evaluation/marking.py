"""Marks of scripts on the small rubric of `tests.builders`, to be changed in the one respect a test is about."""

from collections.abc import Collection, Mapping

from models.evaluation.marks import Marks
from models.scores import Status
from tests.builders import build_rubric

RUBRIC = build_rubric()


def build_marks(
    script_id: str,
    *,
    bands: Mapping[str, int | None] | None = None,
    levels: Mapping[str, int | None] | None = None,
    statuses: Mapping[str, Status | None] | None = None,
    overall: int | None = 50,
    on_topic: bool | None = True,
) -> Marks:
    """Everything 0 or absent unless told otherwise."""
    return Marks(
        id=script_id,
        bands={criterion.id: 0 for criterion in RUBRIC.criteria} | dict(bands or {}),
        elements={element.id: 0 for element in RUBRIC.elements} | dict(levels or {}),
        misconceptions={each.id: Status.ABSENT for each in RUBRIC.misconceptions} | dict(statuses or {}),
        overall=overall,
        on_topic=on_topic,
    )


def build_row(script_id: str, bands: tuple[int | None, int | None], *, overall: int | None = 50) -> Marks:
    """Marks that differ in their bands."""
    return build_marks(script_id, bands={"MP1": bands[0], "MP2": bands[1]}, overall=overall)


def build_series(mp1: Collection[int | None]) -> list[Marks]:
    """Scripts s1, s2 ... with these bands on MP1, and every band of MP2 in turn so that it always varies."""
    return [build_row(f"s{place}", (band, place % 5)) for place, band in enumerate(mp1, start=1)]
