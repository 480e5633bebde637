"""The sections of the evidence card on how far a judgement can be trusted, and on whom the figures rest."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import ceil, floor

import numpy as np

from models.evaluation.agreement import Agreement
from models.evaluation.bootstrap import Estimate
from models.evaluation.calibration import JudgementKind
from models.evaluation.card import Figure, Section
from models.evaluation.card_agreement import agreement_axis
from models.evaluation.charts import Axis, IntervalChart, IntervalRow, PlaneChart, Series
from models.evaluation.figures import UNDEFINED, show_change, show_figure, show_interval
from models.evaluation.findings import BY_LENGTH, BY_WRITER, Findings
from models.evaluation.lengths import ScriptError
from models.evaluation.rates import RecordedRate
from models.evaluation.tables import Table
from models.scores import Confidence

INVARIANCE = "invariance"
"""The group of recorded rates that says whether the same thing said otherwise is judged the same."""
NOT_MEASURED = "Not measured: there is no record of these rates."
_SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_LENGTH_TENTHS = 10


def calibration_section(findings: Findings) -> Section:
    """Reliability by confidence."""
    lines = findings.reliability
    by_kind = {kind: {each.confidence: each.right for each in lines if each.kind is kind} for kind in JudgementKind}
    rows = tuple(
        IntervalRow(label=kind.value, figures=tuple(found.get(each) for each in Confidence))
        for kind, found in by_kind.items()
        if found
    )
    chart = IntervalChart(
        title="Share of right judgements by confidence",
        description="A judgement that is called clear should be right more often than one that is called likely.",
        axis=Axis(label="share right", low=0.0, high=1.0, ticks=_SHARES),
        series=tuple(each.value for each in Confidence),
        rows=rows,
    )
    table = Table(
        title="Reliability by confidence",
        header=("judgements", "confidence", "n", "share of all", "share right"),
        rows=tuple(
            (each.kind.value, each.confidence.value, f"{each.n:,}", show_figure(each.share), show_interval(each.right))
            for each in lines
        ),
    )
    return Section(
        id="calibration",
        heading="Calibration",
        lines=(
            "Right means the marker's band, the marker's element level, or the same answer on whether a misconception "
            "is present. Where the program cannot tell, what counts in its place is compared: band 2, or absent.",
        ),
        figures=(Figure(table=table, chart=chart),),
    )


def coverage_section(findings: Findings) -> Section:
    """Coverage against accuracy."""
    points = findings.coverage
    chart = PlaneChart(
        title="Coverage against accuracy",
        description="Each line starts with the clear judgements only and ends with all of them: the more is told, the "
        "less of it is right.",
        across=Axis(label="share of judgements told", low=0.0, high=1.0, ticks=_SHARES),
        up=Axis(label="share of them right", low=0.0, high=1.0, ticks=_SHARES),
        series=tuple(
            Series(
                name=kind.value,
                points=tuple((each.coverage, each.accuracy.value) for each in points if each.kind is kind),
                is_joined=True,
            )
            for kind in JudgementKind
            if any(each.kind is kind for each in points)
        ),
    )
    said = {
        Confidence.CLEAR: "only what is clear",
        Confidence.LIKELY: "clear and likely",
        Confidence.CANNOT_TELL: "all, with what counts for the untold",
    }
    table = Table(
        title="Coverage and accuracy",
        header=("judgements", "told", "coverage", "accuracy"),
        rows=tuple(
            (each.kind.value, said[each.least], show_figure(each.coverage), show_interval(each.accuracy))
            for each in points
        ),
    )
    return Section(
        id="coverage",
        heading="Coverage against accuracy",
        lines=("Not telling pays only where what is told becomes more accurate.",),
        figures=(Figure(table=table, chart=chart),),
    )


def length_section(findings: Findings) -> Section:
    """Length against error."""
    bias = findings.lengths
    scripts = bias.scripts
    farthest = max((abs(each.error) for each in scripts), default=0)
    height = max(10, 10 * ceil(farthest / 10))
    chart = PlaneChart(
        title="Length against error",
        description="One point a script: its number of words, and how many points the overall figure lies above (or "
        "below) the mark. A cloud that leans would mean that length is rewarded or punished.",
        across=_word_axis(scripts),
        up=Axis(
            label="score minus mark", low=-height, high=height, ticks=(-height, -height / 2, 0, height / 2, height)
        ),
        series=(Series(name="scripts", points=tuple((each.words, each.error) for each in scripts)),),
        reference=0.0,
    )
    tenths = [[scripts[place] for place in part] for part in np.array_split(range(len(scripts)), _LENGTH_TENTHS)]
    table = Table(
        title="Error by tenth of length",
        header=("words", "n", "mean mark", "mean score", "mean error", "mean absolute error"),
        rows=tuple(_tenth_row(part) for part in tenths if part),
    )
    detail = Table(
        title="Every script",
        header=("script", "words", "mark", "score", "error"),
        rows=tuple(
            (each.script_id, f"{each.words:,}", f"{each.mark:g}", f"{each.score:g}", f"{each.error:+g}")
            for each in scripts
        ),
    )
    return Section(
        id="length",
        heading="Length against error",
        lines=(
            f"Pearson r of words with the mark: {show_interval(bias.with_mark)}; with the score: "
            f"{show_interval(bias.with_score)}; with score minus mark: {show_interval(bias.with_error)}; with the size "
            f"of the error: {show_interval(bias.with_gap)}.",
        ),
        figures=(Figure(table=table, chart=chart, detail=detail),),
    )


def groups_section(findings: Findings) -> Section:
    """Agreement by writer and by length."""
    titles = {BY_WRITER: "By writer", BY_LENGTH: "By third of length"}
    figures = tuple(
        _group_figure(title, findings.models.by_group[name], findings.standardized_gaps[name])
        for name, title in titles.items()
    )
    return Section(
        id="groups",
        heading="Agreement by writer and by length",
        lines=(
            "Each writer is judged by models that never saw that writer. DSM, the difference of standardized means of "
            "the overall figure, is above 0 where a group is placed higher among all scripts than by the markers; "
            "beyond 0.1 either way it deserves a look, and with so few scripts in a group it varies by chance.",
        ),
        figures=figures,
    )


def fairness_section(findings: Findings) -> Section:
    """Whether the same thing said otherwise is judged the same."""
    rates = None if findings.rates is None else [each for each in findings.rates if each.group == INVARIANCE]
    lines = (
        "Changes that should not matter (typing errors, patterns of second-language writers, register, spelling, "
        "order): the share of element judgements that stay the same, and how far the overall figure moves. This says "
        "how evenly ways of writing are treated; it says nothing about groups of people, whose texts are not among the "
        "scripts.",
    )
    if not rates:
        return Section(id="fairness", heading="Fairness under perturbation", lines=(*lines, NOT_MEASURED))
    figure = _rate_figure("Element judgements unchanged", rates)
    return Section(id="fairness", heading="Fairness under perturbation", lines=lines, figures=(figure,))


def robustness_section(findings: Findings) -> Section:
    """Pass rates of pairs, attacks and honest drafts."""
    rates = [each for each in findings.rates or () if each.group != INVARIANCE]
    lines = (
        "Minimal pairs, attacks that try to earn credit without evidence, and honest drafts that look odd: the share "
        "handled as they should be. The tests record these rates and never allow one to fall.",
    )
    if not rates:
        return Section(id="robustness", heading="Robustness", lines=(*lines, NOT_MEASURED))
    groups = groupby(rates, key=lambda each: each.group)
    figures = tuple(_rate_figure(_sentence_case(group), list(found)) for group, found in groups)
    return Section(id="robustness", heading="Robustness", lines=lines, figures=figures)


def _sentence_case(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _word_axis(scripts: Sequence[ScriptError]) -> Axis:
    longest = max((each.words for each in scripts), default=0)
    step = next(step for step in (50, 100, 200, 500, 1_000, 2_000, 5_000, 10**6) if longest <= 6 * step)
    most = max(1, ceil(longest / step))
    return Axis(label="words", low=0, high=most * step, ticks=tuple(float(step * place) for place in range(most + 1)))


def _tenth_row(part: Sequence[ScriptError]) -> tuple[str, ...]:
    errors = np.array([each.error for each in part])
    return (
        f"{part[0].words:,} to {part[-1].words:,}",
        str(len(part)),
        f"{np.mean([each.mark for each in part]):.1f}",
        f"{np.mean([each.score for each in part]):.1f}",
        f"{errors.mean():+.1f}",
        f"{np.abs(errors).mean():.1f}",
    )


def _group_figure(title: str, groups: Mapping[str, Agreement], gaps: Mapping[str, float]) -> Figure:
    rows = tuple(IntervalRow(label=group, figures=(each.band_mean.qwk,)) for group, each in groups.items())
    table = Table(
        title=title,
        header=(
            "group", "n", "mean QWK", "element QWK", "presence F1", "misconception F1", "absolute error",
            "mean difference", "DSM",
        ),
        rows=tuple(
            (group, str(each.n), *_group_figures(each), show_change(gaps[group])) for group, each in groups.items()
        ),
    )  # fmt: skip
    chart = IntervalChart(
        title=f"Mean QWK of the bands, {title[:1].lower()}{title[1:]}",
        description="Agreement of the models with the definitive marks on the scripts of each group.",
        axis=agreement_axis("mean QWK", [each for row in rows for each in row.figures]),
        series=("models",),
        rows=rows,
    )
    return Figure(table=table, chart=chart)


def _group_figures(agreement: Agreement) -> tuple[str, ...]:
    return (
        show_interval(agreement.band_mean.qwk),
        show_figure(agreement.element_qwk_mean.value),
        show_figure(agreement.element_f1_mean.value),
        show_figure(agreement.misconception_f1_mean.value),
        show_figure(agreement.overall.mean_absolute_error.value, digits=1),
        show_change(agreement.overall.mean_difference.value, digits=1),
    )


def _rate_figure(title: str, rates: Sequence[RecordedRate]) -> Figure:
    low = floor(10 * min(0.8, *(each.rate for each in rates))) / 10
    steps = round(10 * (1 - low))
    chart = IntervalChart(
        title=title,
        description="Rates as the tests record them.",
        axis=Axis(label="share", low=low, high=1.0, ticks=tuple(low + place / 10 for place in range(steps + 1))),
        series=("recorded rate",),
        rows=tuple(
            IntervalRow(
                label=each.name.replace("_", " "),
                figures=(Estimate(value=each.rate, low=np.nan, high=np.nan),),
            )
            for each in rates
        ),
    )
    table = Table(
        title=title,
        header=("change", "tried", "rate", "mean change of the overall figure"),
        rows=tuple(
            (
                each.name.replace("_", " "),
                UNDEFINED if each.n is None else f"{each.n:,}",
                show_figure(each.rate),
                UNDEFINED if each.overall_change is None else show_change(each.overall_change, digits=1),
            )
            for each in rates
        ),
    )
    return Figure(table=table, chart=chart)
