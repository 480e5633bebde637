"""The one door to spaCy."""

from collections.abc import Sequence

import pytest
from spacy.language import Language

from models import components
from models.evidence import Evidence, Function
from models.pipeline import EvidenceFinder, build_pipeline, load_language_model
from rubric.library import load_by_id


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return build_pipeline(load_by_id("operations_management.level7"))


@pytest.fixture(scope="module")
def finder() -> EvidenceFinder:
    return EvidenceFinder(load_by_id("operations_management.level7"))


def test_every_component_gets_what_it_needs(pipeline: Language) -> None:
    problems = (pipeline.analyze_pipes() or {})["problems"]
    assert set(components.__all__) <= set(problems)
    assert not any(problems.values())


def test_the_parse_is_the_language_models_own(pipeline: Language) -> None:
    text = "A shorter walk than before made the nurses smile."
    assert [token.tag_ for token in pipeline(text)] == [token.tag_ for token in load_language_model()(text)]


@pytest.mark.parametrize(
    ("text", "judgeable"),
    [
        ("", False),
        ("lean", False),
        ("!!! ??? ### 123 456 789 --- === +++ 000 111 222 333", False),
        ("La gestion des stocks permet de servir les clients plus vite que chez le concurrent voisin.", False),
        ("The depot keeps spare kits beside the pit so that nobody walks to the stores at night.", True),
    ],
)
def test_what_cannot_be_judged_is_said_to_be_so(finder: EvidenceFinder, text: str, judgeable: bool) -> None:
    found = finder.find(text)
    assert found.judgeable is judgeable
    assert bool(found.reason) is not judgeable


def test_the_reference_list_and_headings_earn_nothing(finder: EvidenceFinder) -> None:
    found = finder.find(
        "# Lean\n\nThe crew is glad of the new kits and says so.\n\n"
        "References\n\nSlack, N. (2019) Lean and agile. London.\n"
    )
    assert [place for place, sentence in enumerate(found.sentences) if sentence.creditable] == [1]


PARAGRAPHS = (
    "Harbour Print makes booklets for forty theatres, and dependability matters most, because a programme that comes "
    "after the opening night is waste paper, whatever it cost to print and however well it was bound by hand.",
    "The shop is laid out by process, so a job walks ninety metres between printing and binding, which slows every "
    "order. At the press halls of Zara machines stand by product, and a job moves a tenth of that way to the end.",
    "We recommend a second binder, since the first one stands still for nine hours a week. By March the share of late "
    "orders should fall from 5% to 2%, and the owner reports it to the printers on every Monday of the month.",
)


def _as_known_before(text: str, before: Sequence[str]) -> Evidence:
    fresh = EvidenceFinder(load_by_id("operations_management.level7"))
    for each in before:
        fresh.find(each)
    return fresh.find(text)


def test_what_was_read_before_changes_nothing(finder: EvidenceFinder) -> None:
    text = "\n\n".join(PARAGRAPHS)
    changed = text.replace("nine hours", "two hours")
    found = finder.find(text)
    assert _as_known_before(text, [changed, *PARAGRAPHS]) == found
    assert _as_known_before(text, []) == found


def test_offsets_are_those_of_the_draft(finder: EvidenceFinder) -> None:
    text = "\n\n\n  ".join(PARAGRAPHS)
    found = finder.find(text)
    assert {sentence.paragraph for sentence in found.sentences} == {0, 1, 2}
    assert all(text[each.start_char : each.end_char].strip() for each in found.sentences)
    names = [span for each in found.sentences for span in each.spans if span.detector == "example_finder"]
    assert [text[span.start_char : span.end_char] for span in names] == ["Zara"]


def test_the_heading_above_bears_on_every_paragraph_under_it(finder: EvidenceFinder) -> None:
    text = "Recommendations\n\n" + PARAGRAPHS[0] + "\n\nPurchase a second binder. " + PARAGRAPHS[1]
    asked = next(each for each in finder.find(text).sentences if text[each.start_char :].startswith("Purchase"))
    assert Function.RECOMMEND in asked.functions
