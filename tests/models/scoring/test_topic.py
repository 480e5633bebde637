from dataclasses import replace
from pathlib import Path

import pytest

from models.artefacts.files import load_packaged
from models.engine import ScoringEngine
from models.evidence import EvidenceKind, EvidenceSpan
from models.scoring.topic import Topic, read_topic
from rubric.library import load_by_id

RUBRIC = load_by_id("operations_management.level7")


def script(name: str) -> str:
    return (Path(__file__).parents[3] / "models" / "data" / "scripts" / f"{name}.txt").read_text(encoding="utf-8")


UNNAMED = script("s702")
"""Speaks of development in the words of those who work there."""
NAMED = (
    "Cost, quality and speed pull against each other here. Lean methods cut the waste of walking, and a new "
    "layout shortened the lead time by a third. Continuous improvement is the work of every shift."
)
ELSEWHERE = (
    "The poem opens in a winter garden, and its speaker remembers a mother who sang at the gate. Critics have "
    "read the gate as a threshold between childhood and loss. The second stanza turns to snow, whose silence "
    "the rhyme carries over into the third. What the speaker wants is never said, and the last line breaks off"
    " as a door is closed on her. Two manuscripts differ in one word of it, and the later editors have "
    "preferred the darker of them since the war."
)


@pytest.mark.parametrize(
    ("text", "by_words", "by_models"),
    [
        (NAMED, Topic.OURS, Topic.OURS),
        (UNNAMED, Topic.OTHER, Topic.OURS),
        (ELSEWHERE, Topic.OTHER, Topic.OTHER),
        (script("s792"), Topic.OURS, Topic.OTHER),
        (script("s395"), Topic.OTHER, Topic.IN_DOUBT),
    ],
    ids=["named", "unnamed", "elsewhere", "named in passing", "hardly named"],
)
def test_a_draft_is_on_topic_by_its_words_or_by_what_it_says(
    engine: ScoringEngine, text: str, by_words: Topic, by_models: Topic
) -> None:
    found = engine.find_all(text)
    assert read_topic(RUBRIC, found, None) is by_words
    assert read_topic(RUBRIC, found, load_packaged(RUBRIC.id)) is by_models


def test_topics_that_earn_nothing_are_not_made_up_for(engine: ScoringEngine) -> None:
    found = engine.find_all(NAMED)
    aside = EvidenceSpan(kind=EvidenceKind.KEY_CONCEPT, start_char=0, end_char=4, detector="concept_matcher")
    first = replace(found.sentences[0], spans=(aside,) * 60)
    covered = replace(found, sentences=(first, *found.sentences[1:]))
    assert read_topic(RUBRIC, covered, load_packaged(RUBRIC.id)) is Topic.OTHER
