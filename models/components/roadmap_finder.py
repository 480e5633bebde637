"""`roadmap_finder`: finds plan steps as structure: phase, date or duration, owner, milestone, order."""

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from models.evidence import PlanStep
from models.extensions import signals_of

_PHASE = re.compile(
    r"\b(?:phase|stage|step|wave|week|month|quarter|year|day|sprint|term)s?\s+(?:\d+|one|two|three|four|five|six|i{1,3})\b"
    r"|\bQ[1-4]\b|\b(?:first|second|third|fourth|next|following|final)\s+(?:phase|stage|week|month|quarter|year|term|half|sprint|wave)\b"
    r"|\b(?:weeks|months|days|quarters)\s+\d+\s*(?:-|–|to)\s*\d+",
    re.IGNORECASE,
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_DATE = re.compile(
    rf"\b(?:by|in|from|until|before|after|during|since|to|end of|early|mid|late|and|for|,)[\s-]+(?:the\s+)?(?:end\s+of\s+)?(?:{_MONTH}|spring|summer|autumn|winter|Easter|Christmas|20\d\d)\b"
    rf"|\b{_MONTH}(?:\s+20\d\d)?\s*(?::|-|–|to\b)|^\W*{_MONTH}\b"
    r"|\b(?:within|after|over|for|in|lasting|takes?|every|next)\s+(?:the\s+)?(?:next\s+|first\s+|last\s+)?(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|\d+)?\s*"
    r"(?:full\s+)?(?:days?|weeks?|months?|quarters?|years?|fortnights?|terms?)\b"
    r"|\b(?:one|two|three|four|six|eight|ten|twelve|\d+)[- ](?:day|week|month|quarter|year)s?\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"\b(?:owned|led|run|signed off|overseen|managed|sponsored|chaired|headed) by\b|\b(?:owner|lead|sponsor|responsible|accountable)\b"
    r"|\b(?:manager|director|supervisor|head of \w+|foreman|matron|engineer|leader|chef|planner|coordinator|team)\b(?=\s+(?:owns?|leads?|runs?|will|to|sets?|maps?|pilots?|signs?|trains?|writes?|takes?|checks?)\b)"
    r"|\((?:[A-Za-z ]*(?:manager|director|lead|head|supervisor|engineer|officer|team|owner|foreman|chef)[A-Za-z ]*)\)",
    re.IGNORECASE,
)
_MILESTONE = re.compile(
    r"\b(?:milestone|go-live|go live|goes live|sign-off|review(?:ed)?|decision|gate|checkpoint|go/no-go|stop if|only if|before (?:it|any|the|we)|once|evaluat\w+|target met|hand-?over|complete[ds]?)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|then|next|after that|afterwards|finally|lastly|followed by|start with|begin with|pilot|roll(?:ed)?[- ]?out|trial|extend(?:ed)? to|remaining)\b",
    re.IGNORECASE,
)


class RoadmapFinder:
    """Sets `doc._.plan_steps`: one for each sentence that holds at least one feature of a plan with another cue of planning."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.plan_steps = tuple(step for sentence in doc.sents if (step := _find(sentence)) is not None)
        return doc


def _find(sentence: Span) -> PlanStep | None:
    text = sentence.text
    phase, date, owner = _PHASE.search(text), _DATE.search(text), _OWNER.search(text)
    milestone, order = _MILESTONE.search(text), _ORDER.search(text)
    if not (phase or date or order or "plan" in signals_of(sentence).cues):
        return None
    return PlanStep(
        start_char=sentence.start_char,
        end_char=sentence.end_char,
        phase=_text(phase),
        when=_text(date),
        owner=_text(owner),
        milestone=_text(milestone),
        order=_text(order),
    )


def _text(match: re.Match[str] | None) -> str:
    return match.group().strip(" ,:-–") if match else ""


@Language.factory("roadmap_finder", requires=["span._.signals", "doc.sents"], assigns=["doc._.plan_steps"])
def make_roadmap_finder(nlp: Language, name: str) -> RoadmapFinder:
    """Build the component."""
    return RoadmapFinder()
