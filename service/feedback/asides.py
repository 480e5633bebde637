"""What is told beside the criteria: tips taken, topics that earn nothing, flags. None of it changes a score."""

from collections.abc import Iterable, Mapping

from models.evidence import EvidenceSpan
from models.scores import DraftScore, ElementScore
from rubric.schema import Rubric, Tip
from service.feedback.quotes import cut_quote
from service.feedback.report import FlagFeedback, KeyConceptFeedback, Quote, TipFeedback

_MOST_QUOTES = 3


def collect_tips(rubric: Rubric, scores: Mapping[str, ElementScore]) -> tuple[TipFeedback, ...]:
    """Every tip of the rubric and whether the draft took it."""
    return tuple(TipFeedback(tip_id=tip.id, text=tip.text, taken=_is_taken(tip, scores)) for tip in rubric.tips)


def collect_key_concepts(rubric: Rubric, scored: DraftScore) -> tuple[KeyConceptFeedback, ...]:
    """The topics that the draft spends words on and no criterion credits."""
    return tuple(
        KeyConceptFeedback(
            key_concept_id=concept.id,
            name=concept.name,
            message=concept.message,
            quotes=_quotes(spans, scored.text),
        )
        for concept in rubric.key_concepts
        if (spans := [span for span in scored.key_concepts if span.element_id == concept.id and not span.negated])
    )


def collect_flags(scored: DraftScore) -> tuple[FlagFeedback, ...]:
    """Whatever a human should look at, with the words it rests on."""
    return tuple(
        FlagFeedback(flag_id=flag.id, message=flag.message, quotes=_quotes(flag.spans, scored.text))
        for flag in scored.flags
    )


def _is_taken(tip: Tip, scores: Mapping[str, ElementScore]) -> bool | None:
    """True when each of the tip's elements is there, False when one is not, None when that cannot be told."""
    levels = [scores[element_id].level if element_id in scores else None for element_id in tip.elements]
    if any(level is not None and not level for level in levels):
        return False
    return None if not levels or None in levels else True


def _quotes(spans: Iterable[EvidenceSpan], text: str) -> tuple[Quote, ...]:
    quotes = (cut_quote(text, span) for span in list(spans)[:_MOST_QUOTES])
    return tuple(quote for quote in quotes if quote is not None)
