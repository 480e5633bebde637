"""Scores in the marking guide's own form, so that a program is compared with markers like one of them."""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import islice

from models.evaluation.marks import Marks, parse_marks
from models.evidence import EvidenceSpan
from models.scores import DraftScore, Status
from rubric.schema import Rubric

FEWEST_WORDS, MOST_WORDS = 8, 40
MOST_QUOTES = 4
_WORD = re.compile(r"\S+")
_SAID_OUTRIGHT = ("confusion", "description_only")
"""Misconceptions that are present by what is said and can be quoted; the others by what is missing."""


def render_marks(rubric: Rubric, scored: DraftScore, *, script_id: str) -> str:
    """One line of JSON with the marks of one script; null where the program cannot tell."""
    elements = {one.element_id: one.level for group in scored.criteria for one in group.elements}
    elements |= {one.element_id: one.level for one in scored.support}
    bands = {one.criterion_id: one.band for one in scored.criteria}
    statuses = {one.misconception_id: one.status for one in scored.misconceptions}
    marks = {
        "id": script_id,
        "bands": {criterion.id: bands.get(criterion.id) for criterion in rubric.criteria},
        "elements": {element.id: elements.get(element.id) for element in rubric.elements},
        "misconceptions": {one.id: statuses.get(one.id) for one in rubric.misconceptions},
        "evidence": _quote_evidence(rubric, scored),
        "overall": scored.overall,
        "on_topic": scored.on_topic,
        "review": "; ".join(flag.id.replace("_", " ") for flag in scored.flags),
    }
    return json.dumps(marks) + "\n"


def marks_of(rubric: Rubric, scored: Mapping[str, DraftScore]) -> Mapping[str, Marks]:
    """Scores by script id as marks, exactly as they are read back from what `render_marks` writes."""
    lines = [render_marks(rubric, each, script_id=script_id) for script_id, each in scored.items()]
    return parse_marks("".join(lines), rubric, name="scores") if lines else {}


def _quote_evidence(rubric: Rubric, scored: DraftScore) -> dict[str, list[str]]:
    """One to four quotes for each criterion with something to credit, and one for a misconception that is said."""
    criteria = {one.criterion_id: one.evidence for one in scored.criteria if one.band != 0}
    said = [one.id for one in rubric.misconceptions if one.judge in _SAID_OUTRIGHT]
    present = {one.misconception_id: one.evidence for one in scored.misconceptions if one.status is Status.PRESENT}
    quotes = {one.id: _copy(criteria.get(one.id, ()), scored.text)[:MOST_QUOTES] for one in rubric.criteria}
    return quotes | {each: _copy(present.get(each, ()), scored.text)[:1] for each in said}


def _copy(spans: Iterable[EvidenceSpan], text: str) -> list[str]:
    """The spans to the letter, each once, cut to 40 words; shorter than 8 words only where there is no longer one.

    Then the first of them runs on into what follows it.
    """
    copied: dict[str, None] = {}
    short: list[str] = []
    for span in spans:
        words = list(islice(_WORD.finditer(text, span.start_char), MOST_WORDS))
        within = sum(word.end() <= span.end_char for word in words)
        if within >= FEWEST_WORDS:
            copied[text[words[0].start() : words[within - 1].end()]] = None
        elif within:
            short.append(text[words[0].start() : words[:FEWEST_WORDS][-1].end()])
    return list(copied) or short[:1]
