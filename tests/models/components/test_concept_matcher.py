from collections.abc import Mapping
from typing import Any

import pytest
from spacy.language import Language

from models.extensions import is_weak
from tests.models.components.reading import build_lexicon, concepts_of, match

QUALITY = build_lexicon(terms=["quality", "right first time"], exclude=["high quality essay", "air quality"])
WASTE = build_lexicon(frames=[{"head": ["cut", "eliminate", "get rid of"], "with": ["waste", "scrap", "idle time"]}])
SPEED = build_lexicon(terms=["lead time"], hints=["fast", "wait", "quick"])
ERP = build_lexicon(terms=["enterprise system"], abbreviations=["ERP", "IT"])


def _found(parser: Language, lexicon: Mapping[str, Any], text: str) -> list[str]:
    return [span.text for span in concepts_of(match(parser, text, {"E.x": lexicon}))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quality rose.", ["Quality"]),
        ("The qualities differ.", ["qualities"]),
        ("Work is done right-first-time here.", ["right-first-time"]),
        ("The work is right, first of all, and in time.", []),
        ("Quantity rose.", []),
    ],
)
def test_terms_are_found_in_any_form(parser: Language, text: str, found: list[str]) -> None:
    assert _found(parser, QUALITY, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This is a high-quality essay.", []),
        ("High quality essays are rare.", []),
        ("Air quality fell.", []),
        ("The high quality of our bread sells it.", ["quality"]),
        ("A high-quality essay says that quality rose.", ["quality"]),
    ],
)
def test_words_in_another_sense_are_left_out(parser: Language, text: str, found: list[str]) -> None:
    assert _found(parser, QUALITY, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They cut waste.", ["cut waste"]),
        ("They cut costs and waste.", ["cut costs and waste"]),
        (
            "They cut nearly all the useless, dull and costly waste.",
            ["cut nearly all the useless, dull and costly waste"],
        ),
        ("Waste was cut.", ["Waste was cut"]),
        ("The plan is to eliminate every scrap.", ["eliminate every scrap"]),
        ("We got rid of idle time in the ward.", ["got rid of idle time"]),
        ("Waste is what it is: nobody counts it, nobody sees it, and nobody has the time to cut the cake.", []),
        ("The waste grew. They cut the cake.", []),
        ("The waste is theirs.", []),
    ],
)
def test_words_of_a_frame_count_when_one_governs_the_other(parser: Language, text: str, found: list[str]) -> None:
    assert _found(parser, WASTE, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ERP went live.", ["ERP"]),
        ("The erp went live.", []),
        ("It went live.", []),
        ("IT went live.", ["IT"]),
        ("Enterprise Systems went live.", ["Enterprise Systems"]),
    ],
)
def test_abbreviations_need_their_capitals(parser: Language, text: str, found: list[str]) -> None:
    assert _found(parser, ERP, text) == found


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("The lead time is long.", [False]),
        ("Guests wait.", [True]),
        ("A fast crew cut the lead time.", [True, False]),
        ("The crew sat down.", []),
    ],
)
def test_hints_are_marked_as_weak(parser: Language, text: str, weak: list[bool]) -> None:
    assert [is_weak(span) for span in concepts_of(match(parser, text, {"E.x": SPEED}))] == weak


def test_the_longest_of_nested_matches_stays(parser: Language) -> None:
    lexicon = build_lexicon(terms=["quality", "total quality management"])
    assert _found(parser, lexicon, "Total quality management is about quality.") == [
        "Total quality management",
        "quality",
    ]


def test_elements_are_marked_side_by_side(parser: Language) -> None:
    lexicons = {"E.a": build_lexicon(terms=["quality"]), "E.b": build_lexicon(terms=["quality", "cost"])}
    found = concepts_of(match(parser, "Quality has a cost.", lexicons))
    assert sorted((span.label_, span.text) for span in found) == [
        ("E.a", "Quality"),
        ("E.b", "Quality"),
        ("E.b", "cost"),
    ]


def test_an_exclusion_holds_for_its_own_element_only(parser: Language) -> None:
    lexicons = {"E.a": QUALITY, "E.b": build_lexicon(terms=["quality"])}
    found = concepts_of(match(parser, "Air quality fell.", lexicons))
    assert [span.label_ for span in found] == ["E.b"]


def test_spelling_of_either_side_of_the_ocean_is_read(parser: Language) -> None:
    lexicon = build_lexicon(terms=["work centre", "standardise"])
    assert _found(parser, lexicon, "Each work center was standardized.") == ["work center", "standardized"]
