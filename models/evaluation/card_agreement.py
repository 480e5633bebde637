"""The sections of the evidence card on agreement: models, rules and two markers, side by side."""

from collections.abc import Iterator, Mapping, Sequence

from models.evaluation.agreement import Agreement
from models.evaluation.bootstrap import Estimate
from models.evaluation.card import Figure, Section
from models.evaluation.charts import Axis, Grid, GridChart, IntervalChart, IntervalRow
from models.evaluation.figures import UNDEFINED, show_change, show_figure, show_interval
from models.evaluation.findings import Findings, HumanCeiling
from models.evaluation.groups import BANDS, BandRow
from models.evaluation.spans import SpanAgreement
from models.evaluation.tables import Table
from rubric.schema import Rubric

MODELS, RULES, MARKERS = "models", "rules", "two markers"
FEWEST_SCRIPTS = 20
"""An element seen in fewer scripts has figures that a single script can move."""
RARE = f"fewer than {FEWEST_SCRIPTS} scripts"
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def agreement_axis(label: str, figures: Sequence[Estimate | None]) -> Axis:
    """From 0 to 1, and below 0 only where a figure lies there."""
    lowest = min((each.value for each in figures if each is not None and each.value < 0), default=0.0)
    below = (-1.0, -0.5) if lowest < -0.5 else (-0.5,) if lowest < 0 else ()
    return Axis(label=label, low=(*below, 0.0)[0], high=1.0, ticks=(*below, *_TICKS))


def headline_section(findings: Findings) -> Section:
    """The figures that sum it all up."""
    sides = _sides(findings)
    chosen = (
        ("bands, mean QWK", [each.band_mean.qwk for each in sides.values()]),
        ("element levels, mean QWK", [each.element_qwk_mean for each in sides.values()]),
        ("element presence, mean F1", [each.element_f1_mean for each in sides.values()]),
        ("misconceptions, mean F1", [each.misconception_f1_mean for each in sides.values()]),
        ("overall figure, QWK", [each.overall.qwk for each in sides.values()]),
    )
    rows = tuple(IntervalRow(label=label, figures=tuple(figures)) for label, figures in chosen)
    return Section(
        id="headline",
        heading="At a glance",
        lines=(
            "Agreement of each with the definitive marks; two markers with one another, on the scripts marked "
            f"twice. In brackets and as whiskers: 95 % bootstrap percentile intervals over scripts, "
            f"{findings.resamples:,} resamples.",
        ),
        figures=(
            Figure(
                table=_headline_table(findings, sides),
                chart=IntervalChart(
                    title="Agreement at a glance",
                    description="Models, rules and two markers on five measures of agreement, from 0 to 1.",
                    axis=agreement_axis("agreement", [each for row in rows for each in row.figures]),
                    series=tuple(sides),
                    rows=rows,
                ),
            ),
        ),
    )


def criteria_section(rubric: Rubric, findings: Findings) -> Section:
    """Agreement by marking point."""
    sides = _sides(findings)
    names = {criterion.id: criterion.name for criterion in rubric.criteria}
    rows = tuple(
        IntervalRow(label=criterion_id, figures=tuple(each.bands[criterion_id].qwk for each in sides.values()))
        for criterion_id in names
    )
    chart = IntervalChart(
        title="QWK by marking point",
        description="Quadratic weighted kappa of the bands with whiskers of 95 %, for models, rules and two markers.",
        axis=agreement_axis("QWK", [each for row in rows for each in row.figures]),
        series=tuple(sides),
        rows=rows,
    )
    table = Table(
        title="Bands by marking point",
        header=("marking point", "n", "QWK", "exact", "adjacent", "r", "SMD"),
        rows=tuple(
            (
                f"{criterion_id}, {side}",
                str(agreement.n),
                *(show_interval(each) for each in _band_figures(agreement, criterion_id)),
            )
            for criterion_id in names
            for side, agreement in sides.items()
        ),
    )
    ceiling = findings.ceiling
    lines = (
        f"{'; '.join(f'{criterion_id} {name}' for criterion_id, name in names.items())}.",
        "QWK, exact and adjacent agreement, r and SMD as RSMTool defines them. SMD beyond 0.15 either way is a sign "
        "that marks are shifted as a whole.",
        "No script was marked twice, so there is no human-human agreement (two markers) to compare with."
        if ceiling is None
        else f"Two markers marked {ceiling.human_human.n} scripts apart from one another (human-human). They agree "
        "more than raters of real drafts do, who commonly reach a QWK of 0.6 to 0.85, since texts written to a target "
        "are clearer than life.",
    )
    twice = () if ceiling is None else (Figure(table=_degradation_table(ceiling)),)
    return Section(
        id="criteria",
        heading="Agreement by marking point",
        lines=lines,
        figures=(Figure(table=table, chart=chart), *twice),
    )


def confusion_section(rubric: Rubric, findings: Findings) -> Section:
    """Which bands are taken for which."""
    rows = findings.models.by_band
    grids = tuple(
        Grid(name=criterion.id, counts=tuple(row.counts for row in rows if row.criterion_id == criterion.id))
        for criterion in rubric.criteria
    )
    chart = GridChart(
        title="Confusion by band",
        description="Scripts counted by the marker's band (rows) and the models' band (columns), for each marking "
        "point. On the diagonal both agree.",
        across="band by the models",
        down="band by the marker",
        grids=grids,
    )
    table = Table(
        title="By band, models",
        header=("marker's band", "n", "exact", "adjacent", "models' mean", *(f"models: {band}" for band in BANDS)),
        rows=tuple(_band_row(row) for row in rows),
    )
    return Section(
        id="confusion",
        heading="Confusion by band",
        lines=("What could not be told counts as band 2.",),
        figures=(Figure(table=table, chart=chart),),
    )


def elements_section(rubric: Rubric, findings: Findings) -> Section:
    """Every element with its support."""
    whole, rules = findings.models.whole, findings.rules
    rows = []
    for element in rubric.elements:
        ours, baseline = whole.elements[element.id], rules.elements[element.id]
        mark = RARE if ours.support < FEWEST_SCRIPTS else ""
        figures = map(show_interval, (ours.qwk, ours.f1, baseline.qwk, baseline.f1))
        rows.append((f"{element.id} {element.name}", str(ours.support), str(ours.developed), mark, *figures))
    header = ("element", "support", "developed", "note", "QWK", "presence F1", "rules: QWK", "rules: presence F1")
    lines = tuple(
        IntervalRow(
            label=f"{element.id} *" if whole.elements[element.id].support < FEWEST_SCRIPTS else element.id,
            figures=(whole.elements[element.id].qwk, rules.elements[element.id].qwk),
        )
        for element in rubric.elements
    )
    chart = IntervalChart(
        title="QWK of element levels",
        description=f"Models and rules, element by element. A star: seen in {RARE}.",
        axis=agreement_axis("QWK", [each for row in lines for each in row.figures]),
        series=(MODELS, RULES),
        rows=lines,
    )
    few = [element.id for element in rubric.elements if whole.elements[element.id].support < FEWEST_SCRIPTS]
    said = (
        f"Too rare for a figure to rest on, seen in {RARE}: {', '.join(few)}."
        if few
        else f"Every element was seen in {FEWEST_SCRIPTS} scripts or more."
    )
    return Section(
        id="elements",
        heading="Elements",
        lines=(
            "Support is the number of scripts in which the marker saw the element; developed, in which it was "
            "developed.",
            said,
        ),
        figures=(Figure(table=Table(title="Elements", header=header, rows=tuple(rows)), chart=chart),),
    )


def misconceptions_section(rubric: Rubric, findings: Findings) -> Section | None:
    """Every misconception; None for a rubric without any."""
    if not rubric.misconceptions:
        return None
    sides = _sides(findings)
    names = {each.id: each.name for each in rubric.misconceptions}
    rows = tuple(
        IntervalRow(label=each, figures=tuple(side.misconceptions[each].f1 for side in sides.values()))
        for each in names
    )
    table = Table(
        title="Misconceptions",
        header=("misconception", "support", *(f"{side}: F1" for side in sides)),
        rows=tuple(
            (
                f"{each} {name}",
                str(findings.models.whole.misconceptions[each].support),
                *(show_interval(side.misconceptions[each].f1) for side in sides.values()),
            )
            for each, name in names.items()
        ),
    )
    chart = IntervalChart(
        title="F1 of misconceptions",
        description="Agreement on whether a misconception is present, for models, rules and two markers.",
        axis=agreement_axis("F1", [each for row in rows for each in row.figures]),
        series=tuple(sides),
        rows=rows,
    )
    return Section(
        id="misconceptions",
        heading="Misconceptions",
        lines=("Agreement on presence. Support is the number of scripts in which the marker saw it.",),
        figures=(Figure(table=table, chart=chart),),
    )


def evidence_section(findings: Findings) -> Section | None:
    """Sentences shown as evidence; None where no sentence was labelled."""
    if not findings.models_spans:
        return None
    sides: Mapping[str, Mapping[str, SpanAgreement]] = {MODELS: findings.models_spans, RULES: findings.rules_spans}
    groups = list(findings.models_spans)
    rows = tuple(
        IntervalRow(label=group, figures=tuple(spans[group].f1 for spans in sides.values())) for group in groups
    )
    table = Table(
        title="Sentences shown as evidence, against sentence labels",
        header=("elements of", "side", "shown", "labelled", "precision", "recall", "F1"),
        rows=tuple(
            (
                group,
                side,
                f"{spans[group].shown:,}",
                f"{spans[group].labelled:,}",
                *map(show_interval, (spans[group].precision, spans[group].recall, spans[group].f1)),
            )
            for group in groups
            for side, spans in sides.items()
        ),
    )
    chart = IntervalChart(
        title="F1 of evidence sentences",
        description="Do the sentences that are shown as evidence earn the element, by a person's labels?",
        axis=agreement_axis("F1", [each for row in rows for each in row.figures]),
        series=tuple(sides),
        rows=rows,
    )
    return Section(
        id="evidence",
        heading="Evidence sentences",
        lines=("The rules show the best few sentences of an element only, so their recall stays below 1 on purpose.",),
        figures=(Figure(table=table, chart=chart),),
    )


def functions_section(findings: Findings) -> Section | None:
    """What sentences do; None where no sentence was labelled."""
    if not findings.functions:
        return None
    seen = sorted(findings.functions, key=lambda each: -each.support)
    rows = tuple(
        (each.function.value, f"{each.support:,}", show_figure(each.models), show_figure(each.cues)) for each in seen
    )
    table = Table(
        title="Functions of sentences, against sentence labels",
        header=("function", "support", "models: F1", "cues: F1"),
        rows=rows,
    )
    return Section(
        id="functions",
        heading="What sentences do",
        lines=(
            "Support is the number of sentences that a person labelled with the function. The models never saw their "
            "writers.",
        ),
        figures=(Figure(table=table),),
    )


def _sides(findings: Findings) -> Mapping[str, Agreement]:
    sides = {MODELS: findings.models.whole, RULES: findings.rules}
    return sides if findings.ceiling is None else {**sides, MARKERS: findings.ceiling.human_human}


def _headline_table(findings: Findings, sides: Mapping[str, Agreement]) -> Table:
    shown = dict(sides)
    if findings.ceiling is not None:
        shown = {MODELS: sides[MODELS], "models, marked twice": findings.ceiling.human_machine, **sides}
    columns = shown.values()
    rows: list[tuple[str, ...]] = [
        ("mean QWK of the bands", *(show_interval(each.band_mean.qwk) for each in columns)),
        ("mean exact agreement of the bands", *(show_interval(each.band_mean.exact) for each in columns)),
        ("mean adjacent agreement of the bands", *(show_interval(each.band_mean.adjacent) for each in columns)),
        ("mean QWK of element levels", *(show_interval(each.element_qwk_mean) for each in columns)),
        ("mean F1 of element presence", *(show_interval(each.element_f1_mean) for each in columns)),
        ("mean F1 of misconceptions", *(show_interval(each.misconception_f1_mean) for each in columns)),
        ("overall: QWK", *(show_interval(each.overall.qwk) for each in columns)),
        ("overall: r", *(show_interval(each.overall.r) for each in columns)),
        ("overall: mean absolute error, points", *(_points(each.overall.mean_absolute_error) for each in columns)),
        ("overall: mean difference, points", *(_points(each.overall.mean_difference) for each in columns)),
        ("overall: SMD", *(show_interval(each.overall.smd) for each in columns)),
        ("overall: SD ratio", *(show_interval(each.overall.sd_ratio) for each in columns)),
        ("on topic, exact agreement", *(show_interval(each.on_topic) for each in columns)),
        ("coverage", *(show_figure(each.coverage) for each in columns)),
    ]
    header = ("measure", *(f"{name}, n={each.n}" for name, each in shown.items()))
    return Table(title="Agreement with the markers", header=header, rows=tuple(rows))


def _points(figure: Estimate) -> str:
    return show_interval(figure, digits=1)


def _band_figures(agreement: Agreement, criterion_id: str) -> Iterator[Estimate]:
    band = agreement.bands[criterion_id]
    yield from (band.qwk, band.exact, band.adjacent, band.r, band.smd)


def _band_row(row: BandRow) -> tuple[str, ...]:
    figures = (show_figure(row.exact), show_figure(row.adjacent), show_figure(row.mean_band, digits=2))
    return (f"{row.criterion_id} band {row.band}", str(row.n), *figures, *map(str, row.counts))


def _degradation_table(ceiling: HumanCeiling) -> Table:
    truth = {each.criterion_id: each for each in ceiling.true_scores}
    return Table(
        title=f"Degradation and true scores, scripts marked twice, n={ceiling.human_human.n}",
        header=(
            "criterion",
            "degradation: QWK",
            "degradation: r",
            "degradation: exact",
            "PRMSE",
            "error variance of a marker",
        ),
        rows=tuple(
            (
                each.criterion_id,
                show_change(each.qwk),
                show_change(each.r),
                UNDEFINED if each.exact is None else show_change(each.exact),
                show_figure(truth[each.criterion_id].prmse),
                show_figure(truth[each.criterion_id].error_variance),
            )
            for each in ceiling.degradation
        ),
    )
