"""What was found in one passage, as frozen values; offsets are into the passage."""

from dataclasses import dataclass

from models.evidence import EvidenceSpan, Function, Manner, Measure, PlanStep, Signals


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOrder:
    """How much likelier a sentence's words are in their order than in any."""

    gain: float
    """In natural logarithms, summed over its symbols."""
    length: int
    """Symbols."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReading:
    """A name, as far as it can be told without the rest of the draft whose it is."""

    start_char: int
    end_char: int
    words: tuple[str, ...]
    single: str
    """The name in lower case where it is one word; it is no name where the draft uses that word in lower case."""
    is_candidate: bool
    """Whether it may name another organisation; other names only tell which of them is the draft's own."""
    acts: bool
    """Whether it does something, owns what does, or is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReading:
    """One sentence as it was read in its passage."""

    start_char: int
    end_char: int
    part: int
    """Index of its part in the passage."""
    functions: frozenset[Function]
    spans: tuple[EvidenceSpan, ...]
    signals: Signals
    manner: Manner
    order: WordOrder | None
    """None where no order is to be expected, as in headings and tables."""
    measure: Measure | None
    plan_step: PlanStep | None
    stems: frozenset[str]
    """The beginnings of its words, by which repetition is told."""
    meaning: bytes
    words: tuple[str, ...]
    """The plain forms of its words, each once, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """Everything found in one passage; the same only as itself."""

    sentences: tuple[SentenceReading, ...]
    copied: frozenset[int]
    """Indices of the sentences more than half of whose words stand in the sources or the reading notes."""
    names: tuple[NameReading, ...]
    everyday: frozenset[str]
    """The words that it uses in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReading:
    """Everything found in the passages of a draft, with offsets and parts of the draft."""

    sentences: tuple[SentenceReading, ...]
    copied: frozenset[int]
    """Indices of the sentences more than half of whose words stand in the sources or the reading notes."""
    repeated: frozenset[int]
    """Indices of the sentences that stand earlier in the draft in the same words."""
