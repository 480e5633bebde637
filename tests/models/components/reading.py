"""Reads a sentence with the shared parser and the components under test, with a small lexicon of tools and events."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from models.components.concept_matcher import ConceptMatcher
from models.components.signal_counter import SignalCounter
from models.extensions import CONCEPTS
from rubric.schema import Lexicon


def build_lexicon(**data: Any) -> Mapping[str, Any]:
    """A lexicon in the form in which the matcher takes it."""
    return Lexicon.model_validate(data).model_dump(by_alias=True)


TOOLS: Mapping[str, Mapping[str, Any]] = {
    "E.tool": build_lexicon(
        terms=["lean", "kanban", "total quality management", "cross docking"], abbreviations=["ERP", "TQM"]
    )
}


@cache
def counter_of(parser: Language) -> SignalCounter:
    """The signal counter, built once: its tables are long."""
    return SignalCounter(parser)


def match(parser: Language, text: str, lexicons: Mapping[str, Mapping[str, Any]] = TOOLS) -> Doc:
    """The text with its concepts marked."""
    return ConceptMatcher(parser, lexicons)(parser(text))


def match_and_count(parser: Language, text: str, lexicons: Mapping[str, Mapping[str, Any]] = TOOLS) -> Doc:
    """The text with its concepts marked and its signals counted."""
    return counter_of(parser)(match(parser, text, lexicons))


def concepts_of(doc: Doc) -> list[Span]:
    """The concepts that were marked, in the order of the text."""
    return list(doc.spans[CONCEPTS])
