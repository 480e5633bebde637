"""Learning what is about something else, on a few scripts and texts."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.engine import build_engine
from models.training.scripts import load_families, load_marked_scripts
from models.training.tables import FamilyDraft, TrainingDraft, read_families, read_scripts
from models.training.unrelated import FEWEST_UNRELATED, Paragraphs, fit_unrelated, read_paragraphs
from rubric.library import load_by_id

pytestmark = pytest.mark.slow
DATA = Path(__file__).parents[3] / "models" / "data"
RUBRIC = load_by_id("operations_management.level7")


@pytest.fixture(scope="module")
def drafts() -> Sequence[TrainingDraft]:
    scripts = load_marked_scripts(RUBRIC, DATA)[::26]
    return read_scripts(build_engine(RUBRIC, baseline=True), scripts)


@pytest.fixture(scope="module")
def families() -> Sequence[FamilyDraft]:
    about_else = [each for each in load_families(RUBRIC, DATA / "families.jsonl") if not each.element_id]
    return read_families(build_engine(RUBRIC, baseline=True), about_else[: 2 * FEWEST_UNRELATED])


@pytest.fixture(scope="module")
def paragraphs(drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]) -> Paragraphs:
    found = read_paragraphs(drafts, families)
    assert found is not None
    return found


def test_texts_about_something_else_are_told_and_few_creditable_paragraphs_lost(paragraphs: Paragraphs) -> None:
    reading = fit_unrelated(paragraphs)
    odds = np.hstack([paragraphs.traits, paragraphs.vectors, paragraphs.ties]) @ reading.weights + reading.bias
    ours = paragraphs.credited & ~paragraphs.unrelated
    assert np.median(odds[paragraphs.unrelated]) > np.quantile(odds[ours], 0.95)
    assert (odds[ours] >= reading.threshold).mean() < 0.02
    assert reading.threshold >= 0


def test_without_a_writer_nothing_of_theirs_counts(paragraphs: Paragraphs) -> None:
    (writer, *_) = paragraphs.writers
    mine = paragraphs.writers == writer
    changed = replace(paragraphs, traits=np.where(mine[:, None], 5.0, paragraphs.traits))
    one, other = (fit_unrelated(each, without=[writer]) for each in (paragraphs, changed))
    np.testing.assert_array_equal(one.weights, other.weights)
    assert one.threshold == other.threshold


def test_the_same_paragraphs_give_the_same_numbers(paragraphs: Paragraphs) -> None:
    np.testing.assert_array_equal(fit_unrelated(paragraphs).weights, fit_unrelated(paragraphs).weights)


def test_few_texts_about_something_else_teach_nothing(
    drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]
) -> None:
    assert read_paragraphs(drafts, families[:5]) is None
