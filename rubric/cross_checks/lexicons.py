"""Lexicons can match something, say each thing once and do not contradict themselves."""

from collections.abc import Iterator

from rubric.cross_checks.places import PlacedLexicon, placed_elements, placed_lexicons
from rubric.findings import Finding, error, warning
from rubric.schema import Lexicon, Misconception, Rubric

_WORD_LISTS = ("terms", "phrases", "hints")
_PROPOSAL_JUDGES = {"unchecked_proposal", "unmeasured_proposal"}


def check_lexicons(rubric: Rubric) -> Iterator[Finding]:
    """No entry stands twice in one lexicon or is excluded by it; abbreviations can match."""
    for placed in placed_lexicons(rubric):
        yield from _check_repeats(placed)
        yield from _check_excluded(placed)
        yield from _check_abbreviations(placed)


def check_recognisable(rubric: Rubric) -> Iterator[Finding]:
    """Whatever rests on words alone has words to rest on."""
    for placed in placed_elements(rubric):
        element = placed.element
        if element.judge == "concept" and not can_match(element.lexicon):
            message = "the element is judged by its lexicon, which can match nothing. Add terms, phrases or two hints."
            yield error(element.id, message, placed.path)
        if element.judge == "concept" and element.about:
            message = "'about' has no effect on an element judged as a concept. Take it out."
            yield warning(f"{element.id}: about", message, (*placed.path, "about"))
    for index, concept in enumerate(rubric.key_concepts):
        if not can_match(concept.lexicon):
            path = ("key_concepts", index, "lexicon")
            yield error(concept.id, "the key concept's lexicon can match nothing. Add terms or phrases.", path)
    for index, misconception in enumerate(rubric.misconceptions):
        for message in _misconception_gaps(misconception):
            yield error(misconception.id, message, ("misconceptions", index))


def can_match(lexicon: Lexicon) -> bool:
    """Whether any text at all can match: one strong entry, or two hints."""
    strong = lexicon.terms or lexicon.phrases or lexicon.abbreviations or lexicon.frames
    return bool(strong) or len(set(lexicon.hints)) > 1


def _check_repeats(placed: PlacedLexicon) -> Iterator[Finding]:
    """Twice in one list is a mistake; in two lists, the weaker listing does nothing."""
    seen: dict[str, str] = {}
    for key in _WORD_LISTS:
        for index, entry in enumerate(getattr(placed.lexicon, key)):
            plain = _plain(entry)
            if plain in seen:
                report = error if seen[plain] == key else warning
                message = f"{entry!r} is listed twice ({seen[plain]}, {key}). Keep one; case and hyphens do not count."
                yield report(placed.where, message, (*placed.path, key, index))
            seen.setdefault(plain, key)
    for key in ("abbreviations", "exclude"):
        entries = getattr(placed.lexicon, key)
        for index, entry in enumerate(entries):
            if entry in entries[:index]:
                message = f"{entry!r} is listed twice under {key}. Keep one."
                yield error(placed.where, message, (*placed.path, key, index))


def _check_excluded(placed: PlacedLexicon) -> Iterator[Finding]:
    excluded = {_plain(entry) for entry in placed.lexicon.exclude}
    for key in (*_WORD_LISTS, "abbreviations"):
        for index, entry in enumerate(getattr(placed.lexicon, key)):
            if _plain(entry) in excluded:
                message = f"{entry!r} is under {key} and under exclude, so it never counts. Take it out of one."
                yield error(placed.where, message, (*placed.path, key, index))


def _check_abbreviations(placed: PlacedLexicon) -> Iterator[Finding]:
    for index, entry in enumerate(placed.lexicon.abbreviations):
        if not any(letter.isupper() for letter in entry):
            message = f"the abbreviation {entry!r} has no capital; capitals are matched exactly. Move it to terms."
            yield warning(placed.where, message, (*placed.path, "abbreviations", index))


def _misconception_gaps(misconception: Misconception) -> Iterator[str]:
    if misconception.judge == "confusion":
        sides = can_match(misconception.first) and can_match(misconception.second)
        if not sides and not can_match(misconception.claims):
            yield "a confusion needs words for both ideas ('first' and 'second'), or 'claims' that state it outright."
    elif not misconception.about:
        yield "nothing makes the misconception possible. List elements under 'about'."
    if misconception.judge in _PROPOSAL_JUDGES and not misconception.remedies:
        yield "nothing makes the misconception absent. List elements under 'remedies'."


def _plain(entry: str) -> str:
    return " ".join(entry.casefold().replace("-", " ").split())
