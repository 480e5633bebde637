"""What a reader sees of a report before unfolding anything: every renderer prints these blocks and no more."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.scores import Status
from service.feedback.quotes import words_in
from service.feedback.report import Action, CriterionFeedback, FeedbackReport, MisconceptionFeedback, Quote
from service.feedback.wording import (
    UNJUDGED_ADVICE,
    as_sentence,
    estimate_band,
    estimate_overall,
    instruct,
    join_names,
    name_uncredited,
    say_ruled_overall,
    say_ruling,
    start_upper,
)

MOST_WORDS = 350
"""The whole report, folded parts left out."""
_SPARE_WORDS = 5
"""Room for a line of a renderer's own, such as where the folded parts are."""


class BlockKind(StrEnum):
    """What a block is about."""

    NOTICE = "notice"
    UNJUDGED = "unjudged"
    ACTIONS = "actions"
    CRITERION = "criterion"
    MISCONCEPTION = "misconception"
    OVERALL = "overall"


class Part(StrEnum):
    """What a line of a block says, in the order a criterion or a misconception says it."""

    GOAL = "goal"
    SHOWS = "shows"
    QUOTE = "quote"
    MISSING = "missing"
    ACTION = "action"
    BAND = "band"
    RULING = "ruling"
    OFF = "off"
    CONTRAST = "contrast"
    READ = "read"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: an optional label, then either what it says or words of the draft."""

    part: Part
    label: str = ""
    text: str = ""
    quote: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines under one heading. `subject_id` names the criterion or misconception, where there is one."""

    kind: BlockKind
    heading: str
    lines: tuple[Line, ...]
    subject_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How far a report is unfolded: which lines are open, and how many of those there may be several of."""

    notices: int = 10
    missing: int = 3
    shows: bool = True
    """What the draft shows in words, where a quote shows it, too."""
    read: bool = True
    contrast: bool = True
    anchors: bool = True
    """The words to look for in a long paragraph."""
    own_actions: bool = True
    """Actions of criteria that are not among the first ones."""


OPENINGS = (
    Opening(),
    Opening(notices=3, shows=False),
    Opening(notices=2, shows=False, read=False),
    Opening(notices=2, shows=False, read=False, missing=2),
    Opening(notices=2, shows=False, read=False, missing=1),
    Opening(notices=2, shows=False, read=False, missing=1, contrast=False),
    Opening(notices=1, shows=False, read=False, missing=1, contrast=False, anchors=False),
    Opening(notices=1, shows=False, read=False, missing=0, contrast=False, anchors=False),
    Opening(notices=1, shows=False, read=False, missing=0, contrast=False, anchors=False, own_actions=False),
)
"""From wide to narrow: the first that fits the limit of words is taken, else the last."""


def visible_blocks(report: FeedbackReport) -> tuple[Block, ...]:
    """The blocks a reader meets, in order: what to do first, each criterion, misconceptions, the estimate last.

    Where they would pass `MOST_WORDS`, the least needed lines are folded.
    """
    return _open(report, choose_opening(report))


def title_of(report: FeedbackReport) -> str:
    """What the whole report is called."""
    return f"Feedback on {report.draft_name}"


def visible_words(report: FeedbackReport) -> int:
    """How many words a reader meets before unfolding anything: title, headings, labels and quotes included."""
    return _count(report, visible_blocks(report))


def choose_opening(report: FeedbackReport) -> Opening:
    """The widest opening within `MOST_WORDS`; the narrowest where none is."""
    return next((opening for opening in OPENINGS if fits(report, opening)), OPENINGS[-1])


def fits(report: FeedbackReport, opening: Opening) -> bool:
    """Whether a report that is opened so far stays within `MOST_WORDS`."""
    return _count(report, _open(report, opening)) <= MOST_WORDS - _SPARE_WORDS


def words_of(block: Block) -> int:
    """How many words a block shows."""
    lines = (f"{line.label} {line.text} {line.quote.text if line.quote else ''}" for line in block.lines)
    return words_in(block.heading) + sum(words_in(line) for line in lines)


def _count(report: FeedbackReport, blocks: Iterable[Block]) -> int:
    return words_in(title_of(report)) + sum(words_of(block) for block in blocks)


def _open(report: FeedbackReport, opening: Opening) -> tuple[Block, ...]:
    if not report.judgeable:
        return (_unjudged(report),)
    aside = tuple(_notices(report, opening))
    criteria = [_on_criterion(one, report.priority_actions, opening) for one in report.criteria]
    present = [one for one in report.misconceptions if one.status is Status.PRESENT]
    blocks = (
        *(aside if not report.on_topic else ()),
        *_actions(report.priority_actions, opening),
        *criteria,
        *(_on_misconception(one, opening) for one in present),
        *(aside if report.on_topic else ()),
    )
    return (*blocks, _overall(report))


def _unjudged(report: FeedbackReport) -> Block:
    flags = (as_sentence(flag.message) for flag in report.flags if flag.message != report.reason)
    said = (as_sentence(start_upper(report.reason)), UNJUDGED_ADVICE, *report.notices, *flags)
    lines = tuple(Line(part=Part.PLAIN, text=text) for text in said if text)
    return Block(kind=BlockKind.UNJUDGED, heading="This draft could not be judged", lines=lines)


def _notices(report: FeedbackReport, opening: Opening) -> Iterator[Block]:
    """What is worth knowing beside the criteria: how the file was read, flags, topics that earn nothing, doubts."""
    unsure = [one.misconception_id for one in report.misconceptions if one.status is None]
    uncredited = [topic.name for topic in report.key_concepts]
    said = (
        *(*report.notices, *(as_sentence(flag.message) for flag in report.flags))[: opening.notices],
        *((name_uncredited(uncredited),) if uncredited else ()),
        *((f"The program cannot tell whether {join_names(unsure)} apply.",) if unsure else ()),
    )
    if said:
        lines = tuple(Line(part=Part.PLAIN, text=text) for text in said)
        yield Block(kind=BlockKind.NOTICE, heading="Worth knowing", lines=lines)


def _actions(actions: Sequence[Action], opening: Opening) -> Iterator[Block]:
    if actions:
        lines = tuple(
            Line(
                part=Part.ACTION,
                label=f"{number}.",
                text=f"{instruct(action, anchor=opening.anchors)} ({action.criterion_id})",
            )
            for number, action in enumerate(actions, start=1)
        )
        yield Block(kind=BlockKind.ACTIONS, heading="Do first", lines=lines)


def _on_criterion(criterion: CriterionFeedback, priorities: Sequence[Action], opening: Opening) -> Block:
    """One criterion: goal, what the draft shows, what is missing, one action, and the band last."""
    said = {action.element_id for action in (*priorities, criterion.action) if action}
    missing = _say_missing(criterion, said, opening.missing) if criterion.action else ""
    action = _say_action(criterion, priorities, opening)
    band = estimate_band(criterion.band, criterion.band_name, criterion.confidence)
    shows = opening.shows or criterion.quote is None or criterion.band is None
    lines = (
        Line(part=Part.GOAL, label="Goal", text=criterion.goal),
        Line(part=Part.SHOWS, text=criterion.shows if shows else ""),
        Line(part=Part.QUOTE, label="Shown", quote=criterion.quote),
        Line(part=Part.MISSING, label="Missing", text=missing),
        Line(part=Part.ACTION, label="Next", text=action),
        Line(part=Part.BAND, label="Estimate", text=band if criterion.band is not None else ""),
        Line(part=Part.RULING, label="A tutor says", text=criterion.ruled_comment),
        Line(part=Part.RULING, label="Decided", text=say_ruling(criterion.ruling) if criterion.ruling else ""),
    )
    return _block(BlockKind.CRITERION, criterion.criterion_id, lines, subject_id=criterion.criterion_id)


def _on_misconception(one: MisconceptionFeedback, opening: Opening) -> Block:
    """One misconception: the quote, what is off, the contrast, what to read."""
    read = as_sentence(one.read_next[0].title) if one.read_next and opening.read else ""
    lines = (
        Line(part=Part.QUOTE, quote=one.quote),
        Line(part=Part.OFF, text=one.statement),
        Line(part=Part.CONTRAST, text=one.contrast if opening.contrast else ""),
        Line(part=Part.READ, label="Read", text=read),
    )
    heading = f"Misconception {one.misconception_id}"
    return _block(BlockKind.MISCONCEPTION, heading, lines, subject_id=one.misconception_id)


def _overall(report: FeedbackReport) -> Block:
    overall = Line(part=Part.BAND, text=start_upper(estimate_overall(report.overall, report.grade)))
    ruled = "" if report.ruled_overall is None else say_ruled_overall(report.ruled_overall)
    note = Line(part=Part.PLAIN, text=report.note)
    lines = (overall, Line(part=Part.RULING, text=ruled), note)
    return _block(BlockKind.OVERALL, "Overall estimate", lines, subject_id="")


def _block(kind: BlockKind, heading: str, lines: Iterable[Line], *, subject_id: str) -> Block:
    """A block of those lines that say something."""
    said = tuple(line for line in lines if line.text or line.quote)
    return Block(kind=kind, heading=heading, lines=said, subject_id=subject_id)


def _say_missing(criterion: CriterionFeedback, said: set[str | None], most: int) -> str:
    """The missing points, those with one place together; a point that an action speaks of is not said twice."""
    points = [point for point in criterion.missing if point.element_id not in said]
    by_place: dict[str, list[str]] = {}
    for point in points[:most]:
        by_place.setdefault(point.place, []).append(point.name)
    groups = [f"{join_names(names)} ({place})" for place, names in by_place.items()]
    more = f"; and {len(points) - most} more" if len(points) > most else ""
    return f"{'; '.join(groups)}{more}." if groups else ""


def _say_action(criterion: CriterionFeedback, priorities: Sequence[Action], opening: Opening) -> str:
    """The criterion's action, or which of the first actions it is."""
    if criterion.action is None:
        return "" if criterion.band is None else "nothing more is needed here."
    if criterion.action in priorities:
        return f"action {priorities.index(criterion.action) + 1}."
    return instruct(criterion.action, anchor=opening.anchors) if opening.own_actions else "in the details."
