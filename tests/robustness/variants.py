"""Ways of writing the same draft otherwise, which should change no judgement; random numbers are seeded."""

import random
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence

Change = Callable[[str, random.Random], str]

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_NEAR = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "t": "y", "s": "d", "r": "t", "l": "k", "c": "v", "u": "i"}


def _by_words(change: Callable[[str, random.Random], str]) -> Change:
    """A change made word by word; blank space and signs stay."""
    return lambda draft, rng: _WORD.sub(lambda match: change(match.group(), rng), draft)


def _mistyped(share: float) -> Change:
    def mistype(word: str, rng: random.Random) -> str:
        if len(word) < 4 or not word.isalpha() or rng.random() >= share:
            return word
        place = rng.randrange(1, len(word) - 1)
        before, char, after = word[:place], word[place], word[place + 1 :]
        slips = (
            before + after,
            before + char + char + after,
            before + after[0] + char + after[1:],
            before + _NEAR.get(char, "e") + after,
        )
        return rng.choice(slips)

    return _by_words(mistype)


def _replaced(table: Mapping[str, str], share: float = 1.0) -> Change:
    """Words and phrases for others, at most as often as a share says; capitals at the beginning are kept."""
    pattern = re.compile(
        r"\b(" + "|".join(sorted(map(re.escape, table), key=len, reverse=True)) + r")\b", re.IGNORECASE
    )

    def swap(match: re.Match[str], rng: random.Random) -> str:
        found = match.group()
        if rng.random() >= share:
            return found
        other = table[found.lower()]
        return other[:1].upper() + other[1:] if found[0].isupper() else other

    return lambda draft, rng: pattern.sub(lambda match: swap(match, rng), draft)


_ARTICLES = re.compile(r"\b(?:the|a|an) (?=[a-z])")
_PLAIN_VERBS = {
    "has": "have", "does": "do", "makes": "make", "takes": "take", "gives": "give", "needs": "need", "goes": "go",
    "costs": "cost", "keeps": "keep", "works": "work", "means": "mean", "comes": "come", "helps": "help",
    "runs": "run", "much": "many", "information": "informations", "staff": "staffs", "equipment": "equipments",
    "depends on": "depends of", "consists of": "consists in", "because of": "because", "since": "as",
}  # fmt: skip


def _second_language(draft: str, rng: random.Random) -> str:
    """Some articles and verb endings are missing, some nouns and prepositions are not the usual ones."""
    dropped = _ARTICLES.sub(lambda match: "" if rng.random() < 0.4 else match.group(), draft)
    return _replaced(_PLAIN_VERBS, 0.7)(dropped, rng)


_INFORMAL = {
    "is not": "isn't", "are not": "aren't", "does not": "doesn't", "do not": "don't", "cannot": "can't",
    "it is": "it's", "that is": "that's", "would not": "wouldn't", "could not": "couldn't", "will not": "won't",
    "they are": "they're", "we are": "we're", "however": "but", "therefore": "so", "many": "loads of",
    "very": "really", "receive": "get", "obtain": "get", "purchase": "buy", "children": "kids",
    "approximately": "about", "in order to": "to", "moreover": "plus", "large": "big", "perhaps": "maybe",
}  # fmt: skip
_AMERICAN = {
    "organisation": "organization", "organise": "organize", "organised": "organized", "centre": "center",
    "labour": "labor", "programme": "program", "colour": "color", "behaviour": "behavior", "metre": "meter",
    "metres": "meters", "prioritise": "prioritize", "standardise": "standardize", "standardised": "standardized",
    "utilisation": "utilization", "analyse": "analyze", "analysed": "analyzed", "judgement": "judgment",
    "favour": "favor", "optimise": "optimize", "customise": "customize", "recognise": "recognize",
    "minimise": "minimize", "fulfil": "fulfill", "catalogue": "catalog", "neighbour": "neighbor", "cheque": "check",
    "tonne": "ton", "tonnes": "tons", "labelling": "labeling", "cancelled": "canceled", "travelling": "traveling",
    "defence": "defense", "licence": "license", "realise": "realize", "realised": "realized", "theatre": "theater",
}  # fmt: skip
_ABBREVIATED = {
    "minutes": "mins", "hours": "hrs", "per cent": "%", "percent": "%", "for example": "e.g.", "and": "&",
    "with": "w/", "without": "w/o", "because": "bc", "management": "mgmt", "maximum": "max", "minimum": "min",
    "operations": "ops", "department": "dept", "approximately": "approx", "weeks": "wks", "number": "no",
    "information": "info", "average": "avg",
}  # fmt: skip
_SYNONYMS = {
    "staff": "employees", "employees": "staff", "customers": "clients", "clients": "customers", "quickly": "fast",
    "buy": "purchase", "begin": "start", "start": "begin", "big": "large", "large": "big", "show": "demonstrate",
    "shows": "demonstrates", "help": "assist", "problem": "difficulty", "however": "nevertheless", "need": "require",
    "needs": "requires", "get": "receive", "gets": "receives", "use": "employ", "uses": "employs", "whole": "entire",
    "often": "frequently", "enough": "sufficient", "also": "too", "near": "close to", "firm": "company",
    "company": "firm", "workers": "employees", "mistakes": "errors", "errors": "mistakes", "reduce": "lower",
    "reduced": "lowered", "increase": "raise", "rise": "increase", "fell": "dropped", "dropped": "fell",
}  # fmt: skip


def _one_synonym(draft: str, rng: random.Random) -> str:
    """One word of the draft for another of the same meaning, wherever it stands."""
    found = sorted({match.group() for match in _WORD.finditer(draft) if match.group() in _SYNONYMS})
    if not found:
        return draft
    word = rng.choice(found)
    return re.sub(rf"\b{word}\b", _SYNONYMS[word], draft)


def _swapped_sentences(draft: str, rng: random.Random) -> str:
    """In every other paragraph of prose, two sentences that follow each other change places."""
    changed = []
    for paragraph in draft.split("\n\n"):
        sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", paragraph)
        if len(sentences) > 2 and "\n" not in paragraph and rng.random() < 0.5:
            place = rng.randrange(1, len(sentences) - 1)
            sentences[place], sentences[place + 1] = sentences[place + 1], sentences[place]
        changed.append(" ".join(sentences))
    return "\n\n".join(changed)


def _wrapped(draft: str, rng: random.Random) -> str:
    """Hard line breaks, as pasted mail has them."""
    lines = (textwrap.fill(line, 72, break_long_words=False, break_on_hyphens=False) for line in draft.split("\n"))
    return "\n".join(lines)


def _headed(draft: str, rng: random.Random) -> str:
    """Headings that only number the parts."""
    paragraphs = draft.split("\n\n")
    return "\n\n".join(
        f"Part {place // 2 + 1}\n\n{each}" if place % 2 == 0 else each for place, each in enumerate(paragraphs)
    )


VARIANTS: Sequence[tuple[str, Change]] = (
    ("typing errors in 5 % of words", _mistyped(0.05)),
    ("typing errors in 10 % of words", _mistyped(0.10)),
    ("second-language patterns", _second_language),
    ("informal register", _replaced(_INFORMAL)),
    ("American spelling", _replaced(_AMERICAN)),
    ("British spelling", _replaced({american: british for british, american in _AMERICAN.items()})),
    ("abbreviations", _replaced(_ABBREVIATED)),
    ("one synonym", _one_synonym),
    ("sentence order", _swapped_sentences),
    ("line breaks", _wrapped),
    ("headings", _headed),
)
