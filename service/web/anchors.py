"""Names of the places on the result page that links jump to."""


def comment_anchor(subject_id: str) -> str:
    """Where the comment on a marking point, misconception, flag or key concept stands."""
    return f"c-{subject_id}"


def element_anchor(element_id: str) -> str:
    """Where the comment on one element stands."""
    return f"e-{element_id}"


def quote_anchor(label: str) -> str:
    """Where a quoted place begins in the draft."""
    return f"q-{label}"


def paragraph_anchor(number: int | None) -> str:
    """Where a paragraph of the draft begins, counted from 1; None for the end of the draft."""
    return "draft-end" if number is None else f"p-{number}"
