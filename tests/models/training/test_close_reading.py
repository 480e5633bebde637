"""Teaching the encoder on a few short texts: that it learns, gives the same numbers again, and knows when not to."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from models.engine import build_engine
from models.scoring.close_reading import CloseReading
from models.training.close_reading import RANK, example_of_family, fit_close_reading, runs_of, usual_odds_of
from models.training.scripts import MarkedScript, load_families, load_marked_scripts
from models.training.tables import FamilyDraft, read_families, read_scripts
from rubric.library import load_by_id

pytestmark = pytest.mark.slow
DATA = Path(__file__).parents[3] / "models" / "data"
RUBRIC = load_by_id("operations_management.level7")
TOLD = 2 * len(RUBRIC.elements)
COST = [element.id for element in RUBRIC.elements].index("MP1.cost")


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
def taught(families: Sequence[FamilyDraft]) -> CloseReading:
    found = fit_close_reading(RUBRIC, (), families, fewest=10, rounds=12)
    assert found is not None
    return found


def test_it_learns_what_the_texts_have(families: Sequence[FamilyDraft], taught: CloseReading) -> None:
    about = [family for family in families if family.own == (COST,)]
    right = [(taught.read(each.table.prose).levels[COST, 0] > 0.5) == (each.levels[COST] > 0) for each in about]
    assert np.mean(right) > 0.8
    assert taught.misconceptions == ("MC1",)
    assert taught.down["query"].shape == (3, 384, RANK)
    assert taught.usual_odds == usual_odds_of(families)


def test_the_same_texts_give_the_same_numbers(families: Sequence[FamilyDraft]) -> None:
    one, other = (fit_close_reading(RUBRIC, (), families, fewest=10, rounds=1) for _ in range(2))
    assert one is not None
    assert other is not None
    np.testing.assert_array_equal(one.weights, other.weights)
    np.testing.assert_array_equal(one.up["wide"], other.up["wide"])


def test_too_few_texts_teach_nothing(families: Sequence[FamilyDraft]) -> None:
    assert fit_close_reading(RUBRIC, (), families) is None


def test_what_is_not_known_of_a_text_counts_nothing(families: Sequence[FamilyDraft]) -> None:
    chosen = (
        next(each for each in families if each.own == (COST,)),
        next(each for each in families if each.misconceptions),
        next(each for each in families if each.elsewhere),
    )
    cost, confused, elsewhere = (example_of_family(each, len(RUBRIC.elements), ["MC1", "MC2"]) for each in chosen)
    assert cost.weights[2 * COST] == 1
    assert cost.weights[TOLD:].tolist() == [0, 0]
    assert confused.weights[:TOLD].max() < 1
    assert confused.weights[TOLD:].tolist() == [1, 0]
    assert elsewhere.truth.max() == 0
    assert elsewhere.weights[:TOLD].min() > 0


def test_runs_out_of_scripts_have_the_best_that_a_sentence_has() -> None:
    scripts: Sequence[MarkedScript] = load_marked_scripts(RUBRIC, DATA)[:3]
    (draft, *_) = drafts = read_scripts(build_engine(RUBRIC, baseline=True), scripts)
    runs = runs_of(drafts, misconceptions=4)
    assert len(runs) > 10
    assert all(len(run.truth) == len(run.weights) == TOLD + 4 for run in runs)
    assert runs[0].text.split()[0] in draft.found.text
    assert all((run.truth[1:TOLD:2] <= run.truth[:TOLD:2]).all() for run in runs)
    assert sum(run.truth.any() for run in runs) > 5
