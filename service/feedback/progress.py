"""What changed from draft to draft: what moved, which of the last actions were taken, what is still open. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from pydantic import Field

from service.feedback.report import Action, CriterionFeedback, ElementFeedback, FeedbackReport, Frozen

LADDER = {"absent": 0, "mentioned": 1, "developed": 2}
"""The levels of an element, from the lowest to the highest."""
OTHER_ENGINE = "The drafts were read by different versions of the program, so some moves may be the program's own."
OTHER_RUBRIC = "The drafts were read against different versions of the rubric; only what both know is compared."
UNCHANGED = "The text is the same as that of the draft before."


class Direction(StrEnum):
    """Which way an element went."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"
    """The program cannot tell of one of the two drafts."""


class NumberedReport(Frozen):
    """The report on one of the drafts of a submission."""

    number: int = Field(ge=1)
    text_digest: str
    """The same for two drafts of the same words."""
    report: FeedbackReport


class DraftPoint(Frozen):
    """One draft in the course of a submission: what a chart over drafts shows."""

    number: int
    words: int
    developed: int
    """Elements of the criteria that are developed."""
    mentioned: int
    absent: int
    bands: Mapping[str, int | None]
    overall: int | None
    engine_version: str
    rubric_fingerprint: str


class ElementMove(Frozen):
    """One element in the last two drafts."""

    element_id: str
    name: str
    criterion_id: str | None
    """None for an element that supports every criterion."""
    before: str | None
    after: str | None
    direction: Direction
    says: str
    """The move in words: "absent to mentioned"."""


class ActionOutcome(Frozen):
    """An action of the last report but one, and what became of it."""

    action: Action
    name: str
    """The element that it speaks of, or the criterion."""
    is_taken: bool | None
    """None when that cannot be told."""
    says: str


class OpenPoint(Frozen):
    """What the newest draft still lacks, with the step that the report proposes."""

    element_id: str
    name: str
    criterion_id: str | None
    level: str
    next_step: str


class Progress(Frozen):
    """The course of a submission over its drafts."""

    drafts: tuple[DraftPoint, ...]
    moves: tuple[ElementMove, ...]
    """Every element of the last two drafts, in the rubric's order; empty with one draft."""
    outcomes: tuple[ActionOutcome, ...]
    open: tuple[OpenPoint, ...]
    summary: str
    notes: tuple[str, ...] = ()
    """What to bear in mind: another version of the program or the rubric, the same text again."""


def compare_reports(reports: Sequence[NumberedReport]) -> Progress:
    """The course over the drafts that have a report, in the order of their numbers.

    The last two are compared element by element. What the program cannot tell of a draft counts as no move.
    """
    ordered = sorted(reports, key=lambda one: one.number)
    pairs = list(pairwise(ordered))
    last = pairs[-1] if pairs else None
    moves = _moves(last[0].report, last[1].report) if last else ()
    outcomes = _outcomes(last[0].report, moves, last[1].report) if last else ()
    still_open = _open_points(ordered[-1].report) if ordered else ()
    return Progress(
        drafts=tuple(map(_point, ordered)),
        moves=moves,
        outcomes=outcomes,
        open=still_open,
        summary=_summarise(ordered, moves, outcomes, still_open),
        notes=_notes(*last) if last else (),
    )


def _elements(report: FeedbackReport) -> Iterator[tuple[str | None, ElementFeedback]]:
    for criterion in report.criteria:
        for element in criterion.elements:
            yield criterion.criterion_id, element
    for element in report.support:
        yield None, element


def _point(numbered: NumberedReport) -> DraftPoint:
    report = numbered.report
    levels = [element.level for criterion in report.criteria for element in criterion.elements]
    return DraftPoint(
        number=numbered.number,
        words=report.words,
        developed=levels.count("developed"),
        mentioned=levels.count("mentioned"),
        absent=levels.count("absent"),
        bands={criterion.criterion_id: criterion.band for criterion in report.criteria},
        overall=report.overall,
        engine_version=report.engine_version,
        rubric_fingerprint=report.rubric_fingerprint,
    )


def _moves(before: FeedbackReport, after: FeedbackReport) -> tuple[ElementMove, ...]:
    """Every element that both reports know, in the order of the newer one."""
    earlier = {element.element_id: element.level for _, element in _elements(before)}
    return tuple(
        _move(element, criterion_id, earlier[element.element_id])
        for criterion_id, element in _elements(after)
        if element.element_id in earlier
    )


def _move(element: ElementFeedback, criterion_id: str | None, before: str | None) -> ElementMove:
    direction = _direction(before, element.level)
    says = {
        Direction.SAME: f"still {element.level}",
        Direction.UNKNOWN: "cannot tell",
    }.get(direction, f"{before} to {element.level}")
    return ElementMove(
        element_id=element.element_id,
        name=element.name,
        criterion_id=criterion_id,
        before=before,
        after=element.level,
        direction=direction,
        says=says,
    )


def _direction(before: str | None, after: str | None) -> Direction:
    if before is None or after is None:
        return Direction.UNKNOWN
    step = LADDER[after] - LADDER[before]
    if not step:
        return Direction.SAME
    return Direction.UP if step > 0 else Direction.DOWN


def _outcomes(before: FeedbackReport, moves: Sequence[ElementMove], after: FeedbackReport) -> tuple[ActionOutcome, ...]:
    """The actions of the report before, the three most worth doing first, each once."""
    by_element = {move.element_id: move for move in moves}
    names = {one.criterion_id: one.name for one in before.criteria}
    actions = [*before.priority_actions, *(one.action for one in before.criteria if one.action is not None)]
    bands = {one.criterion_id: one for one in after.criteria}
    earlier = {one.criterion_id: one for one in before.criteria}
    found: dict[tuple[str, str | None, str], ActionOutcome] = {}
    for action in actions:
        move = by_element.get(action.element_id or "")
        if action.element_id is None:
            taken, says = _by_band(earlier.get(action.criterion_id), bands.get(action.criterion_id))
        else:
            taken, says = _by_level(move)
        name = move.name if move else names.get(action.criterion_id, action.criterion_id)
        key = (action.criterion_id, action.element_id, action.text)
        found.setdefault(key, ActionOutcome(action=action, name=name, is_taken=taken, says=says))
    return tuple(found.values())


def _by_level(move: ElementMove | None) -> tuple[bool | None, str]:
    """Whether an action on an element was taken: its level rose. Above the highest level nothing can be seen."""
    if move is None or move.direction is Direction.UNKNOWN:
        return None, "cannot tell"
    if move.direction is Direction.UP:
        return True, f"taken: {move.says}"
    if move.before == "developed" and move.direction is Direction.SAME:
        return None, "cannot tell: it was developed already, and is"
    return False, f"open: {move.says}"


def _by_band(before: CriterionFeedback | None, after: CriterionFeedback | None) -> tuple[bool | None, str]:
    """Whether an action on a whole criterion was taken: its band rose."""
    if before is None or after is None or before.band is None or after.band is None:
        return None, "cannot tell"
    return (True, "taken") if after.band > before.band else (False, "open")


def _open_points(report: FeedbackReport) -> tuple[OpenPoint, ...]:
    """What is absent, then what is only mentioned; within each, the report's own actions first."""
    points = [
        OpenPoint(
            element_id=element.element_id,
            name=element.name,
            criterion_id=criterion_id,
            level=element.level,
            next_step=element.next_step,
        )
        for criterion_id, element in _elements(report)
        if element.level in {"absent", "mentioned"}
    ]
    urgent = [action.element_id for action in report.priority_actions]
    return tuple(sorted(points, key=lambda one: (one.element_id not in urgent, LADDER[one.level])))


def _notes(before: NumberedReport, after: NumberedReport) -> tuple[str, ...]:
    notes = {
        UNCHANGED: before.text_digest == after.text_digest,
        OTHER_ENGINE: before.report.engine_version != after.report.engine_version,
        OTHER_RUBRIC: before.report.rubric_fingerprint != after.report.rubric_fingerprint,
    }
    return tuple(note for note, holds in notes.items() if holds)


def _summarise(
    ordered: Sequence[NumberedReport],
    moves: Sequence[ElementMove],
    outcomes: Sequence[ActionOutcome],
    still_open: Sequence[OpenPoint],
) -> str:
    """The course in a sentence or two."""
    if not ordered:
        return "There is no report yet."
    lacking = f"{_count(len(still_open), 'point')} still open."
    if not moves:
        return f"Draft {ordered[-1].number}: {lacking}"
    ups = sum(move.direction is Direction.UP for move in moves)
    downs = sum(move.direction is Direction.DOWN for move in moves)
    taken = sum(outcome.is_taken is True for outcome in outcomes)
    said = f"From draft {ordered[-2].number} to {ordered[-1].number}: {_count(ups, 'point')} up, {downs} down"
    return f"{said}; {taken} of {_count(len(outcomes), 'action')} taken; {lacking}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
