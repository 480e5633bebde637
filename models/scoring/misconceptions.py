"""Whether a misconception is in a draft, from element standings and from what the draft says outright."""

from collections.abc import Callable, Mapping, Sequence

from models.evidence import EvidenceKind, EvidenceSpan, Function, PartKind, Sentence
from models.scores import Level, MisconceptionScore, Status
from models.scoring.bands import Standing
from rubric.schema import Misconception

_CHECKED = 0.16
"""Least strength of a mention that counts as a check; a weaker one was a stray word on most marked scripts."""
_ARGUING = frozenset({Function.EXPLAIN, Function.EVALUATE, Function.RECOMMEND, Function.TRADEOFF})

PRESENT_REASONS: Mapping[str, str] = {
    "confusion": "The draft uses the one idea as if it were the other.",
    "description_only": "It is described, but its effect is not judged.",
    "unchecked_proposal": "Proposals are made, and none is checked in any depth.",
    "unmeasured_proposal": "What is proposed lacks a measure or a plan.",
}
"""By the judge of a misconception, why it is called present."""

Standings = Mapping[str, Standing]
Judge = Callable[[Misconception, Standings, Sequence[Sentence]], MisconceptionScore]


def _result(
    misconception: Misconception, status: Status, reason: str, evidence: tuple[EvidenceSpan, ...] = ()
) -> MisconceptionScore:
    return MisconceptionScore(misconception_id=misconception.id, status=status, reason=reason, evidence=evidence)


def _present(misconception: Misconception, evidence: tuple[EvidenceSpan, ...] = ()) -> MisconceptionScore:
    return _result(misconception, Status.PRESENT, PRESENT_REASONS[misconception.judge], evidence)


def _level(standings: Standings, element_ids: Sequence[str]) -> Level:
    return max((standings[each].level for each in element_ids), default=Level.ABSENT)


def sentence_span(sentence: Sentence, kind: EvidenceKind, detector: str, element_id: str | None) -> EvidenceSpan:
    """The whole sentence as evidence."""
    return EvidenceSpan(
        kind=kind, start_char=sentence.start_char, end_char=sentence.end_char, detector=detector, element_id=element_id
    )


def _roles(misconception: Misconception, sentence: Sentence) -> frozenset[str]:
    prefix = f"{misconception.id}."
    return frozenset(
        span.element_id.removeprefix(prefix)
        for span in sentence.spans
        if span.kind is EvidenceKind.MISCONCEPTION
        and span.element_id
        and span.element_id.startswith(prefix)
        and not span.negated
    )


def _confusion(misconception: Misconception, standings: Standings, sentences: Sequence[Sentence]) -> MisconceptionScore:
    read = [sentence for sentence in sentences if sentence.part not in {PartKind.REFERENCES, PartKind.QUOTATION}]
    roles = [(sentence, _roles(misconception, sentence)) for sentence in read]
    claims = [sentence for sentence, found in roles if "claims" in found]
    if claims:
        spans = tuple(
            sentence_span(each, EvidenceKind.MISCONCEPTION, "misconceptions", misconception.id) for each in claims[:3]
        )
        return _present(misconception, spans)
    if not any("second" in found for _, found in roles) and _level(standings, misconception.about) is Level.ABSENT:
        return _result(misconception, Status.NOT_APPLICABLE, "The draft speaks of neither idea.")
    return _result(misconception, Status.ABSENT, "Nothing in the draft takes the one idea for the other.")


def _description_only(
    misconception: Misconception, standings: Standings, sentences: Sequence[Sentence]
) -> MisconceptionScore:
    if _level(standings, misconception.about) is Level.ABSENT:
        return _result(misconception, Status.NOT_APPLICABLE, "The draft has nothing of this to judge.")
    if _level(standings, misconception.remedies) is Level.DEVELOPED:
        return _result(misconception, Status.ABSENT, "The draft says what effect it has.")
    spans = tuple(
        sentence_span(sentence, EvidenceKind.MISCONCEPTION, "misconceptions", misconception.id)
        for sentence in sentences
        if sentence.creditable and _only_describes(misconception, sentence)
    )
    return _present(misconception, spans[:3])


def _only_describes(misconception: Misconception, sentence: Sentence) -> bool:
    """Whether the sentence names one of the ideas and nothing of its effect."""
    named = {span.element_id for span in sentence.spans if not span.weak}
    hinted = {span.element_id for span in sentence.spans}
    if not named.intersection(misconception.about) or hinted.intersection(misconception.remedies):
        return False
    return not sentence.functions & _ARGUING


def _unchecked_proposal(
    misconception: Misconception, standings: Standings, sentences: Sequence[Sentence]
) -> MisconceptionScore:
    if _level(standings, misconception.about) is Level.ABSENT:
        return _result(misconception, Status.NOT_APPLICABLE, "Nothing is proposed.")
    checks = [standings[each] for each in misconception.remedies]
    if any(check.level is Level.DEVELOPED or check.strength >= _CHECKED for check in checks):
        return _result(misconception, Status.ABSENT, "At least one proposal is checked.")
    return _present(misconception)


def _unmeasured_proposal(
    misconception: Misconception, standings: Standings, sentences: Sequence[Sentence]
) -> MisconceptionScore:
    if _level(standings, misconception.about) is Level.ABSENT:
        return _result(misconception, Status.NOT_APPLICABLE, "Nothing is proposed or developed.")
    missing = [each for each in misconception.remedies if standings[each].level is Level.ABSENT]
    if not missing:
        return _result(misconception, Status.ABSENT, "What is proposed has a measure and a plan.")
    return _present(misconception)


JUDGES: Mapping[str, Judge] = {
    "confusion": _confusion,
    "description_only": _description_only,
    "unchecked_proposal": _unchecked_proposal,
    "unmeasured_proposal": _unmeasured_proposal,
}
