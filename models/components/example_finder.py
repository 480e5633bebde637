"""`example_finder`: finds names of organisations by the shape of the text, never by a list of names."""

import re

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.extensions import CONCEPTS, is_weak
from models.readings import NameReading

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
_KINDS = frozenset({"type", "style", "like"})
_WORDLIKE = re.compile(r"(?:ing|er|ity|acy|ment|tion|sion|ness|ure|ance|ence|ship|age)s?$")
_LONGEST_NAME = 5


class ExampleFinder:
    """Sets `doc._.names`.

    Names inside a rubric concept ("Toyota Production System"), authors and people who are quoted are no candidates;
    which of the others is the operation that the draft is about is told over the whole draft, in `models/names.py`.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the names."""
        taken = {place for span in doc.spans.get(CONCEPTS, ()) if not is_weak(span) for place in _places(span)}
        runs = [run for run in _name_runs(doc) if taken.isdisjoint(_places(run))]
        doc._.names = tuple(_read(run) for run in runs)
        return doc


def _places(span: Span) -> range:
    return range(span.start, span.end)


def _read(run: Span) -> NameReading:
    return NameReading(
        start_char=run.start_char,
        end_char=run.end_char,
        words=tuple(token.text for token in run if token.is_alpha),
        single=run[0].lower_ if len(run) == 1 else "",
        is_candidate=not _is_common(run) and (_is_dated(run) or not _is_cited(run)),
        acts=_acts(run),
    )


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


def _is_common(name: Span) -> bool:
    """Whether the name stands as an everyday word does, or is a heading in capitals."""
    first = name[0]
    if len(name) > _LONGEST_NAME or (len(name) > 1 and name.text.isupper()):
        return True
    if len(name) > 1:
        return False
    if _opens(first) and (first.dep_ == "compound" or _WORDLIKE.search(first.text) or _is_joined_to_a_word(first)):
        return True
    return any(child.dep_ == "det" for child in first.children)


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
    requires=["token.tag", "token.dep", "doc.spans"],
    assigns=["doc._.names"],
)
def make_example_finder(nlp: Language, name: str) -> ExampleFinder:
    """Build the component."""
    return ExampleFinder()
