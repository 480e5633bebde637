"""What the pipeline found in a draft, as frozen values: the only thing scoring sees of the parse."""

from dataclasses import dataclass
from enum import StrEnum


class EvidenceKind(StrEnum):
    """What an evidence span shows."""

    CONCEPT = "concept"
    KEY_CONCEPT = "key_concept"
    MISCONCEPTION = "misconception"
    EXAMPLE = "example"
    TOPIC = "topic"
    FLAG = "flag"
    COPIED = "copied"


class PartKind(StrEnum):
    """What part of a draft a paragraph is."""

    PROSE = "prose"
    HEADING = "heading"
    BULLET = "bullet"
    TABLE = "table"
    QUOTATION = "quotation"
    REFERENCES = "references"


class Function(StrEnum):
    """What a sentence does, in the words of the sentence labels."""

    DEFINE = "define"
    DESCRIBE = "describe"
    ASSERT = "assert"
    EXPLAIN = "explain"
    EVALUATE = "evaluate"
    TRADEOFF = "tradeoff"
    RECOMMEND = "recommend"
    JUSTIFY = "justify"
    EXAMPLE = "example"
    QUANTIFY = "quantify"
    PLAN = "plan"
    COMPARE = "compare"
    EXCLUDE = "exclude"
    SIGNPOST = "signpost"
    QUOTE = "quote"
    MARKER = "marker"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSpan:
    """Characters of the draft that bear on a criterion. Offsets are into the draft as it was given."""

    kind: EvidenceKind
    start_char: int
    end_char: int
    detector: str
    element_id: str | None = None
    negated: bool = False
    """Said not to be so, not to be covered, or reported only to be rejected."""
    weak: bool = False
    """Only hints of the lexicon, not a term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Countable traits of a sentence from its cues and its parse; scoring weighs them, nothing else sees them."""

    words: int = 0
    content: int = 0
    """Nouns, verbs, adjectives and adverbs that are no stop words."""
    specific: int = 0
    """Content words that few answers share: they belong to one operation."""
    figures: int = 0
    names: int = 0
    """Capitalised names inside the sentence."""
    organisations: int = 0
    """Names of others that act, own or are compared with."""
    past: int = 0
    """Verbs in the past."""
    own: int = 0
    """We, our, I: the writer's own place."""
    comparatives: int = 0
    breaks: int = 0
    """Colons and semicolons."""
    commas: int = 0
    verbs: int = 0
    """Finite verbs and auxiliaries."""
    quoted: int = 0
    """Words between quotation marks."""
    denies: bool = False
    """Its main verb or that verb's subject is denied."""
    cues: frozenset[str] = frozenset()
    """Names of the cue lists that the sentence holds a phrase of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a sentence reads, whatever it is about."""

    plausible: bool = True
    """Its words stand in an order that English could have."""
    echoes: float = 0.0
    """The share of its words that carry meaning which only say others of it again."""
    fragment: bool = False
    """A few words without verb or figure: a heading, or an item of a list that only names things."""
    quoted: bool = False
    """More than half of it stands between quotation marks."""
    asides: frozenset[str] = frozenset()
    """What else than an operation it may speak of: the marker, the paper itself, its plan, a task, an application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure as structure; an empty part is not in the sentence. Offsets are those of its sentence."""

    start_char: int
    end_char: int
    name: str
    baseline: str = ""
    target: str = ""
    by_when: str = ""
    wanted: bool = False
    """A figure is set as a goal or a limit, not told of the past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """A step of a plan as structure; an empty part is not in the sentence. Offsets are those of its sentence."""

    start_char: int
    end_char: int
    opening: str = ""
    """The date or number of a phase with which the sentence begins."""
    phase: str = ""
    when: str = ""
    owner: str = ""
    milestone: str = ""
    order: str = ""
    then: str = ""
    """What comes after, where the sentence also says what comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence with its place, its functions and what it bears on."""

    start_char: int
    end_char: int
    paragraph: int
    """Index of the paragraph in the draft, from 0."""
    part: PartKind
    functions: frozenset[Function]
    spans: tuple[EvidenceSpan, ...]
    creditable: bool
    """False for headings, references, copied or repeated text, quotations and sentences that are no sentences."""
    repeated: bool = False
    """Stands earlier in the draft in the same words."""
    copied: bool = False
    """More than half of its words stand in the sources or the reading notes."""
    left_out: bool = False
    """No part of the answer, as it is copied, repeated or barred; what stands beside it is read as if it were not."""
    signals: Signals = Signals()
    manner: Manner = Manner()
    measure: Measure | None = None
    plan_step: PlanStep | None = None
    meaning: bytes = b""
    """What it is about, as numbers around 0 of 32 bits each: see `models/meaning.py`."""
    words: tuple[str, ...] = ()
    """The plain forms of its words, each once, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of the draft."""

    start_char: int
    end_char: int
    part: PartKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something a human should know about a draft; never changes a score."""

    id: str
    """One of: off_topic, topic_in_doubt, not_english, little_credited, too_short, keyword_list, repeated_text,
    mostly_quotation, mostly_definitions, mostly_general, outline_only, not_prose, not_an_answer, addresses_marker,
    unrelated_passages, copied_source, copied_prompt, hidden_characters."""
    message: str
    spans: tuple[EvidenceSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything found in one draft."""

    text: str
    """The draft as it was given; every offset points into it."""
    words: int
    judgeable: bool
    """False when the text cannot be judged at all (empty, or not in the rubric's language)."""
    reason: str = ""
    """Why it cannot be judged, when it cannot."""
    paragraphs: tuple[Paragraph, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    hidden: tuple[int, ...] = ()
    """Offsets of hidden or look-alike characters."""
    copied: tuple[EvidenceSpan, ...] = ()
    """Runs of eight or more words that stand in the texts the writer was given, outside headings and references."""
    on_topic: bool = False
    """Whether it is about the rubric's subject, once that was settled."""
    topic_in_doubt: bool = False
    """Whether it was taken to be about the subject although little in it says so."""
    unrelated: tuple[EvidenceSpan, ...] = ()
    """Paragraphs about something else, once that was settled."""
