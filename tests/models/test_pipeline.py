"""The one door to spaCy."""

import pytest
from spacy.language import Language

from models import components
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
