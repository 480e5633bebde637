"""Two drafts side by side: the words taken out and put in, paragraph by paragraph."""

import pytest

from service.feedback.differences import Run, compare_texts


def marked(runs: tuple[Run, ...]) -> str:
    return "".join(f"[{run.text}]" if run.is_changed else run.text for run in runs)


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ("One two.", "One two.", [("One two.", "One two.")]),
        ("One two three.", "One four three.", [("One [two ]three.", "One [four ]three.")]),
        ("One.\n\nTwo.", "One.\n\nNew.\n\nTwo.", [("One.", "One."), ("", "[New.]"), ("Two.", "Two.")]),
        ("One.\n\nTwo.", "Two.", [("[One.]", ""), ("Two.", "Two.")]),
        ("One\ntwo.", "One\n\n  two.  ", [("One", "One"), ("two.", "two.")]),  # blank space is no difference
        ("", "One.", [("", "[One.]")]),
        ("", "", []),
    ],
)
def test_words_taken_out_and_put_in_are_told(before: str, after: str, pairs: list[tuple[str, str]]) -> None:
    assert [(marked(pair.before), marked(pair.after)) for pair in compare_texts(before, after)] == pairs


def test_what_is_the_same_in_both_is_said_to_be() -> None:
    assert [pair.is_changed for pair in compare_texts("One.\n\nTwo.", "One.\n\nTwo, too.")] == [False, True]


def test_a_paragraph_that_is_too_long_is_compared_as_a_whole() -> None:
    (pair,) = compare_texts("word " * 2_000, "word " * 2_001)
    assert [run.is_changed for run in (*pair.before, *pair.after)] == [True, True]
