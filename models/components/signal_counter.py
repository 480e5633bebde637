"""`signal_counter`: counts what can be counted in each sentence: cues, figures, names, particulars, clauses."""

import re
from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.evidence import Signals
from models.extensions import plain_words_of
from models.phrases import PhraseTable
from models.resources import load_cues, load_words

_FIGURE = re.compile(r"[£$€]?\d[\d,.]*(?:%|k|m|bn|am|pm)?$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d[a-z]?$")
_QUOTATION = re.compile(r'"[^"]{15,}"')
_CITATION = re.compile(r"\([^()]*?(?:19|20)\d\d[a-z]?[^()]*\)")
_NUMBER_WORDS = frozenset(
    {
        "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million",
        "dozen", "half", "twice", "double", "treble", "triple", "percent", "third", "quarter", "halve",
    }
)  # fmt: skip
_SMALL_NUMBERS = frozenset({"two", "three", "four", "five", "six", "seven", "eight", "nine"})
_UNITS = frozenset(
    {
        "minute", "hour", "day", "week", "month", "year", "second", "metre", "mile", "pound", "time", "per", "in",
        "out", "of", "percent", "%",
    }
)  # fmt: skip
_OWN = frozenset({"we", "our", "us", "i", "my", "me", "ours"})
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_PAST_TAGS = frozenset({"VBD", "VBN"})
_COMPARATIVE_TAGS = frozenset({"JJR", "RBR"})
_VERB_TAGS = frozenset({"VB", "VBD", "VBP", "VBZ", "MD"})
_BREAKS = frozenset({":", ";"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_DENIALS = frozenset({"no", "none", "nobody", "nothing", "neither", "nor", "not", "hardly", "little", "few", "no-one"})
_OPEN_CLASSES = frozenset({"NN", "VB", "JJ", "RB"})


class SignalCounter:
    """Sets `sentence._.signals` on every sentence."""

    def __init__(self, nlp: Language) -> None:
        self._general = load_words("general_words")
        self._cues = PhraseTable(nlp)
        for name, phrases in load_cues().items():
            self._cues.add(name, phrases)

    def __call__(self, doc: Doc) -> Doc:
        """Count sentence by sentence; a cue counts where its phrase begins."""
        cues: dict[int, set[str]] = defaultdict(set)
        starts = _sentence_starts(doc)
        for span in self._cues.find(doc, plain_words_of(doc)):
            cues[starts[span.start]].add(span.label_)
        for sentence in doc.sents:
            sentence._.signals = self._count(sentence, frozenset(cues[sentence.start]))
        return doc

    def _count(self, sentence: Span, cues: frozenset[str]) -> Signals:
        tokens = list(sentence)
        texts = [token.text for token in tokens]
        tags = [token.tag_ for token in tokens]
        content = [
            token
            for token, text, tag in zip(tokens, texts, tags, strict=True)
            if tag[:2] in _OPEN_CLASSES and text.isalpha() and not token.is_stop
        ]
        return Signals(
            words=sum(any(char.isalnum() for char in text) for text in texts),
            content=len(content),
            specific=sum(token.norm_ not in self._general for token in content),
            figures=len(_figures(sentence, tokens)),
            names=sum(tag in _NAME_TAGS for tag in tags[1:]),
            past=sum(tag in _PAST_TAGS for tag in tags),
            own=sum(text.lower() in _OWN for text in texts),
            comparatives=sum(tag in _COMPARATIVE_TAGS for tag in tags),
            breaks=sum(text in _BREAKS for text in texts),
            commas=texts.count(","),
            verbs=sum(tag in _VERB_TAGS for tag in tags),
            quoted=_quoted_words(sentence.text) if '"' in texts else 0,
            denies=_denies(sentence),
            cues=cues,
        )


def _denies(sentence: Span) -> bool:
    """Whether the main verb is denied ("was not asked"), or its subject ("no effort was made", "nobody looked")."""
    said = list(sentence.root.children)
    subjects = [child for child in said if child.dep_ in _SUBJECTS]
    before = [word for subject in subjects for word in (subject, *subject.lefts)]
    return any(child.dep_ == "neg" for child in said) or any(word.lower_ in _DENIALS for word in before)


def _quoted_words(text: str) -> int:
    """Words between quotation marks; a word or two in inverted commas is no quotation."""
    return sum(len(match.group().split()) for match in _QUOTATION.finditer(text))


def _sentence_starts(doc: Doc) -> list[int]:
    """For each token the index of its sentence's first token."""
    starts = []
    current = 0
    for token in doc:
        if token.is_sent_start:
            current = token.i
        starts.append(current)
    return starts


def _figures(sentence: Span, tokens: list[Token]) -> list[Token]:
    """Numbers that say something of an operation: not years, citations or section numbers."""
    found = [token for token in tokens if _is_figure(token, sentence)]
    if not found:
        return found
    cited = [match.span() for match in _CITATION.finditer(sentence.text)]
    return [token for token in found if not any(start <= token.idx - sentence.start_char < end for start, end in cited)]


def _is_figure(token: Token, sentence: Span) -> bool:
    if _FIGURE.match(token.text):
        return token.i != sentence.start and not _YEAR.match(token.text)
    if token.norm_ in _SMALL_NUMBERS:
        return token.i + 1 < sentence.end and token.nbor().norm_ in _UNITS
    return token.norm_ in _NUMBER_WORDS and not (
        token.norm_ in {"third", "quarter"} and token.nbor(-1 if token.i else 0).norm_ == "the"
    )


@Language.factory(
    "signal_counter",
    requires=["token.norm", "doc._.plain_words", "token.tag", "token.dep", "doc.sents"],
    assigns=["span._.signals"],
)
def make_signal_counter(nlp: Language, name: str) -> SignalCounter:
    """Build the component from the cue lists."""
    return SignalCounter(nlp)
