"""Subject knowledge is data: examiners edit YAML, developers edit Python."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from rubric.library import list_rubrics, load_by_id
from tests.architecture.project import name_of, source_files, tree

ID = re.compile(r"\b(?:MP|MC)\d|\b[XT]\.[a-z]")
CHECKED = ("models/", "rubric/importers/", "service/feedback/", "service/rendering/")
STATISTICS = "models/evaluation/"
PROGRAM_WORDS = {"quality", "cost", "logistics", "plc", "sprint", "first grade"}
"""Words that the program has a use for of its own: names of rules, endings of companies' names, phases, grades."""


def test_no_rule_speaks_of_one_subject(subject_terms: frozenset[str]) -> None:
    longest = max(len(term.split()) for term in subject_terms)
    found = [
        f"{place}: {term}"
        for place, text in literals()
        for term in runs_of_words(text, longest)
        if term in subject_terms and term not in PROGRAM_WORDS
    ]
    assert not found


def test_no_rule_names_an_id_of_a_rubric() -> None:
    assert not [f"{place}: {text}" for place, text in literals() if ID.search(text)]


@pytest.fixture(scope="module")
def subject_terms() -> frozenset[str]:
    """The words for every idea that is recognised by its lexicon alone."""
    terms: set[str] = set()
    for entry in list_rubrics():
        rubric = load_by_id(entry.id)
        lexicons = [element.lexicon for element in rubric.elements if element.judge == "concept"]
        for lexicon in chain(lexicons, (concept.lexicon for concept in rubric.key_concepts)):
            terms.update(" ".join(words_of(term)) for term in chain(lexicon.terms, lexicon.abbreviations))
    assert "kanban" in terms
    return frozenset(terms)


def literals() -> Iterator[tuple[str, str]]:
    """Every string in the checked files that is not a docstring, with its place."""
    for path in source_files():
        if name_of(path).startswith(CHECKED) and not name_of(path).startswith(STATISTICS):
            documents = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
                    yield place_of(path, node), node.value


def place_of(path: Path, node: ast.Constant) -> str:
    return f"{name_of(path)}:{node.lineno}"


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def runs_of_words(text: str, longest: int) -> Iterator[str]:
    words = words_of(text)
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield " ".join(words[start:end])
