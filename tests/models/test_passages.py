import pytest

from models.parts import find_parts
from models.passages import Passage, divide

LONG = " ".join(["The crew moves the kits beside the pit before the night shift begins."] * 4)


def _divide(text: str) -> tuple[Passage, ...]:
    return divide(text, find_parts(text))


@pytest.mark.parametrize(
    ("text", "beginnings"),
    [
        (f"{LONG}\n\n{LONG}", ["The", "The"]),
        (f"{LONG}\n{LONG}", ["The", "The"]),
        ("A short line.\n\nAnother short line.", ["A"]),
        (f"A short line.\n\n{LONG}\n\nAnother.", ["A", "Another."]),
        (f"Methods\n\n{LONG}\n\n{LONG}", ["Methods", "The"]),
        (f"{LONG}\n\nMethods\n\n{LONG}", ["The", "Methods"]),
        (f"{LONG} We propose:\n\n- one check\n- two checks\n\n{LONG}", ["The", "The"]),
        (f"{LONG}\n- one check, done twice\n- two checks, done once", ["The"]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_a_draft_is_divided_between_its_paragraphs(text: str, beginnings: list[str]) -> None:
    assert [passage.text.split()[0] for passage in _divide(text)] == beginnings


def test_every_part_is_in_one_passage_and_keeps_its_characters() -> None:
    text = f"Opening\n\n{LONG}\n\n- one\n- two\n\n{LONG}\n\nEnd\n\n{LONG}"
    parts = find_parts(text)
    passages = divide(text, parts)
    found = [passage.text[part.start_char : part.end_char] for passage in passages for part in passage.parts]
    assert found == [text[part.start_char : part.end_char] for part in parts]
    assert [passage.first_part for passage in passages] == [0, 4, 5]
    assert all(text[each.start_char :].startswith(each.text) for each in passages)


def test_a_passage_is_read_under_its_heading() -> None:
    first, second = _divide(f"What we advise\n\n{LONG}\n\n{LONG}")
    assert (first.lead, first.to_read()) == (0, first.text)
    assert second.to_read() == f"What we advise\n\n{second.text}"
    above, own = second.parts_to_read()
    assert second.to_read()[above.start_char : above.end_char] == "What we advise"
    assert second.to_read()[own.start_char : own.end_char] == second.text


def test_a_list_of_uncommon_length_is_read_in_pieces() -> None:
    assert len(_divide("\n".join(f"- {LONG}" for _ in range(12)))) > 1
