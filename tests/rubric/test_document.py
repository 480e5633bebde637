"""Reading YAML as plain data with lines."""

import pytest

from rubric.document import DocumentError, parse_document


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("- no\n- yes\n- 2024-01-31\n- 12:30\n- '5'\n- .nan", ["no", "yes", "2024-01-31", "12:30", "5", ".nan"]),
        ("- 5\n- -1.5\n- +2\n- 5S\n- 1e3", [5, -1.5, 2, "5S", "1e3"]),
        ("a:\nb: ~\nc: ''", {"a": None, "b": None, "c": ""}),
        ("a: {b: [1, {c: d}]}\nb: >-\n  two\n  lines\n", {"a": {"b": [1, {"c": "d"}]}, "b": "two lines"}),
        ("- [a]\n- a\n", [["a"], "a"]),
        ("# only a comment\n", None),
        ("just words", "just words"),
    ],
)
def test_document_holds_plain_values(text: str, data: object) -> None:
    assert parse_document(text).data == data


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' is already on line 1"),
        ("a:\n  - b: 1\n    c: 2\n    b: 3\n", 4, "the key 'b' is already on line 2"),
        ("a: &anchor [1]\n", 1, "anchors"),
        ("a: 1\nb: *anchor\n", 2, "anchors"),
        ("a: !!python/object:os.system x\n", 1, "tags"),
        ("? [1]\n: 2\n", 1, "a key must be a single word"),
        ("a: 1\nb: one: two\n", 2, "put words with a colon in quotes"),
        ("a:\n\t- b\n", 2, "spaces rather than tabs"),
        ("[" * 50_000, 1, "levels deep"),
        ("- " * 1_000 + "a", 1, "levels deep"),
        ("[" + "1, " * 100_100 + "1]", 1, "more than 100000 values"),
        ("a: 1\n--- \nb: 2\n", None, "several documents"),
        ("a: \x07\n", None, "control characters"),
    ],
)
def test_document_refuses_what_nobody_means(text: str, line: int | None, cause: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_document(text)
    assert caught.value.problem.line == line
    assert cause in caught.value.problem.message


@pytest.mark.parametrize(
    ("path", "line", "words"),
    [
        (("title",), 1, "title"),
        (("criteria", 1), 4, "criteria > MP2"),
        (("criteria", 1, "goal"), 5, "criteria > MP2 > goal"),
        (("criteria", 1, "missing", "deeper"), 4, "criteria > MP2 > missing > deeper"),
        (("notes", 0), 6, "notes > entry 1"),
        (("absent",), None, "absent"),
        ((), None, ""),
    ],
)
def test_document_knows_the_line_of_a_key(path: tuple[str | int, ...], line: int | None, words: str) -> None:
    document = parse_document("title: x\ncriteria:\n  - id: MP1\n  - id: MP2\n    goal: y\nnotes: [a]\n")
    assert document.line(path) == line
    assert document.describe(path) == words
