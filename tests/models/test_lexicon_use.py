"""Words found in a draft are traced to the entries of the lexicon that matched them."""

import pytest

from models.lexicon_use import entries_behind
from rubric.schema import Lexicon

LEXICON = Lexicon.model_validate(
    {
        "terms": ["unit cost", "just-in-time"],
        "phrases": ["save money"],
        "abbreviations": ["JIT"],
        "hints": ["cheap"],
        "frames": [{"head": ["cut", "reduce"], "with": ["waste"]}],
    }
)


@pytest.mark.parametrize(
    ("words", "entries"),
    [
        ("unit costs", ("unit cost",)),
        ("Just in time", ("just-in-time",)),
        ("saving money", ("save money",)),
        ("JIT", ("JIT",)),
        ("jit", ()),
        ("cheap", ("cheap",)),
        ("cut a great deal of waste", ("cut + waste",)),
        ("waste was reduced", ("reduce + waste",)),
        ("cut costs", ()),
        ("", ()),
    ],
)
def test_words_lead_to_their_entries(words: str, entries: tuple[str, ...]) -> None:
    assert entries_behind(LEXICON, words) == entries
