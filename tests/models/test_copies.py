import pytest

from models.copies import copied_sentences, known_texts
from rubric.library import load_by_id
from seeds.copies import SourceHashes, hash_texts
from seeds.notes import NoteSection, load_notes
from tests.builders import build_rubric

SOURCE = "The ferry leaves the north quay at six each morning and carries the bread for the whole of the island."
OWN = "Our bakers load it themselves, which saves the skipper an hour and the hotel a phone call."


@pytest.fixture(scope="module")
def known() -> SourceHashes:
    return known_texts(load_by_id("operations_management.level7"))


def _bounds(*sentences: str) -> tuple[str, list[tuple[int, int]]]:
    """The sentences as one text, and where each stands in it."""
    text = " ".join(sentences)
    starts = [text.index(sentence) for sentence in sentences]
    return text, [(start, start + len(sentence)) for start, sentence in zip(starts, sentences, strict=True)]


@pytest.mark.parametrize(
    ("sentences", "copied"),
    [
        ((SOURCE, OWN), {0}),
        ((OWN, SOURCE), {1}),
        ((SOURCE.upper(), OWN), {0}),
        ((SOURCE.replace(" and ", ", and ", 1), OWN), {0}),
        ((f"As everybody knows, {SOURCE}", OWN), {0}),
        (("The ferry leaves the north quay at six each morning. " + OWN.rstrip("."), OWN[:20]), set()),
        (("At six the island's bread is on the ferry, which goes from the quay in the north.", OWN), set()),
        (("The ferry leaves the north quay.", OWN), set()),
        ((OWN,), set()),
    ],
)
def test_a_sentence_is_copied_when_most_of_its_words_are(sentences: tuple[str, ...], copied: set[int]) -> None:
    text, bounds = _bounds(*sentences)
    assert copied_sentences(text, bounds, hash_texts([SOURCE])) == copied


def test_nothing_is_copied_where_nothing_is_known_or_nothing_is_written() -> None:
    text, bounds = _bounds(SOURCE)
    assert copied_sentences(text, bounds, SourceHashes()) == frozenset()
    assert copied_sentences("", [], hash_texts([SOURCE])) == frozenset()
    assert copied_sentences(SOURCE, [(0, 0)], hash_texts([SOURCE])) == frozenset()


@pytest.mark.parametrize("note", load_notes(), ids=lambda note: note.id)
def test_every_reading_note_is_known(note: NoteSection, known: SourceHashes) -> None:
    assert copied_sentences(note.text, [(0, len(note.text))], known) == {0}


def test_the_wording_of_the_rubric_is_known() -> None:
    wording = "Say in your own words what the guests of this one event would miss if the hall were half its size."
    element = build_rubric().criteria[0].elements[0]
    wordy = element.model_copy(update={"credits": wording})
    criterion = build_rubric().criteria[0].model_copy(update={"elements": (wordy,)})
    text, bounds = _bounds(wording, OWN)
    assert copied_sentences(text, bounds, known_texts(build_rubric(criteria=(criterion,)))) == {0}
    assert copied_sentences(text, bounds, known_texts(build_rubric())) == frozenset()
