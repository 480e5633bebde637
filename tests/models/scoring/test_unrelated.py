"""Paragraphs about something else: what they are told by, and what becomes of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.artefacts.files import load_packaged
from models.engine import ScoringEngine
from models.evidence import Evidence
from models.scoring.unrelated import TIES, Unrelated, mark_unrelated, paragraphs_to_tell, ties_to, traits_of
from tests.robustness.rates import sound_drafts

DRAFT = (Path(__file__).parents[2] / "data" / "bench_draft.txt").read_text(encoding="utf-8")
GLACIER = (
    "A glacier forms where more snow falls in winter than melts in summer. Under its own weight the snow turns to ice, "
    "which flows downhill by some metres a year and grinds the rock beneath it to a flour that makes the lakes green."
)
SOUND = 50


@pytest.fixture(scope="module")
def reading() -> Unrelated:
    judge = load_packaged("operations_management.level7")
    assert judge is not None
    assert judge.unrelated is not None
    return judge.unrelated


@pytest.fixture(scope="module")
def padded(engine: ScoringEngine) -> Evidence:
    first, rest = DRAFT.split("\n\n", 1)
    return engine.find_evidence(f"{first}\n\n{GLACIER}\n\n{rest}")


def test_a_paragraph_about_something_else_earns_nothing_and_is_shown(padded: Evidence, engine: ScoringEngine) -> None:
    (span,) = padded.unrelated
    assert padded.text[span.start_char : span.end_char] == GLACIER
    inside = [each for each in padded.sentences if span.start_char <= each.start_char < span.end_char]
    assert len(inside) == 2
    assert all(each.left_out and not each.creditable for each in inside)
    plain, now = engine.score(DRAFT), engine.judge(padded)
    assert [each.band for each in now.criteria] == [each.band for each in plain.criteria]


def test_sound_drafts_keep_nearly_every_paragraph(engine: ScoringEngine) -> None:
    found = [engine.find_evidence(draft) for draft in sound_drafts(12)]
    told = sum(len(paragraphs_to_tell(each.sentences)) for each in found)
    assert told > SOUND
    assert sum(len(each.unrelated) for each in found) <= 0.02 * told


def test_few_words_of_padding_are_no_cause_for_a_flag(padded: Evidence, engine: ScoringEngine) -> None:
    assert "unrelated_passages" not in {flag.id for flag in engine.judge(padded).flags}
    much = engine.score(f"{DRAFT}\n\n{GLACIER}\n\n{GLACIER.replace('snow', 'fresh snow').replace('lakes', 'tarns')}")
    assert engine.score(DRAFT).overall == much.overall


def test_a_short_text_is_not_taken_apart(engine: ScoringEngine, reading: Unrelated) -> None:
    found = replace(engine.find_all(GLACIER), on_topic=True)
    assert mark_unrelated(reading, found) is found


def test_a_draft_mostly_about_something_else_is_off_topic(engine: ScoringEngine, reading: Unrelated) -> None:
    always = replace(reading, by_words_bias=99.0, bias=99.0)
    found = engine.find_evidence(DRAFT)
    assert found.on_topic
    marked = mark_unrelated(always, found)
    assert not marked.on_topic
    assert not any(each.creditable for each in marked.sentences)


def test_where_one_surely_is_others_are_likelier(engine: ScoringEngine, reading: Unrelated) -> None:
    found = engine.find_evidence(DRAFT)
    paragraphs = [[found.sentences[at] for at in places] for places in paragraphs_to_tell(found.sentences)]
    assert max(reading.beyond(paragraphs, DRAFT)) < 0
    assert not found.unrelated


def test_traits_are_finite_and_of_one_length(engine: ScoringEngine, reading: Unrelated) -> None:
    traits = [traits_of([each]) for each in engine.find_all(DRAFT).sentences]
    assert {len(each) for each in traits} == {len(reading.by_words)}
    assert np.isfinite(traits).all()


def test_a_paragraph_of_the_draft_has_more_ties_to_it_than_one_about_something_else(engine: ScoringEngine) -> None:
    sentences = engine.find_all(DRAFT).sentences
    (mine, *others) = [[sentences[at] for at in places] for places in paragraphs_to_tell(sentences)]
    rest = [each for paragraph in others for each in paragraph]
    else_about = engine.find_all(f"{GLACIER}\n\n{DRAFT}").sentences[:2]
    own, foreign = ties_to(rest, mine), ties_to(rest, else_about)
    assert len(own) == len(foreign) == TIES
    assert (own[:3] > foreign[:3]).all()
    assert not ties_to([], mine).any()
