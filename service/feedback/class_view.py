"""Many reports summed up for a tutor: who stands where, what the class lacks, and which scripts to look at first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from pydantic import Field

from models.scores import Confidence, Status
from service.feedback.report import CriterionFeedback, FeedbackReport, Frozen
from service.feedback.wording import CANNOT_TELL, as_sentence, join_names, start_upper

MOST_GAPS = 10
MOST_QUOTES = 3
_WEIGHTS = {"unreadable": 100, "not_judged": 80, "flag": 20, "off_topic": 40, "cannot_tell": 10, "low_confidence": 5}
_UNSURE_ELEMENTS = 0.25
"""The share of elements that the program cannot tell from which a script is looked at."""
_CLEAR_ELEMENTS = 0.4
"""The share of clear elements below which the whole report is of low confidence; a class has a few such scripts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One script of the class: its report, or why it has none. `script` names it once in the whole class."""

    script: str
    report: FeedbackReport | None = None
    problem: str = ""


class CriterionBand(Frozen):
    """The band of one script on one criterion; None where the program cannot tell."""

    criterion_id: str
    band: int | None
    confidence: Confidence


class ClassRow(Frozen):
    """One script as a row of the table."""

    script: str
    words: int
    judged: bool
    on_topic: bool
    bands: tuple[CriterionBand, ...]
    misconceptions: tuple[str, ...]
    """Ids of those present."""
    flags: tuple[str, ...]
    """Ids of the flags."""
    overall: int | None
    grade: str | None
    problem: str
    """Why it has no report; empty where it has one."""


class BandCount(Frozen):
    """How many scripts reached a band."""

    band: int = Field(ge=0)
    name: str
    scripts: int


class CriterionSpread(Frozen):
    """How the class did on one criterion."""

    criterion_id: str
    name: str
    bands: tuple[BandCount, ...]
    """Every band that a script reached, and those between 0 and 4 that none did."""
    cannot_tell: int
    median_band: float | None
    """None where no script has a band."""


class ClassQuote(Frozen):
    """Words of one script."""

    script: str
    text: str


class Gap(Frozen):
    """An element that the class leaves out or only names."""

    element_id: str
    criterion_id: str
    name: str
    absent: int
    mentioned: int
    judged: int
    """Scripts on which the program could tell."""
    share: float
    """Of the judged scripts, those that leave it out, and half of those that only name it; 0 to 1."""
    quotes: tuple[ClassQuote, ...]
    """Where it is only named."""


class ClassMisconception(Frozen):
    """A misconception and how often it is present."""

    misconception_id: str
    name: str
    statement: str
    contrast: str
    present: int
    judged: int
    """Scripts on which the program could tell."""
    quotes: tuple[ClassQuote, ...]


class LookFirst(Frozen):
    """A script that a person should look at, with every reason."""

    script: str
    reasons: tuple[str, ...]


class ClassView(Frozen):
    """A whole class at a glance."""

    scripts: int
    judged: int
    unreadable: int
    rows: tuple[ClassRow, ...]
    criteria: tuple[CriterionSpread, ...]
    gaps: tuple[Gap, ...]
    """The commonest first."""
    misconceptions: tuple[ClassMisconception, ...]
    """The commonest first; those that nobody shows are left out."""
    look_first: tuple[LookFirst, ...]
    """The most pressing first."""


def view_class(entries: Sequence[Entry]) -> ClassView:
    """The class view of reports that were all made with one rubric; rows keep the order of the entries."""
    judged = [(one.script, one.report) for one in entries if one.report is not None and one.report.judgeable]
    return ClassView(
        scripts=len(entries),
        judged=len(judged),
        unreadable=sum(one.report is None for one in entries),
        rows=tuple(_row(one) for one in entries),
        criteria=tuple(_spreads([report for _, report in judged])),
        gaps=tuple(sorted(_gaps(judged), key=lambda gap: (-gap.share, gap.element_id))[:MOST_GAPS]),
        misconceptions=tuple(sorted(_misconceptions(judged), key=lambda one: (-one.present, one.misconception_id))),
        look_first=tuple(_look_first(entries)),
    )


def _row(entry: Entry) -> ClassRow:
    report = entry.report
    if report is None:
        return ClassRow(
            script=entry.script, words=0, judged=False, on_topic=True, bands=(), misconceptions=(), flags=(),
            overall=None, grade=None, problem=entry.problem,
        )  # fmt: skip
    return ClassRow(
        script=entry.script,
        words=report.words,
        judged=report.judgeable,
        on_topic=report.on_topic,
        bands=tuple(
            CriterionBand(criterion_id=one.criterion_id, band=one.band, confidence=one.confidence)
            for one in report.criteria
        ),
        misconceptions=tuple(one.misconception_id for one in report.misconceptions if one.status is Status.PRESENT),
        flags=tuple(flag.flag_id for flag in report.flags),
        overall=report.overall,
        grade=report.grade,
        problem="",
    )


def _spreads(reports: Sequence[FeedbackReport]) -> Iterator[CriterionSpread]:
    for criterion_id, found in _by_criterion(reports).items():
        bands = [one.band for one in found if one.band is not None]
        names = {one.band: one.band_name for one in found if one.band is not None}
        counts = Counter(bands)
        yield CriterionSpread(
            criterion_id=criterion_id,
            name=found[0].name,
            bands=tuple(
                BandCount(band=band, name=names.get(band, ""), scripts=counts[band])
                for band in sorted({*range(5), *counts})
            ),
            cannot_tell=len(found) - len(bands),
            median_band=float(median(bands)) if bands else None,
        )


def _by_criterion(reports: Iterable[FeedbackReport]) -> dict[str, list[CriterionFeedback]]:
    found: dict[str, list[CriterionFeedback]] = {}
    for report in reports:
        for criterion in report.criteria:
            found.setdefault(criterion.criterion_id, []).append(criterion)
    return found


_Judged = Sequence[tuple[str, FeedbackReport]]


def _gaps(judged: _Judged) -> Iterator[Gap]:
    """Every element that some script lacks."""
    levels: dict[str, Counter[str]] = {}
    named: dict[str, tuple[str, str]] = {}
    quotes: dict[str, list[ClassQuote]] = {}
    for script, report in judged:
        for criterion in report.criteria:
            for element in criterion.elements:
                named[element.element_id] = (criterion.criterion_id, element.name)
                if element.level is not None:
                    levels.setdefault(element.element_id, Counter())[element.level] += 1
                if element.level == "mentioned" and element.quotes:
                    quote = ClassQuote(script=script, text=element.quotes[0].text)
                    quotes.setdefault(element.element_id, []).append(quote)
    for element_id, counts in levels.items():
        total = counts.total()
        if counts["absent"] + counts["mentioned"]:
            yield Gap(
                element_id=element_id,
                criterion_id=named[element_id][0],
                name=named[element_id][1],
                absent=counts["absent"],
                mentioned=counts["mentioned"],
                judged=total,
                share=round((counts["absent"] + counts["mentioned"] / 2) / total, 4),
                quotes=tuple(quotes.get(element_id, ())[:MOST_QUOTES]),
            )


def _misconceptions(judged: _Judged) -> Iterator[ClassMisconception]:
    ids = dict.fromkeys(one.misconception_id for _, report in judged for one in report.misconceptions)
    for misconception_id in ids:
        found = [
            (script, one)
            for script, report in judged
            for one in report.misconceptions
            if one.misconception_id == misconception_id and one.status is not None
        ]
        present = [(script, one) for script, one in found if one.status is Status.PRESENT]
        if present:
            quotes = [ClassQuote(script=script, text=one.quote.text) for script, one in present if one.quote]
            yield ClassMisconception(
                misconception_id=misconception_id,
                name=present[0][1].name,
                statement=present[0][1].statement,
                contrast=present[0][1].contrast,
                present=len(present),
                judged=len(found),
                quotes=tuple(quotes[:MOST_QUOTES]),
            )


def _look_first(entries: Iterable[Entry]) -> Iterator[LookFirst]:
    """The scripts with a reason to look at them, those with the weightiest reasons first."""
    found = [(entry, tuple(_reasons(entry))) for entry in entries]
    pressing = [(entry, reasons) for entry, reasons in found if reasons]
    for entry, reasons in sorted(pressing, key=lambda one: -sum(_WEIGHTS[kind] for kind, _ in one[1])):
        yield LookFirst(script=entry.script, reasons=tuple(reason for _, reason in reasons))


def _reasons(entry: Entry) -> Iterator[tuple[str, str]]:
    report = entry.report
    if report is None:
        yield "unreadable", as_sentence(entry.problem or "It could not be read")
        return
    if not report.judgeable:
        yield "not_judged", as_sentence(start_upper(report.reason or "It could not be judged"))
    said = {report.reason}
    for flag in report.flags:
        if flag.message not in said:
            yield "off_topic" if flag.flag_id == "off_topic" else "flag", as_sentence(start_upper(flag.message))
    if report.judgeable:
        yield from _doubts(report)


def _doubts(report: FeedbackReport) -> Iterator[tuple[str, str]]:
    """Reasons to doubt the estimate of a script that was judged."""
    if not report.on_topic and not any(flag.flag_id == "off_topic" for flag in report.flags):
        yield "off_topic", "Most of it is not on the question."
    unsure = [
        one.criterion_id for one in report.criteria if one.band is None or one.confidence is Confidence.CANNOT_TELL
    ]
    if unsure:
        yield "cannot_tell", f"The program {CANNOT_TELL} the band of {join_names(unsure)}."
    elements = [element for criterion in report.criteria for element in criterion.elements]
    told = [element for element in elements if element.level is not None]
    left = len(elements) - len(told)
    clear = sum(element.confidence is Confidence.CLEAR for element in told)
    if elements and left / len(elements) >= _UNSURE_ELEMENTS and not unsure:
        yield "cannot_tell", f"The program {CANNOT_TELL} the level of {left} of {len(elements)} elements."
    if told and clear / len(told) < _CLEAR_ELEMENTS:
        yield "low_confidence", f"Low confidence: only {clear} of {len(told)} elements are clear, the rest are likely."
