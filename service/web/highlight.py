"""Where the comments of a report sit in the draft: labelled notes, and the draft cut into pieces to print."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from service.feedback.report import FeedbackReport, Quote
from service.rendering.highlight import stretches_of
from service.web.anchors import comment_anchor, element_anchor

LANES = 4
"""Underline patterns the style sheet holds for marking points; further points start over."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Quoted = tuple[Quote, str, bool]
"""A quote, the anchor of the comment that quotes it, and whether that comment is folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A place in the draft that a comment speaks of."""

    label: str
    """What ties the place to its comment, short enough to print inside the draft: `1a`, `M2`."""
    lane: str
    """Which underline it gets: `1` to `4` for marking points, or `support`, `misconception`, `other`."""
    subject: str
    start_char: int
    end_char: int
    comment: str
    """Anchor of the first comment that quotes it."""
    folded: bool
    """Quoted only where a reader has to unfold something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A point the draft does not make, shown where it would fit."""

    name: str
    lane: str
    number: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the draft over which the same notes run."""

    text: str
    lanes: tuple[str, ...]
    folded: bool
    """Every comment on it is folded away."""
    begins: tuple[Note, ...]
    ends: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph of the draft as printed. `number` is the report's; None for headings, references and the like."""

    number: int | None
    pieces: tuple[Piece, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedDraft:
    """The draft with everything the comments point at."""

    blocks: tuple[Block, ...]
    notes: dict[tuple[str, int, int], Note]
    closing_gaps: tuple[Gap, ...]
    """Points that would fit at the end of the draft."""

    def note(self, owner: str, quote: Quote) -> Note:
        """The note on a quote. `owner` is the id of a marking point, or `support`, `misconceptions` and so on."""
        return self.notes[owner, quote.start_char, quote.end_char]


def lane_of(index: int) -> str:
    """The underline of the marking point at `index`, counted from 0."""
    return str(index % LANES + 1)


def mark_draft(text: str, report: FeedbackReport) -> MarkedDraft:
    """Cut the draft so that every quote and every missing point of the report stands in its place.

    A draft that was not judged has neither.
    """
    notes = _collect_notes(report) if report.judgeable else {}
    gaps = _collect_gaps(report) if report.judgeable else []
    known = {paragraph.number for paragraph in report.paragraphs}
    blocks = tuple(
        Block(
            number=number,
            pieces=_cut(text, start, end, set(notes.values())),
            gaps=tuple(gap for place, gap in gaps if number is not None and place == number),
        )
        for number, start, end in stretches_of(text, report.paragraphs)
    )
    closing = tuple(gap for place, gap in gaps if place not in known)
    return MarkedDraft(blocks=blocks, notes=notes, closing_gaps=closing)


def _collect_notes(report: FeedbackReport) -> dict[tuple[str, int, int], Note]:
    notes: dict[tuple[str, int, int], Note] = {}
    for index, criterion in enumerate(report.criteria):
        quoted = [(criterion.quote, comment_anchor(criterion.criterion_id), False)] if criterion.quote else []
        quoted += [
            (quote, element_anchor(item.element_id), True) for item in criterion.elements for quote in item.quotes
        ]
        notes |= _number(quoted, criterion.criterion_id, str(index + 1), lane_of(index), criterion.name)
    support = [(quote, element_anchor(item.element_id), item.name) for item in report.support for quote in item.quotes]
    wrong = [(item.quote, comment_anchor(item.misconception_id), item.name) for item in report.misconceptions]
    spent = [(quote, comment_anchor(k.key_concept_id), k.name) for k in report.key_concepts for quote in k.quotes]
    flagged = [(quote, comment_anchor(flag.flag_id), flag.message) for flag in report.flags for quote in flag.quotes]
    for owner, prefix, lane, folded, places in (
        ("support", "S", "support", True, support),
        ("misconceptions", "M", "misconception", False, wrong),
        ("key_concepts", "K", "other", False, spent),
        ("flags", "F", "other", False, flagged),
    ):
        for quote, anchor, subject in places:
            if quote is None:
                continue
            used = sum(key[0] == owner for key in notes)
            key = (owner, quote.start_char, quote.end_char)
            notes.setdefault(key, _note(f"{prefix}{used + 1}", lane, subject, (quote, anchor, folded)))
    return notes


def _number(
    quoted: Iterable[Quoted], owner: str, prefix: str, lane: str, subject: str
) -> dict[tuple[str, int, int], Note]:
    """Label the places one marking point speaks of, in the order of the draft.

    A place that lies within another one of the same marking point shares its label, so that the draft is not cut up.
    """
    groups: dict[tuple[int, int], list[Quoted]] = {}
    for item in sorted(quoted, key=lambda item: (item[0].start_char, -item[0].end_char)):
        span = (item[0].start_char, item[0].end_char)
        home = next((outer for outer in groups if outer[0] <= span[0] and span[1] <= outer[1]), span)
        groups.setdefault(home, []).append(item)
    notes: dict[tuple[str, int, int], Note] = {}
    for position, items in enumerate(groups.values()):
        open_first = sorted(items, key=lambda item: item[2])
        note = _note(prefix + _letters(position), lane, subject, (items[0][0], *open_first[0][1:]))
        notes |= {(owner, item[0].start_char, item[0].end_char): note for item in items}
    return notes


def _note(label: str, lane: str, subject: str, quoted: Quoted) -> Note:
    quote, anchor, folded = quoted
    return Note(
        label=label,
        lane=lane,
        subject=subject,
        start_char=quote.start_char,
        end_char=quote.end_char,
        comment=anchor,
        folded=folded,
    )


def _letters(position: int) -> str:
    """`a` to `z`, then `aa` on."""
    high, low = divmod(position, len(LETTERS))
    return (_letters(high - 1) if high else "") + LETTERS[low]


def _collect_gaps(report: FeedbackReport) -> list[tuple[int | None, Gap]]:
    return [
        (
            point.paragraph,
            Gap(
                name=point.name,
                lane=lane_of(index),
                number=str(index + 1),
                comment=comment_anchor(criterion.criterion_id),
            ),
        )
        for index, criterion in enumerate(report.criteria)
        for point in criterion.missing
    ]


def _cut(text: str, start: int, end: int, notes: Iterable[Note]) -> tuple[Piece, ...]:
    here = sorted(
        (note for note in notes if note.start_char < end and note.end_char > start),
        key=lambda note: (note.start_char, note.end_char, note.label),
    )
    edges = {edge for note in here for edge in (note.start_char, note.end_char) if start < edge < end}
    pieces = []
    for left, right in pairwise(sorted({start, end} | edges)):
        over = [note for note in here if note.start_char < right and note.end_char > left]
        pieces.append(
            Piece(
                text=text[left:right],
                lanes=tuple(dict.fromkeys(note.lane for note in over)),
                folded=all(note.folded for note in over),
                begins=tuple(note for note in over if left <= note.start_char),
                ends=tuple(note for note in over if note.end_char <= right),
            )
        )
    return tuple(pieces)
