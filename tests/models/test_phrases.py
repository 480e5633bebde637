import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from models.phrases import PhraseTable, longest, plain_words
from models.wordforms import plain_form


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A tokenizer alone."""
    return spacy.blank("en")


def _read(nlp: Language, text: str) -> Doc:
    doc = nlp(text)
    for token in doc:
        token.norm_ = plain_form(token.text)
    return doc


def _found(nlp: Language, phrases: dict[str, list[str]], text: str) -> list[tuple[str, str]]:
    table = PhraseTable(nlp)
    for label, some in phrases.items():
        table.add(label, some)
    doc = _read(nlp, text)
    return sorted((span.label_, span.text) for span in table.find(doc, plain_words(doc)))


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("lead time", "Our lead time is long.", "lead time"),
        ("lead time", "Lead times are long.", "Lead times"),
        ("lead time", "The lead-time is long.", "lead-time"),
        ("lead-time", "The lead time is long.", "lead time"),
        ("lead time", "LEAD TIME", "LEAD TIME"),
        ("just in time", "A just-in-time delivery.", "just-in-time"),
        ("work centre", "Each work center has a queue.", "work center"),
        ("optimise flow", "We optimized flows.", "optimized flows"),
        ("reduce waste", "They are reducing waste.", "reducing waste"),
    ],
)
def test_a_phrase_is_found_in_any_form(nlp: Language, phrase: str, text: str, found: str) -> None:
    assert _found(nlp, {"x": [phrase]}, text) == [("x", found)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("lead time", "The lead of the team has time."),
        ("lead time", "They led the timing."),
        ("cut waste", "Cut the waste."),
        ("lean", "Learn it."),
        ("work centre", "The work is central."),
    ],
)
def test_other_words_are_no_match(nlp: Language, phrase: str, text: str) -> None:
    assert _found(nlp, {"x": [phrase]}, text) == []


def test_labels_are_kept_apart_and_may_share_a_phrase(nlp: Language) -> None:
    phrases = {"a": ["lead time"], "b": ["lead time", "queue"]}
    assert _found(nlp, phrases, "The lead time of a queue.") == [("a", "lead time"), ("b", "lead time"), ("b", "queue")]


def test_a_label_may_be_added_to(nlp: Language) -> None:
    table = PhraseTable(nlp)
    table.add("a", ["queue"])
    table.add("a", ["waste"])
    table.add("a", [])
    doc = _read(nlp, "waste in a queue")
    assert sorted(span.text for span in table.find(doc, plain_words(doc))) == ["queue", "waste"]


def test_of_spans_within_spans_the_longest_stays(nlp: Language) -> None:
    doc = _read(nlp, "total quality management of quality")
    spans = [doc[1:2], doc[0:3], doc[0:2], doc[4:5]]
    assert [span.text for span in longest(spans)] == ["total quality management", "quality"]
