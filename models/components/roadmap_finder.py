"""`roadmap_finder`: finds plan steps as structure: phase, date or duration, owner, milestone, order."""

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from models.evidence import Function, PlanStep
from models.extensions import functions_of, signals_of
from models.tenses import tells_the_past

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|March|Mar|April|Apr|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_SEASON = r"(?:spring|summer|autumn|winter|Easter|Christmas|20\d\d)\b"
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen)"
_UNIT = r"(?:day|week|wk|month|quarter|year|fortnight|term)s?"
_ORDINAL = r"(?:first|second|third|fourth|final|last)"
_PHASE = re.compile(
    rf"\b(?:phase|stage|step|wave|sprint)s?\s+(?:{_COUNT}|i{{1,3}})\b|\b(?:week|wk|month|quarter|year"
    rf"|day)s?\s+(?:\d+|one|two|three|four|five|six)\b"
    rf"|\bQ[1-4]\b|\bM\d{{1,2}}\b|\b(?:{_ORDINAL}|next|following)\s+(?:phase|stage|step|wave|sprint"
    rf"|{_COUNT}\s+{_UNIT}|{_UNIT})\b",
    re.IGNORECASE,
)
_LABEL = r"^\W*(?:\d+[.)]\s*)?(?:[A-Z][\w -]{0,24}:\s*)?"
_OPENING = re.compile(
    rf"{_LABEL}(?:{_MONTH}(?!\s+be\b)|(?:by|from|until|early|mid|late"
    rf"|end of)[\s-]+(?:the\s+)?(?:end of\s+)?(?:\d+(?:st|nd|rd|th)?\s+)?{_MONTH}"
    rf"|(?:in\s+)?(?:weeks?|wks?|months?|quarters?|days?|year)\s+(?:\d+|one|two|three|four|five|six)\b"
    rf"|(?:in\s+)?Q[1-4]\b|M\d{{1,2}}\b"
    rf"|(?:in\s+)?(?:phase|stage|step|wave|sprint)\s+(?:{_COUNT}|i{{1,3}})\b)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    rf"\b(?:by|in|from|until|before|after|during|since|to|end of|early|mid|late|and|for"
    rf"|,)[\s-]+(?:the\s+)?(?:end\s+of\s+)?(?:\d+(?:st|nd|rd|th)?\s+)?"
    rf"(?:{_MONTH}|{_SEASON})|\b{_MONTH}(?:\s+20\d\d)?\s*(?::|-|–|to\b)|^\W*{_MONTH}"
    rf"|\b(?:within|after|over|in|lasting|takes?|next|for)\s+(?:the\s+)?(?:next\s+|first\s+|last\s+"
    rf"|following\s+)?(?:a|an|{_COUNT})?\s*(?:full\s+)?{_UNIT}\b"
    rf"|\b{_COUNT}[- ]{_UNIT}\b",
    re.IGNORECASE,
)
_ROLE = (
    r"(?:manager|director|supervisor|foreman|matron|engineer|leader|lead|chef|planner|coordinator|officer|head|registrar"
    r"|team|owner|sponsor)"
)
_OWNER = re.compile(
    rf"\b(?:owned|led|run|signed off|overseen|managed|sponsored|chaired|headed|supervised|carried out) by\b"
    rf"|\b(?:responsible|accountable|in charge|take charge|takes charge)\b"
    rf"|\b(?:owner|sponsor|responsibility)\b|\b{_ROLE}s?\b(?=\s+(?:owns?|leads?|runs?|will|shall|should|would"
    rf"|to|sets?|maps?|pilots?|signs?|trains?|writes?|takes?|checks?|decides?|hiring|picks?|moves?)\b)"
    rf"|\((?:[A-Za-z ]*{_ROLE}[A-Za-z ]*)\)|,\s+(?:[a-z]+\s+){{0,3}}{_ROLE}s?\W*$|\bhead of \w+\b",
    re.IGNORECASE,
)
_MILESTONE = re.compile(
    r"\b(?:milestones?|go-live|go live|goes live|sign-off|review(?:ed)?|decisions?|decides?|gate"
    r"|checkpoint|go/no-go|stop/go|stop if|only if|before (?:it|any|the|we)|"
    r"once|evaluat\w+|target met|hand-?over|complete[ds]?|baseline|audit|report to)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:(?<!the )first(?:ly)?|start(?:s|ed|ing)? (?:with|at|in|from|one)|begin(?:s|ning)? (?:with|at|in"
    r"|from|by)|begun with|pilot(?:s|ed)?|trial|one at a time|to begin with)\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:then|next|after(?: that|wards)?|later|finally|lastly|thereafter|followed by|follow|after\W*$"
    r"|roll(?:ed)?[- ]?out|extend(?:ed)?|remaining|the others?|the rest|before (?:going|it|the|any)"
    r"|second(?:ly)?|third(?:ly)?)\b",
    re.IGNORECASE,
)
_SEVERAL = 2


class RoadmapFinder:
    """Sets `doc._.plan_steps`: one for each sentence with a feature of a plan that does not tell of the past."""

    def __call__(self, doc: Doc) -> Doc:
        """Find at most one step in each sentence."""
        doc._.plan_steps = tuple(step for sentence in doc.sents if (step := _find(sentence)) is not None)
        return doc


def _find(sentence: Span) -> PlanStep | None:
    text = sentence.text
    first, then = _FIRST.search(text), _THEN.search(text)
    opening, when = _OPENING.search(text), _WHEN.search(text)
    phases = [match.group() for match in _PHASE.finditer(text)]
    if not (first or then or opening or phases or when or "plan" in signals_of(sentence).cues):
        return None
    if len(phases) < _SEVERAL and Function.RECOMMEND not in functions_of(sentence) and tells_the_past(sentence):
        return None
    return PlanStep(
        start_char=sentence.start_char,
        end_char=sentence.end_char,
        opening=_text(opening),
        phase=", ".join(phases),
        when=_text(when or opening),
        owner=_text(_OWNER.search(text)),
        milestone=_text(_MILESTONE.search(text)),
        order=_text(first or then),
        then=_text(then) if first else "",
    )


def _text(match: re.Match[str] | None) -> str:
    return match.group().strip(" ,:-–•") if match else ""


@Language.factory(
    "roadmap_finder",
    requires=["span._.signals", "span._.functions", "doc.sents"],
    assigns=["doc._.plan_steps"],
)
def make_roadmap_finder(nlp: Language, name: str) -> RoadmapFinder:
    """Build the component."""
    return RoadmapFinder()
