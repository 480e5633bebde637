"""What a draft may cost: size, length, memory and time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from service.errors import DraftTooLargeError, DraftTooLongError, EmptyDraftError

if TYPE_CHECKING:
    from service.config import Settings

_CHARACTERS_PER_WORD = 20
_LONGEST_RUN = 1_000
_MOST_SQUARES = 10_000_000
"""Of the lengths of all runs without a space: splitting a run of signs to words takes time by its square."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionLimits:
    """Limits on one draft, checked before, while and after it is read."""

    max_body_bytes: int
    max_words: int
    max_characters: int
    """Of the extracted text; bounds a text without spaces, which counts as one word."""
    timeout_s: float
    """Wall clock and processor time for a format that needs a parser."""
    max_memory_bytes: int
    max_zip_entries: int = 2_000
    max_unpacked_bytes: int = 50_000_000
    """Of all the entries of a zip together, counted by reading them."""

    @classmethod
    def from_settings(cls, settings: "Settings") -> Self:
        """The limits that the settings ask for."""
        return cls(
            max_body_bytes=settings.max_body_bytes,
            max_words=settings.max_words,
            max_characters=_CHARACTERS_PER_WORD * settings.max_words,
            timeout_s=settings.extraction_timeout_s,
            max_memory_bytes=settings.extraction_memory_bytes,
        )

    def check_body(self, body: bytes) -> None:
        """Refuse a file that is empty or larger than `max_body_bytes`.

        Raises:
            EmptyDraftError: there is not a byte in it.
            DraftTooLargeError: it is larger than allowed.
        """
        if not body:
            raise EmptyDraftError("the file is empty")
        if len(body) > self.max_body_bytes:
            raise DraftTooLargeError(f"it has {len(body):,} bytes and the limit is {self.max_body_bytes:,}")

    def check_characters(self, count: int) -> None:
        """Refuse more than `max_characters`; a reader calls it as it goes along.

        Raises:
            DraftTooLongError: there are more.
        """
        if count > self.max_characters:
            raise DraftTooLongError(f"it has more than {self.max_characters:,} characters, the most that is read")

    def check_text(self, text: str) -> None:
        """Refuse a text without a word, with too many, or with runs of signs that no text has.

        Raises:
            EmptyDraftError: it holds no letter and no digit.
            DraftTooLongError: it has too many words or characters, or runs too long without a space.
        """
        self.check_characters(len(text))
        runs = [len(run) for run in text.split()]
        if len(runs) > self.max_words:
            raise DraftTooLongError(f"it has {len(runs):,} words and the limit is {self.max_words:,}")
        if max(runs, default=0) > _LONGEST_RUN or sum(run * run for run in runs) > _MOST_SQUARES:
            raise DraftTooLongError("it holds long runs of characters without a space, which no text has")
        if not any(char.isalnum() for char in text):
            raise EmptyDraftError("there is no word in it")
