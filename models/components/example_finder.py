"""`example_finder`: finds other organisations by the shape of the text, never by a list of names."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.extensions import CONCEPTS, NAMES, is_weak, signals_of
from models.resources import load_words

_NAME_TAGS = frozenset({"NNP", "NNPS"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_TOLD = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG"})
_LIKE = frozenset({"like", "as", "unlike"})
_PEOPLE = frozenset(
    {
        "mr", "mrs", "ms", "miss", "dr", "sir", "sister", "professor", "prof", "under", "manager", "director",
    }
)  # fmt: skip
_SAYING = frozenset(
    {
        "draw", "draws", "say", "says", "said", "argue", "argues", "argued", "state", "states", "stated", "define",
        "defines", "defined", "note", "notes", "noted", "claim", "claims", "claimed", "suggest", "suggests",
        "suggested", "call", "calls", "called", "describe", "describes", "described", "write", "writes", "wrote",
        "explain", "explains", "explained", "tell", "tells", "identify", "identifies", "identified", "propose",
        "proposes", "proposed", "distinguish", "distinguishes", "mention", "mentions", "mentioned", "warn", "warns",
        "warned", "remind", "reminds", "put", "puts",
    }
)  # fmt: skip
_CALENDAR = frozenset(
    {
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "easter",
        "english", "american", "british", "european", "q1", "q2", "q3", "q4", "figure", "table", "appendix", "chapter",
    }
)  # fmt: skip
_NAME = re.compile(r"[A-Z][A-Za-zÀ-ž&'’.]+$")
_ACRONYM = re.compile(r"[A-Z]{2,5}s?$")
_OPENING = 0.15
_LEAST_TOKENS = 100
_RECURS = 4
_KINDS = frozenset({"type", "style", "like"})
_WORDLIKE = re.compile(r"(?:ing|er|ity|acy|ment|tion|sion|ness|ure|ance|ence|ship|age)s?$")
_LONGEST_NAME = 5


class ExampleFinder:
    """Puts names of other organisations into `doc.spans["names"]` and counts them in the signals of their sentence.

    Names inside a rubric concept ("Toyota Production System"), authors, people who are quoted, and the operation that
    the draft is about (named at its beginning, or all along) are left out.
    """

    def __init__(self) -> None:
        self._general = load_words("general_words")

    def __call__(self, doc: Doc) -> Doc:
        """Find the names, then count those that act in each sentence."""
        taken = {token.i for span in doc.spans.get(CONCEPTS, ()) if not is_weak(span) for token in span}
        runs = [run for run in _name_runs(doc) if not any(token.i in taken for token in run)]
        places = _places(runs)
        common = {token.text for token in doc if token.text.islower()} | self._general
        others = [run for run in runs if not _is_own(run, places) and not _is_common(run, common)]
        names = [run for run in others if _is_dated(run) or not _is_cited(run)]
        doc.spans[NAMES] = names
        counts: dict[int, int] = defaultdict(int)
        for name in names:
            counts[name.sent.start] += _acts(name)
        for sentence in doc.sents:
            if counts[sentence.start]:
                sentence._.signals = replace(signals_of(sentence), organisations=counts[sentence.start])
        return doc


def _name_runs(doc: Doc) -> list[Span]:
    runs: list[Span] = []
    start: int | None = None
    for token in doc:
        inside = _is_name(token) or (start is not None and _is_joined(token))
        if inside and start is None:
            start = token.i
        elif start is not None and (not inside or token.is_sent_start):
            runs.append(doc[start : token.i])
            start = token.i if inside else None
    if start is not None:
        runs.append(doc[start:])
    return runs


def _is_joined(token: Token) -> bool:
    """Whether the token is an inner part of a name written with hyphens ("Rolls-Royce")."""
    before = token.nbor(-1)
    if before.whitespace_ or token.is_sent_start:
        return False
    if token.text != "-":
        return before.text == "-"
    return token.i + 1 < len(token.doc) and token.nbor().lower_ not in _KINDS


def _is_name(token: Token) -> bool:
    return token.tag_ in _NAME_TAGS and bool(_NAME.match(token.text)) and token.norm_ not in _CALENDAR


def _places(runs: list[Span]) -> Mapping[str, list[float]]:
    """Where each word of the names stands in the draft, as shares of its length."""
    table: dict[str, list[float]] = defaultdict(list)
    for run in runs:
        for token in run:
            table[token.text].append(token.i / len(run.doc))
    return table


def _is_own(name: Span, places: Mapping[str, list[float]]) -> bool:
    """Whether the name stands in the draft's opening or all along."""
    found = [places[token.text] for token in name if token.is_alpha]
    opening = _OPENING if len(name.doc) > _LEAST_TOKENS else 0.0
    return any(each[0] < opening or len(each) >= _RECURS for each in found)


def _is_common(name: Span, common: set[str] | frozenset[str]) -> bool:
    """Whether the name is a capitalised everyday word or a heading in capitals."""
    first = name[0]
    if len(name) > _LONGEST_NAME or (len(name) > 1 and name.text.isupper()):
        return True
    if len(name) > 1:
        return False
    if _opens(first) and (first.dep_ == "compound" or _WORDLIKE.search(first.text) or _is_joined_to_a_word(first)):
        return True
    return first.lower_ in common or any(child.dep_ == "det" for child in first.children)


def _opens(token: Token) -> bool:
    """Whether the capital may only be that of a sentence or a quotation."""
    return bool(token.is_sent_start) or token.nbor(-1).is_punct


def _is_joined_to_a_word(token: Token) -> bool:
    return any(child.dep_ == "conj" and child.text.islower() for child in token.children)


def _acts(name: Span) -> bool:
    """Whether the name does something, owns what does, or stands where a comparison puts it."""
    root = name.root
    head = root.head
    if _ACRONYM.match(name.text):
        return root.dep_ in _SUBJECTS and head.tag_ == "VBD"
    if name.start > name.sent.start and name[0].nbor(-1).lower_.strip(".") in _PEOPLE:
        return False
    if root.dep_ == "conj" and head.tag_ in _NAME_TAGS:
        root, head = head, head.head
    if root.dep_ == "poss" or _is_a_kind(name) or _is_dated(name):
        return True
    while root.dep_ in {"compound", "nmod"}:
        root, head = head, head.head
    if root.dep_ in _SUBJECTS:
        return head.tag_ in _TOLD and head.lower_ not in _SAYING
    return root.dep_ == "pobj" and head.lower_ in _LIKE


def _is_a_kind(name: Span) -> bool:
    """Whether the name stands for a kind ("Shein-type orders", "Zoho-style rotation")."""
    return name.doc[name.end : name.end + 2].text.lower() in {f"-{kind}" for kind in _KINDS}


def _is_dated(name: Span) -> bool:
    """Whether a date follows that is no citation's ("Southwest, December 2022")."""
    before = name.doc[max(name.start - 1, 0)].text
    after = name.doc[name.end : name.end + 4].text
    return before not in {"(", ";"} and bool(re.match(r",\s*(?:[A-Z]\w+\s+)?(?:19|20)\d\d\b(?!\))", after))


def _is_cited(name: Span) -> bool:
    """Whether the name is an author: followed by a year in brackets, or itself in the brackets of a citation."""
    after = name.doc[name.end : min(name.end + 6, len(name.doc))].text
    return bool(re.match(r"^(?:\s*(?:and|&|et al\.?|,)\s*[\w-]*\.?)*\s*[,(]?\s*\(?(?:19|20)\d\d", after))


@Language.factory(
    "example_finder",
    requires=["token.tag", "token.dep", "doc.spans", "span._.signals"],
    assigns=["doc.spans", "span._.signals"],
)
def make_example_finder(nlp: Language, name: str) -> ExampleFinder:
    """Build the component."""
    return ExampleFinder()
