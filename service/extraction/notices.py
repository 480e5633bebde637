"""What a learner is told about how a file was read."""

from enum import StrEnum


class Notice(StrEnum):
    """A sentence about the reading of a file."""

    GUESSED_ENCODING = "The file is not in Unicode: check accents, quotation marks and pound signs in what was read."
    DAMAGED_CHARACTERS = "Some characters of the file could not be read."
    CONTROL_CHARACTERS = "Control characters in the file were left out."
    HIDDEN_TEXT = "Hidden text in the file was left out."
    NOTES_AT_END = "Footnotes and endnotes stand at the end of the text."
    PICTURE_PAGES = "Pages that hold only a picture were left out."
    CUT_SHORT = "The PDF seems to be cut short: check that the end of your draft was read."
