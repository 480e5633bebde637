"""The draft cut into segments, so that a page can show the evidence of each criterion where it stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.scores import Status
from service.feedback.report import DraftParagraph, FeedbackReport, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the draft over which the same evidence runs."""

    text: str
    subjects: tuple[str, ...]
    """Ids of the criteria and misconceptions whose evidence it is, in rubric order; empty for plain text."""
    anchors: tuple[str, ...]
    """Names of the quotes that begin here, marked or not."""
    ending: tuple[str, ...]
    """The subjects whose evidence ends here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph of the draft, or what stands between two: headings and references have no number."""

    number: int | None
    segments: tuple[Segment, ...]


Marked = tuple[str, Quote]


def anchor_of(quote: Quote) -> str:
    """The name under which a quote is found in the draft."""
    return f"q{quote.start_char}-{quote.end_char}"


def highlight_draft(report: FeedbackReport, text: str) -> tuple[Passage, ...]:
    """The whole draft in order, with the quotes of every criterion and present misconception marked.

    The texts of all segments together are the draft, save for blank stretches between passages.
    """
    marked, every = tuple(_marked_quotes(report)), tuple(report.quotes)
    return tuple(
        Passage(number=number, segments=tuple(_cut(text, (start, end), marked, every)))
        for number, start, end in stretches_of(text, report.paragraphs)
    )


def _marked_quotes(report: FeedbackReport) -> Iterator[Marked]:
    for criterion in report.criteria:
        quotes = (quote for element in criterion.elements for quote in element.quotes)
        for quote in (*((criterion.quote,) if criterion.quote else ()), *quotes):
            yield criterion.criterion_id, quote
    for one in report.misconceptions:
        if one.status is Status.PRESENT and one.quote is not None:
            yield one.misconception_id, one.quote


def stretches_of(text: str, paragraphs: Iterable[DraftParagraph]) -> Iterator[tuple[int | None, int, int]]:
    """The whole draft in order, as offsets: its numbered paragraphs, and whatever text stands between them."""
    position = 0
    for paragraph in paragraphs:
        yield from _between(text, position, paragraph.start_char)
        yield paragraph.number, paragraph.start_char, paragraph.end_char
        position = max(position, paragraph.end_char)
    yield from _between(text, position, len(text))


def _between(text: str, start: int, end: int) -> Iterator[tuple[None, int, int]]:
    """The text from `start` to `end` without the blanks around it, if there is any."""
    stretch = text[start:end]
    if stretch.strip():
        yield None, start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())


def _cut(text: str, place: tuple[int, int], marked: Iterable[Marked], every: Sequence[Quote]) -> Iterator[Segment]:
    start, end = place
    here = [(subject, quote) for subject, quote in marked if quote.start_char < end and quote.end_char > start]
    edges = {edge for _, quote in here for edge in (quote.start_char, quote.end_char)}
    offsets = {start, end, *edges, *(quote.start_char for quote in every)}
    for left, right in pairwise(sorted(edge for edge in offsets if start <= edge <= end)):
        covering = [one for one in here if one[1].start_char < right and one[1].end_char > left]
        yield Segment(
            text=text[left:right],
            subjects=_each_once(subject for subject, _ in covering),
            anchors=_each_once(anchor_of(quote) for quote in every if quote.start_char == left),
            ending=_each_once(_ending(covering, right)),
        )


def _ending(covering: Sequence[Marked], right: int) -> Iterator[str]:
    """The subjects that no evidence covers beyond `right`."""
    for subject, quote in covering:
        longest = max(other.end_char for each, other in covering if each == subject)
        if quote.end_char == right == longest:
            yield subject


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
