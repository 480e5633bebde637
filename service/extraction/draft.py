"""What extraction gives: the text of a draft and what is worth knowing of how it was read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedDraft:
    """The text of a draft. Every offset elsewhere points into `text`.

    Paragraphs stand apart by a blank line. Headings begin with `#`, list items with `-` or a number, quotations with
    `>` and rows of a table with `|`.
    """

    text: str
    notices: tuple[str, ...] = ()
    """Sentences for the learner about the reading, never with words of the draft."""
