import pytest
from spacy.language import Language

from models.evidence import PartKind
from models.extensions import parts_of


def _sentences(parser: Language, text: str) -> list[str]:
    return [sentence.text.strip() for sentence in parser(text).sents if sentence.text.strip()]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We cut waste. The queue fell.", ["We cut waste.", "The queue fell."]),
        ("Aims\n\nWe cut waste.", ["Aims", "We cut waste."]),
        ("Aims\nWe cut waste.", ["Aims", "We cut waste."]),
        ("# Aims\n\nWe cut waste.", ["#", "Aims", "We cut waste."]),
        ("- We cut waste.\n- The queue fell.", ["-", "We cut waste.", "-", "The queue fell."]),
        ("Cut waste\n\nand the queue fell by half.", ["Cut waste", "and the queue fell by half."]),
    ],
)
def test_every_part_and_its_body_begin_a_sentence(parser: Language, text: str, sentences: list[str]) -> None:
    assert _sentences(parser, text) == sentences


def test_the_parts_are_kept(parser: Language) -> None:
    doc = parser("Aims\n\n- We cut waste.")
    assert [(part.kind, doc.text[part.body_char : part.end_char]) for part in parts_of(doc)] == [
        (PartKind.HEADING, "Aims"),
        (PartKind.BULLET, "We cut waste."),
    ]
