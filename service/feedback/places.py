"""Places: where in the draft a point stands or would fit, in words a learner can follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.evidence import EvidenceSpan, Paragraph, PartKind
from models.scores import DraftScore, ElementScore, Level
from rubric.schema import Element
from service.feedback.quotes import words_in
from service.feedback.report import DraftParagraph

LONG_PARAGRAPH_WORDS = 120
"""From here on a paragraph number alone does not lead the reader to the spot."""
_ANCHOR_WORDS = 4
_UNCOUNTED = (PartKind.HEADING, PartKind.REFERENCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A spot in the draft."""

    short: str
    precise: str
    """As `short`, with the words to look for when the paragraph is long."""
    paragraph: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMap:
    """The counted paragraphs of a draft and the evidence found for every element."""

    text: str
    paragraphs: tuple[DraftParagraph, ...]
    end: str
    """What the end of the draft is called."""
    evidence: Mapping[str, tuple[EvidenceSpan, ...]]

    def paragraph_at(self, char: int) -> DraftParagraph | None:
        """The counted paragraph that holds the character; None in a heading or outside every paragraph."""
        return next((one for one in self.paragraphs if one.start_char <= char < one.end_char), None)


def map_draft(scored: DraftScore, scores: Sequence[ElementScore]) -> DraftMap:
    """The draft's map: paragraphs counted from 1, headings and references left out."""
    counted = [one for one in scored.paragraphs if one.part not in _UNCOUNTED and one.end_char > one.start_char]
    return DraftMap(
        text=scored.text,
        paragraphs=tuple(
            DraftParagraph(number=number, start_char=one.start_char, end_char=one.end_char)
            for number, one in enumerate(counted, start=1)
        ),
        end=_name_the_end(scored.paragraphs),
        evidence={score.element_id: score.evidence for score in scores},
    )


def place_of(element: Element, level: Level | None, draft: DraftMap, criterion: Sequence[EvidenceSpan]) -> Place:
    """Where to work on an element: in the paragraph that has it, or after the nearest related evidence.

    A point that is absent goes after the evidence for the elements it stands near, else after the criterion's
    own evidence, else at the end.
    """
    own = draft.evidence.get(element.id, ()) if level else ()
    if own:
        return _beside(own[0], draft, inside=True)
    related = [draft.evidence.get(near, ()) for near in element.near]
    nearest = next((spans[0] for spans in (*related, tuple(criterion)) if spans), None)
    if nearest is None:
        return Place(short=draft.end, precise=draft.end, paragraph=None)
    return _beside(nearest, draft, inside=False)


def _beside(span: EvidenceSpan, draft: DraftMap, *, inside: bool) -> Place:
    """The spot in or after the span's paragraph; in a long paragraph, by the words that stand there."""
    paragraph = draft.paragraph_at(span.start_char)
    if paragraph is None:
        return Place(short=draft.end, precise=draft.end, paragraph=None)
    number = paragraph.number
    sentence = draft.text[span.start_char : span.end_char].split()
    is_long = words_in(draft.text[paragraph.start_char : paragraph.end_char]) > LONG_PARAGRAPH_WORDS
    if inside:
        short = f"in paragraph {number}"
        anchor = f"{short}, at \u201c{' '.join(sentence[:_ANCHOR_WORDS])}\u2026\u201d"
    else:
        short = f"in paragraph {number}" if is_long else f"after paragraph {number}"
        anchor = f"{short}, after \u201c\u2026{' '.join(sentence[-_ANCHOR_WORDS:])}\u201d"
    return Place(short=short, precise=anchor if is_long else short, paragraph=number)


def _name_the_end(paragraphs: Sequence[Paragraph]) -> str:
    """The end of the draft in words, before its reference list if it has one."""
    has_references = any(one.part is PartKind.REFERENCES for one in paragraphs)
    return "at the end, before the references" if has_references else "at the end"
