"""Drafts that try to look like an answer, and honest ones that look odd, by a writer who did not know the rules."""

from pathlib import Path

import pytest

from models.engine import ScoringEngine
from models.scores import DraftScore

DATA = Path(__file__).with_name("data")
HONEST = sorted(path.stem for path in (DATA / "honest").glob("*.txt"))
HARMLESS = {"too_short"}


def _score(engine: ScoringEngine, name: str) -> DraftScore:
    return engine.score((DATA / f"{name}.txt").read_text(encoding="utf-8"))


def _flags(scored: DraftScore) -> set[str]:
    return {flag.id for flag in scored.flags}


@pytest.mark.parametrize(
    ("attack", "flag"),
    [
        ("offtopic_01", "off_topic"),
        ("offtopic_02", "off_topic"),
        ("offtopic_03", "off_topic"),
        ("offtopic_04", "off_topic"),
        ("offtopic_05", "off_topic"),
        ("language_01", "not_english"),
        ("language_02", "not_english"),
        ("language_03", "not_english"),
        ("stuffing_01", "keyword_list"),
        ("stuffing_02", "keyword_list"),
        ("babble_01", "keyword_list"),
        ("definitions_01", "mostly_definitions"),
        ("outline_01", "outline_only"),
        ("marker_01", "addresses_marker"),
        ("marker_02", "addresses_marker"),
        ("marker_03", "addresses_marker"),
        ("hidden_01", "hidden_characters"),
        ("hidden_02", "hidden_characters"),
        ("repetition_01", "repeated_text"),
        ("repetition_02", "repeated_text"),
    ],
)
def test_what_only_looks_like_an_answer_is_flagged(engine: ScoringEngine, attack: str, flag: str) -> None:
    assert flag in _flags(_score(engine, f"attacks/{attack}"))


@pytest.mark.parametrize(
    ("attack", "most_gain"),
    [
        ("marker_01", 1),
        ("marker_02", 1),
        ("marker_03", 1),
        ("hidden_01", 1),
        ("hidden_02", 1),
        ("insertion_01", 2),
        ("padding_01", 2),
        ("repetition_01", 3),
        ("repetition_02", 3),
    ],
)
def test_an_attack_on_a_sound_answer_gains_next_to_nothing(engine: ScoringEngine, attack: str, most_gain: int) -> None:
    clean, attacked = _score(engine, f"attacks/{attack}.base"), _score(engine, f"attacks/{attack}")
    assert clean.overall is not None
    assert attacked.overall is not None
    assert attacked.overall <= clean.overall + most_gain


@pytest.mark.parametrize("name", ["language_01", "language_02", "language_03", "language_04"])
def test_another_language_is_not_judged(engine: ScoringEngine, name: str) -> None:
    scored = _score(engine, f"attacks/{name}")
    assert not scored.judgeable
    assert scored.overall is None


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_draft_is_not_flagged(engine: ScoringEngine, name: str) -> None:
    assert _flags(_score(engine, f"honest/{name}")) <= HARMLESS


@pytest.mark.parametrize("path", sorted(DATA.glob("*/*.txt")), ids=lambda path: path.stem)
def test_every_span_lies_in_the_draft(engine: ScoringEngine, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    scored = engine.score(text)
    elements = [each for criterion in scored.criteria for each in criterion.elements]
    for judged in (*elements, *scored.support, *scored.misconceptions, *scored.flags):
        for span in getattr(judged, "evidence", ()) or getattr(judged, "spans", ()):
            assert 0 <= span.start_char < span.end_char <= len(text)
            assert text[span.start_char : span.end_char].strip()
