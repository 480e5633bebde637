import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from threadpoolctl import threadpool_info

from models.engine import ScoringEngine, build_engine
from models.evidence import EvidenceSpan
from models.scores import Confidence, DraftScore, ElementScore, Level
from rubric.fingerprint import fingerprint
from rubric.library import load_by_id
from seeds.notes import load_notes

DATA = Path(__file__).parents[1] / "data"
DRAFT = (DATA / "bench_draft.txt").read_text(encoding="utf-8")
JSON = TypeAdapter(DraftScore)
SCORE_IT = """
import sys
from pathlib import Path
from pydantic import TypeAdapter
from models.engine import build_engine
from models.scores import DraftScore
from rubric.library import load_by_id
engine = build_engine(load_by_id("operations_management.level7"))
scored = engine.score(Path(sys.argv[1]).read_text(encoding="utf-8"))
sys.stdout.buffer.write(TypeAdapter(DraftScore).dump_json(scored))
"""
AWKWARD = (
    "caf\u00e9 \U0001f600 The\u00a0oven\u200b is \u201chot\u201d \u2013 so the queue grew by 12%.\r\n\r\n"
    "\u2022 Move the \u0441ost sheet;\u2028then w\u0430it. \ufb01ve bakers wait because the mill is late each day."
)


def _json(scored: DraftScore) -> bytes:
    return JSON.dump_json(scored)


def _elements(scored: DraftScore) -> list[ElementScore]:
    return [*scored.support, *(each for criterion in scored.criteria for each in criterion.elements)]


def _spans(scored: DraftScore) -> Iterator[EvidenceSpan]:
    """Every span that a score carries."""
    for element in _elements(scored):
        yield from element.evidence
    for holder in scored.criteria:
        yield from holder.evidence
    for misconception in scored.misconceptions:
        yield from misconception.evidence
    for flag in scored.flags:
        yield from flag.spans
    yield from scored.key_concepts


def _assert_spans_lie_inside(scored: DraftScore, text: str) -> None:
    assert scored.text == text
    for span in _spans(scored):
        assert 0 <= span.start_char < span.end_char <= len(text)
        assert text[span.start_char : span.end_char].strip()
    places = [(part.start_char, part.end_char) for part in scored.paragraphs]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_the_same_text_gets_the_same_answer_from_eight_threads(engine: ScoringEngine) -> None:
    texts = [DRAFT[:1200], AWKWARD, DRAFT[:1200], DRAFT[-800:]] * 4
    alone = [_json(engine.score(text)) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = [_json(scored) for scored in pool.map(engine.score, texts)]
    assert together == alone


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "4711"])
def test_another_process_gives_the_same_answer(engine: ScoringEngine, seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCORE_IT, str(DATA / "bench_draft.txt")],
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    assert done.stdout == _json(engine.score(DRAFT))


def test_what_was_scored_before_leaves_no_trace(engine: ScoringEngine) -> None:
    first = _json(engine.score(DRAFT))
    engine.score(AWKWARD)
    assert _json(engine.score(DRAFT)) == first


@pytest.mark.parametrize("text", [DRAFT, AWKWARD, DRAFT.replace("\n", "\r\n"), f"\ufeff{DRAFT}", f"\n\n  {DRAFT}"])
def test_every_span_lies_inside_the_text(engine: ScoringEngine, text: str) -> None:
    scored = engine.score(text)
    assert scored.judgeable
    _assert_spans_lie_inside(scored, text)


@settings(max_examples=25)
@given(st.lists(st.sampled_from([*DRAFT.split("\n\n")[:8], *AWKWARD, "\n\n", "- ", "# ", "\u200d"]), max_size=12))
def test_every_span_lies_inside_any_text(engine: ScoringEngine, pieces: list[str]) -> None:
    text = "".join(pieces)
    _assert_spans_lie_inside(engine.score(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "Lean works.",
        "0 1 2 3 4 5 6 7 8 9 --- 10 11 12 +++ 13 14 15 16",
        "La gestion des stocks permet de servir les clients plus vite que chez le concurrent voisin.",
    ],
    ids=["empty", "blank", "two words", "figures", "French"],
)
def test_what_cannot_be_judged_gets_none_and_never_nought(engine: ScoringEngine, text: str) -> None:
    scored = engine.score(text)
    assert not scored.judgeable
    assert scored.reason
    assert scored.overall is None
    assert {criterion.band for criterion in scored.criteria} == {None}
    assert {element.level for element in _elements(scored)} == {None}
    assert {misconception.status for misconception in scored.misconceptions} == {None}


def test_a_draft_that_can_be_judged_gets_every_judgement(engine: ScoringEngine) -> None:
    scored = engine.score(DRAFT)
    assert all(criterion.band in range(5) for criterion in scored.criteria)
    told = [element for element in _elements(scored) if element.level is not None]
    assert len(told) >= 0.9 * len(_elements(scored))
    assert all((each.level is None) is (each.confidence is Confidence.CANNOT_TELL) for each in _elements(scored))
    assert all(misconception.status is not None for misconception in scored.misconceptions)
    assert scored.overall in range(101)


def test_every_level_above_absent_has_evidence_and_every_judgement_a_reason(engine: ScoringEngine) -> None:
    for element in _elements(engine.score(DRAFT)):
        assert bool(element.evidence) is (element.level is not Level.ABSENT)
        assert element.reason


def test_the_reading_notes_handed_in_as_a_draft_earn_nothing(engine: ScoringEngine) -> None:
    scored = engine.score("\n\n".join(note.text for note in load_notes()))
    assert {criterion.band for criterion in scored.criteria} == {0}
    assert {element.level for element in _elements(scored)} == {Level.ABSENT}
    assert "copied_source" in {flag.id for flag in scored.flags}


def test_a_score_names_what_it_was_scored_by(engine: ScoringEngine) -> None:
    scored = engine.score(DRAFT)
    assert scored.engine_version == engine.version
    assert (scored.rubric_id, scored.rubric_fingerprint) == (engine.rubric.id, fingerprint(engine.rubric))


def test_an_engine_keeps_the_sums_of_its_process_to_one_thread() -> None:
    build_engine(load_by_id("operations_management.level7"))
    assert {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"} == {1}
