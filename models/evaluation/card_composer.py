"""The evidence card put together: what was measured on what, what was not, and every figure."""

from models.evaluation.agreement import UNTOLD_BAND, UNTOLD_OVERALL
from models.evaluation.card import Card, Figure, Section
from models.evaluation.card_agreement import (
    confusion_section,
    criteria_section,
    elements_section,
    evidence_section,
    functions_section,
    headline_section,
    misconceptions_section,
)
from models.evaluation.card_trust import (
    calibration_section,
    coverage_section,
    fairness_section,
    groups_section,
    length_section,
    robustness_section,
)
from models.evaluation.findings import Findings
from models.evaluation.release import Release
from models.evaluation.tables import Table
from rubric.schema import Rubric

TITLE = "Evidence card"
_MEASURES = (
    (
        "QWK",
        "quadratic weighted kappa for continuous scores: 1 - mean((M - H)²) / (var M + var H + (mean M - mean H)²)",
    ),
    ("exact, adjacent", "share of scripts with the same band; with the same or the next band"),
    ("r", "Pearson's correlation"),
    ("SMD", "standardized mean difference: (mean M - mean H) / root of the mean of both variances"),
    ("DSM", "difference of standardized means: mean of a group's standardized M minus that of its standardized H"),
    ("degradation", "human-machine agreement minus human-human agreement; below 0 where the machine agrees less"),
    ("PRMSE", "proportional reduction in mean squared error when M stands for the true score behind the human marks"),
    ("SD ratio", "standard deviation of M over that of H; below 1 where the machine huddles in the middle"),
    ("F1", "harmonic mean of precision and recall on what is present"),
    ("coverage", "share of judgements that are told rather than left open"),
)


def compose_card(rubric: Rubric, findings: Findings, release: Release) -> Card:
    """The whole card. `release` is the record that goes with it."""
    sections = (
        _scope_section(findings),
        headline_section(findings),
        criteria_section(rubric, findings),
        confusion_section(rubric, findings),
        elements_section(rubric, findings),
        misconceptions_section(rubric, findings),
        evidence_section(findings),
        functions_section(findings),
        calibration_section(findings),
        coverage_section(findings),
        length_section(findings),
        groups_section(findings),
        fairness_section(findings),
        robustness_section(findings),
        _release_section(release),
        _measures_section(),
    )
    return Card(
        title=f"{TITLE}: {rubric.title}",
        lead=(
            "How far the program's judgements agree with markers', how sure it is when it is right, and what nobody "
            "has measured. Everything on this page is computed from files of the project; the same files give the same "
            "page.",
        ),
        sections=tuple(section for section in sections if section is not None),
    )


def _scope_section(findings: Findings) -> Section:
    whole = findings.models.whole
    writers = len(findings.models.by_group["writer"])
    twice = findings.ceiling
    marked_twice = (
        "No script was marked twice."
        if twice is None
        else f"{twice.human_human.n} scripts were marked by two markers apart from one another; the data card says "
        "where they were settled. The definitive marks rest on theirs, so the two are compared with one another only."
    )
    return Section(
        id="scope",
        heading="What is measured, and what is not",
        lines=(
            f"Measured: {whole.n} draft answers by {writers} writers. Each writer's texts are judged by models that "
            "were trained on the other writers only, so every figure of the models is about a writer they never saw. "
            "The models that ship are trained on all writers.",
            f"The marks: whoever marked a script had not written it, did not know what its writer aimed at and judged "
            f"by the marking guide; they are not examiners of any institution. {marked_twice}",
            "Not students' work: the texts were written for this project, to a target band, in a given voice and on an "
            "invented organisation. Such texts are clearer than life. Expect less agreement on real drafts, and do not "
            "read these figures as a promise for any class.",
            "The rules are the hand-set baseline. They and the settings of the models were made with some of these "
            "scripts in view, which flatters both; training apart by writer does not undo that.",
            "Not measured: drafts of real students; fairness between groups of people; any other subject, question, "
            "level or language; whether feedback helps a writer; agreement with the examiners of any institution.",
            f"What could not be told counts as band {UNTOLD_BAND}, as an element or misconception that is absent, and "
            f"as {UNTOLD_OVERALL} overall, so that leaving a judgement open is never free.",
        ),
        figures=(Figure(table=_provenance_table(findings)),),
    )


def _provenance_table(findings: Findings) -> Table:
    provenance = findings.provenance
    rows = (
        ("engine", provenance.engine_version),
        ("rubric", provenance.rubric_id),
        ("rubric fingerprint", provenance.rubric_fingerprint),
        ("data digest", provenance.data_digest),
        *provenance.versions.items(),
    )
    return Table(title="Made from", header=("what", "version or digest"), rows=rows)


def _release_section(release: Release) -> Section:
    table = Table(
        title="Headline figures of this release",
        header=("figure", "value", "better", "to beat", "tolerance"),
        rows=tuple(
            (name, f"{each.value:.3f}", each.better, f"{each.to_beat:.3f}", f"{each.tolerance:g}")
            for name, each in release.figures.items()
        ),
    )
    accepted = Table(
        title="Falls that were accepted",
        header=("figure", "value", "was to beat", "reason"),
        rows=tuple((each.figure, f"{each.value:.3f}", f"{each.to_beat:.3f}", each.reason) for each in release.accepted),
    )
    figures = (Figure(table=table), Figure(table=accepted)) if release.accepted else (Figure(table=table),)
    return Section(
        id="release",
        heading="The release gate",
        lines=(
            "A new release is refused when one of these figures is worse than what is to beat by more than its "
            "tolerance, unless somebody accepts it and says why; reasons stay on record.",
        ),
        figures=figures,
    )


def _measures_section() -> Section:
    return Section(
        id="measures",
        heading="The measures",
        lines=(
            "H is the human mark and M the machine's score. Names and definitions are those of RSMTool where it has "
            "them.",
        ),
        figures=(Figure(table=Table(title="What each measure means", header=("measure", "meaning"), rows=_MEASURES)),),
    )
