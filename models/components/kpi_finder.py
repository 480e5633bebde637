"""`kpi_finder`: finds measures as structure: what is measured, where it stands, the target, and by when."""

import re

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.evidence import Measure
from models.extensions import CONCEPTS, is_weak, signals_of
from models.tenses import tells_the_past

_TARGET_CUES = frozenset(
    {
        "target", "goal", "aim", "below", "above", "least", "most", "under", "within", "reach", "fall", "rise", "to",
        "minimum", "maximum", "than", "→", "should",
    }
)  # fmt: skip
_BASELINE_CUES = frozenset(
    {"from", "currently", "now", "present", "today", "stand", "against", "baseline", "was", "is", "run"}
)
_GOAL = re.compile(
    r"\b(?:targets?|goals?|kpis?|indicators?|should|ought to|aims?|success|measures?|watch|track|monitor"
    r"|judged by|follow(?:ed)?|improve)\b"
    r"|\bif\b|\b(?:is|are|has|have|was) to\b|\bto (?:fall|rise|reach|drop|get|come|become|be)\b|\b(?:want|keep"
    r"|stay|get)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:\b(?:below|under|above|at least|at most|(?:no |not )?(?:less|more|fewer) than|minimum|maximum|reach"
    r"|within|inside)\s+(?:of\s+|about\s+|one\s+|the\s+)?|[<>≤≥]\s*)"
    r"[£$€]?\d",
    re.IGNORECASE,
)
_MOVE = re.compile(
    r"\bfrom\s+(?:about\s+|around\s+)?[£$€]?\d[^;:]{0,45}?\s(?:to|towards)\s+(?:about\s+|below\s+|under\s+"
    r"|above\s+|at least\s+)?[£$€]?\d"
    r"|\d\s*%?\s*(?:→|->|=>)\s*[£$€]?\d|\d%?\s+(?:down|up) to \d|\d%?\s+to\s+\d[\d.,]*\s*(?:%|per\b)"
    r"|\d[\d.]*\s*(?:%|per ?cent)?, from \d|\bnow\b[^.;]{0,20}\d|\bfrom one in \w+ to one in",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^\W*(?:[\w.]+\s+){0,2}(?:measures?|targets?|kpis?|watch|success|goals?|indicators?|metrics?)\b[^.:=–]{0,20}\s?[:=–].*\d",
    re.IGNORECASE | re.DOTALL,
)
_OR_BETTER = re.compile(
    r"\d[^.;]{0,25}\bor (?:better|fewer|less|more|under|below|above|over|higher|lower|sooner)\b", re.IGNORECASE
)
_SHARE = re.compile(
    r"\d\s*(?:in|of|out of) (?:every |each )?(?:an? )?(?:10|20|50|100|1,000|ten|hundred|thousand)\b(?!%)"
    r"|\d\s*(?:%|per ?cent)[^.;:]{0,60}?\b(?:within|inside|(?:on|in) time|late|on the (?:agreed|promised|right))\b",
    re.IGNORECASE,
)
"""A share of what was promised that was kept ("94 in every 100", "91% off the berth inside five minutes")."""
_BY = frozenset({"by", "within", "in"})
_TIMES = frozenset(
    {
        "week", "month", "quarter", "year", "day", "january", "february", "march", "april", "may", "june", "july",
        "august", "september", "october", "november", "december", "spring", "summer", "autumn", "winter", "easter",
        "christmas", "term", "end",
    }
)  # fmt: skip
_UNITS = frozenset({"%", "percent", "cent", "minute", "hour", "day", "second", "out", "per", "in", "of"})
_REACH = 3


class KpiFinder:
    """Sets `doc._.measures`. `labels` are the elements whose lexicon names measures."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self._labels = frozenset(labels)

    def __call__(self, doc: Doc) -> Doc:
        """Find at most one measure in each sentence."""
        named = [span for span in doc.spans.get(CONCEPTS, ()) if span.label_ in self._labels and not is_weak(span)]
        doc._.measures = tuple(measure for sentence in doc.sents if (measure := _find(sentence, named)) is not None)
        return doc


def _find(sentence: Span, named: list[Span]) -> Measure | None:
    if not signals_of(sentence).figures:
        return None
    names = [span for span in named if sentence.start <= span.start < sentence.end]
    wanted = _is_wanted(sentence)
    if not (names or (wanted and _has_unit(sentence)) or _SHARE.search(sentence.text)):
        return None
    numbers = [token for token in sentence if token.like_num or token.text[:1].isdigit()]
    when = _when(sentence)
    figures = [token for token in numbers if when is None or not when.start <= token.i < when.end]
    target = next((token for token in reversed(figures) if _near(token, _TARGET_CUES)), None)
    baseline = next((token for token in figures if token is not target and _near(token, _BASELINE_CUES)), None)
    return Measure(
        start_char=sentence.start_char,
        end_char=sentence.end_char,
        name=names[0].text if names else "",
        baseline=_figure_text(baseline),
        target=_figure_text(target),
        by_when=when.text if when is not None else "",
        wanted=wanted,
    )


def _is_wanted(sentence: Span) -> bool:
    """Whether a figure is set as a goal or a limit, or moves from one value to another without being told as past."""
    text = sentence.text
    if _LABELLED.search(text):
        return True
    goal, limit, move = _GOAL.search(text), _LIMIT.search(text), _MOVE.search(text)
    set_to = _OR_BETTER.search(text) or (limit and (goal or _when(sentence)))
    if not (move or set_to or re.search(r"\btarget\b", text, re.IGNORECASE)):
        return False
    return bool(re.search(r"\btarget\b", text, re.IGNORECASE)) or not tells_the_past(sentence)


def _has_unit(sentence: Span) -> bool:
    return any(token.norm_ in _UNITS for token in sentence)


def _near(token: Token, cues: frozenset[str]) -> bool:
    start = max(token.sent.start, token.i - _REACH)
    return any(word.norm_ in cues or word.lower_ in cues for word in token.doc[start : token.i])


def _figure_text(token: Token | None) -> str:
    if token is None:
        return ""
    after = token.doc[token.i + 1 : min(token.i + 3, token.sent.end)]
    unit = [word.text for word in after if word.norm_ in {"%", "per", "percent", "cent", "minute", "hour", "day"}]
    before = token.nbor(-1).text if token.i and token.nbor(-1).text in {"£", "$", "€"} else ""
    return f"{before}{token.text}{'' if unit[:1] == ['%'] else ' ' if unit else ''}{' '.join(unit)}"


def _when(sentence: Span) -> Span | None:
    """The words that set a date or a term ("by March", "within six months", "in week 4")."""
    for token in sentence:
        if token.lower_ not in _BY:
            continue
        for word in token.doc[token.i + 1 : min(token.i + 6, sentence.end)]:
            if word.norm_ in _TIMES:
                return token.doc[token.i : word.i + 1]
    return None


@Language.factory(
    "kpi_finder",
    requires=["doc.spans", "span._.signals", "doc.sents"],
    assigns=["doc._.measures"],
    default_config={"labels": []},
)
def make_kpi_finder(nlp: Language, name: str, labels: list[str]) -> KpiFinder:
    """Build the component for the elements that name measures."""
    return KpiFinder(tuple(labels))
