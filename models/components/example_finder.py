"""`example_finder`: finds organisations by the shape of the text, never by a list of names."""

import re
from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.extensions import CONCEPTS, NAMES, is_weak

_NAME_TAGS = frozenset({"NNP", "NNPS"})
_SUFFIX = re.compile(
    r"^(?:Ltd|plc|PLC|Inc|Corp|GmbH|AG|Group|Airlines?|Airways|Bank|Hospitals?|Trust|University|College|Council|Motors?|Foods?|Stores?|Hotels?|Company|Co|Clinic|"
    r"Railways?|Brewery|Institute|Services|Systems|Health|Healthcare|Medical|Museum|Library|Theatre|Port|Airport|Logistics)$"
)
_PREPOSITIONS = frozenset({"at", "like", "by", "of", "from", "in", "for", "as", "unlike", "with"})
_CALENDAR = frozenset({"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
                       "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "easter", "english", "american",
                       "british", "european", "q1", "q2", "q3", "q4", "figure", "table", "appendix", "chapter"})


class ExampleFinder:
    """Puts names of organisations into `doc.spans["names"]`. Names inside a rubric concept ("Toyota Production System") are left out."""

    def __call__(self, doc: Doc) -> Doc:
        taken = {token.i for span in doc.spans.get(CONCEPTS, ()) if not is_weak(span) for token in span}
        names = [name for name in _name_runs(doc) if not any(token.i in taken for token in name)]
        seen = Counter(name.text for name in names)
        doc.spans[NAMES] = [name for name in names if _is_organisation(name, seen[name.text])]
        return doc


def _name_runs(doc: Doc) -> list[Span]:
    runs: list[Span] = []
    start: int | None = None
    for token in doc:
        inside = token.tag_ in _NAME_TAGS and token.is_alpha and token.norm_ not in _CALENDAR and token.text[:1].isupper()
        if inside and start is None:
            start = token.i
        elif not inside and start is not None:
            runs.append(doc[start : token.i])
            start = None
    if start is not None:
        runs.append(doc[start:])
    return runs


def _is_organisation(name: Span, times: int) -> bool:
    if _is_cited(name):
        return False
    if _SUFFIX.match(name[-1].text):
        return True
    root = name.root
    if name.start == name.sent.start and len(name) == 1 and times == 1 and root.dep_ not in {"nsubj", "poss"}:
        return False
    return root.dep_ in {"nsubj", "nsubjpass", "poss", "appos", "conj"} or _after_preposition(root)


def _after_preposition(root: Token) -> bool:
    return root.dep_ == "pobj" and root.head.lower_ in _PREPOSITIONS


def _is_cited(name: Span) -> bool:
    """Whether the name is an author: followed by a year in brackets, or itself in the brackets of a citation."""
    after = name.doc[name.end : min(name.end + 6, len(name.doc))].text
    return bool(re.match(r"^(?:\s*(?:and|&|et al\.?|,)\s*[\w-]*\.?)*\s*[,(]?\s*\(?(?:19|20)\d\d", after))


@Language.factory("example_finder", requires=["token.tag", "token.dep", "doc.spans"], assigns=["doc.spans"])
def make_example_finder(nlp: Language, name: str) -> ExampleFinder:
    """Build the component."""
    return ExampleFinder()
