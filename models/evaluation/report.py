"""An evaluation put into tables."""

from collections.abc import Iterator, Mapping, Sequence

from models.evaluation.agreement import Agreement
from models.evaluation.comparison import Comparison, Evaluation
from models.evaluation.figures import show_figure, show_interval
from models.evaluation.groups import BANDS, BandRow
from models.evaluation.spans import SpanAgreement
from models.evaluation.tables import Page, Table, render_markdown, render_text

HUMAN_MACHINE = "human-machine"
HUMAN_HUMAN = "human-human"


def render_report(evaluation: Evaluation, *, as_markdown: bool) -> str:
    """The evaluation in words and tables, for a terminal or as Markdown."""
    page = compose_page(evaluation)
    return render_markdown(page) if as_markdown else render_text(page)


def compose_page(evaluation: Evaluation) -> Page:
    """The evaluation as a page of tables; `-` stands for a figure that is not defined."""
    return Page(title="Agreement with human marks", lines=tuple(_lines(evaluation)), tables=tuple(_tables(evaluation)))


def _lines(evaluation: Evaluation) -> Iterator[str]:
    yield f"Rubric {evaluation.rubric_id}, fingerprint {evaluation.rubric_fingerprint}."
    yield f"Engine {evaluation.engine_version}."
    yield f"Marked scripts: {evaluation.human_machine.whole.n}, of which not read: {len(evaluation.failures)}."
    human = evaluation.human_human
    yield "None of them was marked twice." if human is None else f"Marked twice: {human.whole.n}."
    if evaluation.unmarked:
        yield f"Scripts without marks, left out: {len(evaluation.unmarked)} ({', '.join(evaluation.unmarked)})."
    if evaluation.resamples:
        yield f"In brackets: 95 % bootstrap percentile intervals over scripts, {evaluation.resamples:,} resamples."
    yield (
        "What could not be told counts as band 2, as an element or misconception that is absent, and as 50 overall; "
        "coverage is the share of judgements that were told."
    )


def _tables(evaluation: Evaluation) -> Iterator[Table]:
    columns = _columns(evaluation)
    yield _headline(columns)
    yield _marking_points(columns)
    yield _elements(evaluation.human_machine.whole)
    if evaluation.human_machine_twice is not None and evaluation.human_human is not None:
        yield _elements_twice(evaluation.human_machine_twice, evaluation.human_human.whole)
    yield _misconceptions(columns)
    compared = {HUMAN_MACHINE: evaluation.human_machine, HUMAN_HUMAN: evaluation.human_human}
    for name, comparison in compared.items():
        if comparison is not None:
            yield _by_band(name, comparison.by_band)
    for name, comparison in compared.items():
        if comparison is not None:
            yield from _by_group(name, comparison)
    if evaluation.spans:
        yield _spans(evaluation.spans)
    if evaluation.failures:
        rows = tuple((failure.script_id, failure.cause) for failure in evaluation.failures)
        yield Table(title="Not read", header=("script", "cause"), rows=rows)


def _columns(evaluation: Evaluation) -> Mapping[str, Agreement]:
    """The agreements that stand side by side, under their headings."""
    whole = evaluation.human_machine.whole
    columns = {f"{HUMAN_MACHINE}, n={whole.n}": whole}
    twice, human = evaluation.human_machine_twice, evaluation.human_human
    if twice is not None and human is not None:
        columns[f"{HUMAN_MACHINE}, marked twice, n={twice.n}"] = twice
        columns[f"{HUMAN_HUMAN}, n={human.whole.n}"] = human.whole
    return columns


def _headline(columns: Mapping[str, Agreement]) -> Table:
    sides = columns.values()
    rows = (
        ("mean QWK of the marking points", *(show_interval(each.band_mean.qwk) for each in sides)),
        ("mean exact agreement", *(show_interval(each.band_mean.exact) for each in sides)),
        ("mean adjacent agreement", *(show_interval(each.band_mean.adjacent) for each in sides)),
        ("mean element QWK", *(show_interval(each.element_qwk_mean) for each in sides)),
        ("mean element presence F1", *(show_interval(each.element_f1_mean) for each in sides)),
        ("mean misconception F1", *(show_interval(each.misconception_f1_mean) for each in sides)),
        ("overall: Pearson r", *(show_interval(each.overall.r) for each in sides)),
        ("overall: mean absolute error", *(show_interval(each.overall.mean_absolute_error) for each in sides)),
        ("overall: mean difference", *(show_interval(each.overall.mean_difference) for each in sides)),
        ("overall: SD ratio", *(show_interval(each.overall.sd_ratio) for each in sides)),
        ("on-topic agreement", *(show_interval(each.on_topic) for each in sides)),
        ("coverage", *(show_figure(each.coverage) for each in sides)),
    )
    return Table(title="Headline", header=("measure", *columns), rows=rows)


def _marking_points(columns: Mapping[str, Agreement]) -> Table:
    sides = columns.values()
    rows = []
    for criterion_id in next(iter(sides)).bands:
        bands = [each.bands[criterion_id] for each in sides]
        rows.append((f"{criterion_id} QWK", *(show_interval(band.qwk) for band in bands)))
        rows.append((f"{criterion_id} exact", *(show_interval(band.exact) for band in bands)))
        rows.append((f"{criterion_id} adjacent", *(show_interval(band.adjacent) for band in bands)))
    return Table(title="Marking points", header=("measure", *columns), rows=tuple(rows))


def _elements(agreement: Agreement) -> Table:
    rows = tuple(
        (element_id, str(each.support), str(each.developed), show_interval(each.qwk), show_interval(each.f1))
        for element_id, each in agreement.elements.items()
    )
    header = ("element", "support", "developed", "QWK", "presence F1")
    return Table(title=f"Elements, {HUMAN_MACHINE}, n={agreement.n}", header=header, rows=rows)


def _elements_twice(machine: Agreement, human: Agreement) -> Table:
    """Both agreements side by side, on the scripts that two markers marked."""
    rows = []
    for element_id, theirs in human.elements.items():
        ours = machine.elements[element_id]
        figures = map(show_interval, (ours.qwk, theirs.qwk, ours.f1, theirs.f1))
        rows.append((element_id, str(theirs.support), str(theirs.developed), *figures))
    measures = (f"{measure}, {name}" for measure in ("QWK", "presence F1") for name in (HUMAN_MACHINE, HUMAN_HUMAN))
    header = ("element", "support", "developed", *measures)
    return Table(title=f"Elements, scripts marked twice, n={human.n}", header=header, rows=tuple(rows))


def _misconceptions(columns: Mapping[str, Agreement]) -> Table:
    header, rows = ["misconception"], []
    for name in columns:
        header += [f"{name}: support", "F1"]
    for misconception_id in next(iter(columns.values())).misconceptions:
        row = [misconception_id]
        for agreement in columns.values():
            misconception = agreement.misconceptions[misconception_id]
            row += [str(misconception.support), show_interval(misconception.f1)]
        rows.append(tuple(row))
    return Table(title="Misconceptions", header=tuple(header), rows=tuple(rows))


def _by_band(name: str, rows: Sequence[BandRow]) -> Table:
    first, _, second = name.partition("-")
    other = f"other {second}" if first == second else second
    return Table(
        title=f"By band, {name}",
        header=(f"{first} band", "n", "exact", "adjacent", f"mean of {other}", *(f"{other}: {band}" for band in BANDS)),
        rows=tuple(
            (
                f"{row.criterion_id} band {row.band}",
                str(row.n),
                show_figure(row.exact),
                show_figure(row.adjacent),
                show_figure(row.mean_band),
                *map(str, row.counts),
            )
            for row in rows
        ),
    )


def _by_group(name: str, comparison: Comparison) -> Iterator[Table]:
    for grouping, groups in comparison.by_group.items():
        rows = tuple((group, str(each.n), *_group_figures(each)) for group, each in groups.items())
        yield Table(
            title=f"By {grouping}, {name}",
            header=(
                "group", "n", "mean QWK", "exact", "adjacent", "element QWK", "presence F1", "misconception F1",
                "overall r", "mean absolute error", "mean difference", "SD ratio",
            ),
            rows=rows,
        )  # fmt: skip


def _group_figures(agreement: Agreement) -> Iterator[str]:
    yield show_interval(agreement.band_mean.qwk)
    yield show_figure(agreement.band_mean.exact.value)
    yield show_figure(agreement.band_mean.adjacent.value)
    yield show_interval(agreement.element_qwk_mean)
    yield show_interval(agreement.element_f1_mean)
    yield show_interval(agreement.misconception_f1_mean)
    yield show_figure(agreement.overall.r.value)
    yield show_figure(agreement.overall.mean_absolute_error.value)
    yield show_interval(agreement.overall.mean_difference)
    yield show_figure(agreement.overall.sd_ratio.value)


def _spans(spans: Mapping[str, SpanAgreement]) -> Table:
    return Table(
        title="Sentences shown as evidence, against sentence labels",
        header=("elements of", "shown", "labelled", "precision", "recall", "F1"),
        rows=tuple(
            (
                group,
                str(each.shown),
                str(each.labelled),
                show_interval(each.precision),
                show_interval(each.recall),
                show_interval(each.f1),
            )
            for group, each in spans.items()
        ),
    )
