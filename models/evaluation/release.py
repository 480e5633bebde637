"""The release record: the headline figures of the models as released, which the next release has to reach."""

from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.evaluation.errors import MarksError
from models.evaluation.files import read_text
from models.evaluation.findings import Findings
from models.evaluation.marks import explain
from models.evaluation.rates import RecordedRate

Direction = Literal["higher", "lower", "near one"]

QWK_TOLERANCE = 0.01
"""For means over many judgements; smaller falls are well inside the intervals of the figures."""
F1_TOLERANCE = 0.01
RARE_TOLERANCE = 0.03
"""For a figure that rests on one marking point or one misconception, which a few scripts move."""
ERROR_TOLERANCE = 0.3
"""Points of the overall figure."""
SPREAD_TOLERANCE = 0.03
RATE_TOLERANCE = 0.01


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HeadlineFigure(_Frozen):
    """A figure that a new release has to reach."""

    value: float
    better: Direction
    tolerance: float = Field(ge=0)
    """How much worse than `to_beat` the next release may be."""
    to_beat: float
    """The best value since a worse one was last accepted, so that small falls cannot add up."""


class Acceptance(_Frozen):
    """A fall that somebody accepted, and why."""

    figure: str
    value: float
    to_beat: float
    reason: str = Field(min_length=1)


class Release(_Frozen):
    """What was released and how good it was."""

    format: Literal[1] = 1
    engine_version: str
    rubric_id: str
    rubric_fingerprint: str
    data_digest: str
    scripts: int
    writers: int
    versions: Mapping[str, str]
    figures: Mapping[str, HeadlineFigure]
    accepted: tuple[Acceptance, ...] = ()
    """Every fall accepted so far, the oldest first."""


class Setback(_Frozen):
    """A headline figure that is worse than the last release by more than its tolerance."""

    figure: str
    value: float | None
    """None where the last release had the figure and this one has not."""
    to_beat: float
    tolerance: float

    def __str__(self) -> str:
        """The figure in words."""
        now = "is no longer measured" if self.value is None else f"is {self.value:.4f}"
        return f"{self.figure} {now}; the last release has {self.to_beat:.4f} (tolerance {self.tolerance:g})"


def load_release(path: Path) -> Release | None:
    """The last release; None where there was none.

    Raises:
        MarksError: the file cannot be read or is no release record.
    """
    if not path.is_file():
        return None
    try:
        return Release.model_validate_json(read_text(path))
    except ValidationError as error:
        raise MarksError(path.name, "; ".join(explain(error))) from error


def render_release(release: Release) -> str:
    """The record as the text of its file."""
    return release.model_dump_json(indent=2) + "\n"


def list_setbacks(release: Release, last: Release | None) -> tuple[Setback, ...]:
    """The figures that are worse than the last release's by more than its tolerance, or no longer there."""
    if last is None:
        return ()
    found = []
    for name, figure in last.figures.items():
        now = release.figures.get(name)
        if now is None or _loss(figure, now.value) > figure.tolerance:
            value = None if now is None else now.value
            found.append(Setback(figure=name, value=value, to_beat=figure.to_beat, tolerance=figure.tolerance))
    return tuple(found)


def succeed(release: Release, last: Release | None, *, reason: str) -> Release:
    """The record that follows the last one: what is to beat is kept, and accepted falls are noted with the reason."""
    if last is None:
        return release
    setbacks = {each.figure: each for each in list_setbacks(release, last)}
    accepted = [
        Acceptance(figure=name, value=each.value, to_beat=each.to_beat, reason=reason)
        for name, each in setbacks.items()
        if each.value is not None
    ]
    figures = {
        name: figure if name in setbacks or name not in last.figures else _keep(figure, last.figures[name])
        for name, figure in release.figures.items()
    }
    return release.model_copy(update={"figures": figures, "accepted": (*last.accepted, *accepted)})


def _keep(figure: HeadlineFigure, last: HeadlineFigure) -> HeadlineFigure:
    """The figure, with whichever is better to beat: its own value or the last record's."""
    return figure.model_copy(update={"to_beat": last.to_beat if _loss(last, figure.value) > 0 else figure.value})


def _loss(figure: HeadlineFigure, value: float) -> float:
    """How much worse `value` is than what is to beat; below 0 where it is better."""
    if figure.better == "higher":
        return figure.to_beat - value
    if figure.better == "lower":
        return value - figure.to_beat
    return abs(value - 1) - abs(figure.to_beat - 1)


def describe_release(findings: Findings) -> Release:
    """The record of what was measured, before it is compared with the last one."""
    provenance = findings.provenance
    return Release(
        engine_version=provenance.engine_version,
        rubric_id=provenance.rubric_id,
        rubric_fingerprint=provenance.rubric_fingerprint,
        data_digest=provenance.data_digest,
        scripts=findings.models.whole.n,
        writers=len(findings.models.by_group["writer"]),
        versions=dict(provenance.versions),
        figures=_headline_figures(findings),
    )


def _headline_figures(findings: Findings) -> Mapping[str, HeadlineFigure]:
    whole = findings.models.whole
    higher: dict[str, tuple[float, float]] = {"mean band QWK": (whole.band_mean.qwk.value, QWK_TOLERANCE)}
    higher |= {f"{each} QWK": (agreement.qwk.value, RARE_TOLERANCE) for each, agreement in whole.bands.items()}
    higher["mean element QWK"] = (whole.element_qwk_mean.value, QWK_TOLERANCE)
    higher["mean element presence F1"] = (whole.element_f1_mean.value, F1_TOLERANCE)
    higher |= {f"{each} F1": (agreement.f1.value, RARE_TOLERANCE) for each, agreement in whole.misconceptions.items()}
    if "all" in findings.models_spans:
        higher["evidence sentences F1"] = (findings.models_spans["all"].f1.value, F1_TOLERANCE)
    higher["coverage"] = (whole.coverage, RATE_TOLERANCE)
    higher |= {
        f"robustness, {group}": (rate, RATE_TOLERANCE) for group, rate in _mean_rates(findings.rates or ()).items()
    }
    figures = {
        name: _figure(value, "higher", tolerance) for name, (value, tolerance) in higher.items() if isfinite(value)
    }
    figures["overall mean absolute error"] = _figure(whole.overall.mean_absolute_error.value, "lower", ERROR_TOLERANCE)
    if isfinite(whole.overall.sd_ratio.value):
        figures["overall SD ratio"] = _figure(whole.overall.sd_ratio.value, "near one", SPREAD_TOLERANCE)
    return figures


def _mean_rates(rates: Sequence[RecordedRate]) -> Mapping[str, float]:
    """The mean rate of each group."""
    groups = {each.group: [one.rate for one in rates if one.group == each.group] for each in rates}
    return {group: sum(found) / len(found) for group, found in groups.items()}


def _figure(value: float, better: Direction, tolerance: float) -> HeadlineFigure:
    rounded = round(value, 6)
    return HeadlineFigure(value=rounded, better=better, tolerance=tolerance, to_beat=rounded)
