"""Teaching the encoder on a few short texts: that it learns, and gives the same numbers again."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from models.artefacts.files import load_packaged
from models.engine import build_engine
from models.scoring.close_reading import CloseReading
from models.scoring.judge import Judge
from models.training.close_reading import (
    LESSONS,
    RANK,
    example_of_family,
    fit_close_reading,
    readiness_of,
    runs_of,
    unlikely_in,
)
from models.training.scripts import MarkedScript, load_families, load_marked_scripts
from models.training.tables import FamilyDraft, read_families, read_scripts
from rubric.library import load_by_id

pytestmark = pytest.mark.slow
DATA = Path(__file__).parents[3] / "models" / "data"
RUBRIC = load_by_id("operations_management.level7")
TOLD = 2 * len(RUBRIC.elements)
COST = [element.id for element in RUBRIC.elements].index("MP1.cost")


@pytest.fixture(scope="module")
def judge() -> Judge:
    found = load_packaged(RUBRIC.id)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def families() -> Sequence[FamilyDraft]:
    """Texts of like length about one element, one misconception and something else."""
    every = load_families(RUBRIC, DATA / "families.jsonl")
    texts = [each for each in every if 200 < len(each.text) < 260]
    chosen = [
        *[each for each in texts if each.element_id == "MP1.cost" and each.level != 1][:160],
        *[each for each in texts if each.element_id == "MC1"][:16],
        *[each for each in every if each.element_id == "" and len(each.text) < 320][:8],
    ]
    return read_families(build_engine(RUBRIC, baseline=True), chosen)


@pytest.fixture(scope="module")
def taught(families: Sequence[FamilyDraft], judge: Judge) -> CloseReading:
    return fit_close_reading(RUBRIC, (), families, judge, rounds=12)


def test_it_learns_what_the_texts_have(families: Sequence[FamilyDraft], taught: CloseReading) -> None:
    about = [family for family in families if family.own == (COST,)]
    right = [(taught.read(each.table.prose).levels[:, COST, 0] > 0.5) == (each.levels[COST] > 0) for each in about]
    first, second = np.mean(right, axis=0)
    assert first > 0.8
    assert second > 0.6, "it is told much else, of which so few texts teach little"
    assert taught.misconceptions == ("MC1",)
    assert taught.down["query"].shape == (len(LESSONS), 3, 384, RANK)
    assert taught.readiness == readiness_of(families)


def test_the_same_texts_give_the_same_numbers(families: Sequence[FamilyDraft], judge: Judge) -> None:
    one, other = (fit_close_reading(RUBRIC, (), families, judge, rounds=1) for _ in range(2))
    np.testing.assert_array_equal(one.weights, other.weights)
    np.testing.assert_array_equal(one.up["wide"], other.up["wide"])


def test_a_text_on_cost_is_unlikely_to_have_a_roadmap(families: Sequence[FamilyDraft], judge: Judge) -> None:
    about = [each for each in families if each.own == (COST,) and each.levels[COST] == 2]
    unlikely = np.mean([unlikely_in(RUBRIC, judge, each, ["MC1", "MC3"]) for each in about], axis=0)
    roadmap = [element.id for element in RUBRIC.elements].index("X.roadmap")
    assert unlikely.shape == (TOLD + 2,)
    assert unlikely[2 * roadmap] > 0.8
    assert unlikely[2 * COST] < 0.5
    assert unlikely[TOLD] > 0.8
    assert unlikely[TOLD + 1] == 0, "no sentence shows that by itself, so nothing is known"


def test_what_is_not_known_of_a_text_counts_nothing(families: Sequence[FamilyDraft]) -> None:
    chosen = (
        next(each for each in families if each.own == (COST,)),
        next(each for each in families if each.misconceptions),
        next(each for each in families if each.elsewhere),
    )
    unlikely = np.zeros(TOLD + 2, dtype=bool)
    unlikely[TOLD - 2] = True
    cost, confused, elsewhere = (example_of_family(each, unlikely, ["MC1", "MC2"]) for each in chosen)
    assert cost.weights[2 * COST] == 1
    assert cost.truth[2 * COST] == (chosen[0].levels[COST] > 0)
    assert cost.weights[TOLD - 2] == pytest.approx(0.1)
    assert cost.weights[TOLD:].tolist() == [0, 0]
    assert confused.weights[:TOLD].max() < 1
    assert confused.weights[TOLD:].tolist() == [1, 0]
    assert elsewhere.truth.max() == 0
    assert elsewhere.weights[:TOLD].min() > 0


def test_runs_out_of_scripts_have_the_best_that_a_sentence_has() -> None:
    scripts: Sequence[MarkedScript] = load_marked_scripts(RUBRIC, DATA)[:3]
    (draft, *_) = drafts = read_scripts(build_engine(RUBRIC, baseline=True), scripts)
    first, second = LESSONS
    misconceptions = [item.id for item in RUBRIC.misconceptions]
    assert all(run.weights[TOLD:].max() == 0 for run in runs_of(RUBRIC, drafts, misconceptions, first))
    runs = runs_of(RUBRIC, drafts, misconceptions, second)
    assert len(runs) > 10
    assert all(len(run.truth) == len(run.weights) == TOLD + 4 for run in runs)
    assert runs[0].text.split()[0] in draft.found.text
    assert all((run.truth[1:TOLD:2] <= run.truth[:TOLD:2]).all() for run in runs)
    assert sum(run.truth.any() for run in runs) > 5
    assert all(run.weights[TOLD + 2 :].max() == 0 for run in runs), "MC3 and MC4 are of a whole draft"
