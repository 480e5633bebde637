import pytest
from spacy.language import Language

from models.components.roadmap_finder import RoadmapFinder
from models.evidence import PlanStep
from tests.models.components.reading import match_and_count


def _steps(parser: Language, text: str) -> tuple[PlanStep, ...]:
    doc = RoadmapFinder()(match_and_count(parser, text))
    found: tuple[PlanStep, ...] = doc._.plan_steps
    return found


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("Phase 1 trains the night crew.", "phase", "Phase 1"),
        ("In the second quarter the store is moved.", "phase", "second quarter"),
        ("In Q2 the store is moved.", "phase", "Q2"),
        ("By the end of March the store is moved.", "when", "By the end of March"),
        ("Within six weeks the store is moved.", "when", "Within six weeks"),
        ("In week 3 the pilot is led by the ward manager.", "owner", "led by"),
        ("By June the ward manager signs the rota.", "owner", "manager"),
        ("In May the board reviews it, and only if it works does it go live.", "milestone", "only if"),
        ("First, train the crew.", "order", "First"),
        ("The pilot starts on one ward.", "order", "pilot"),
    ],
)
def test_a_step_of_a_plan_is_read_with_its_parts(parser: Language, text: str, field: str, words: str) -> None:
    (found,) = _steps(parser, text)
    assert getattr(found, field) == words


@pytest.mark.parametrize(
    "text",
    [
        "The queue is long.",
        "The ward manager runs the rota.",
        "Lean cuts waste in the store.",
        "Nurses like the rota.",
    ],
)
def test_a_sentence_without_time_order_or_plan_is_no_step(parser: Language, text: str) -> None:
    assert _steps(parser, text) == ()


def test_a_step_has_the_offsets_of_its_sentence(parser: Language) -> None:
    text = "The queue is long. In week 1 a nurse counts it."
    (found,) = _steps(parser, text)
    assert text[found.start_char : found.end_char] == "In week 1 a nurse counts it."


def test_a_plan_has_a_step_for_each_sentence(parser: Language) -> None:
    found = _steps(parser, "In week 1 a nurse counts the queue. In week 2 a till is added. By June the rest follow.")
    assert [step.phase or step.when for step in found] == ["week 1", "week 2", "By June"]
