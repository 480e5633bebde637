"""Draft criteria, elements, tips and key concepts from the words of a page, fit for the schema and for the checks."""

from collections.abc import Sequence

from rubric.importers.names import as_start, cut, slug_of
from rubric.importers.phrases import Idea, find_items, subject_of
from rubric.importers.words import load_words
from rubric.schema import (
    BandLevel,
    BandRule,
    Criterion,
    Element,
    ElementPoints,
    KeyConcept,
    LevelWording,
    Lexicon,
    Tip,
    Wording,
)

GOAL_LIMIT = 160
MENTIONED_POINTS = 1.0
DEVELOPED_POINTS = 2.0
THRESHOLD_SHARES = (0.15, 0.4, 0.65, 0.85)
"""Share of the most points an answer can earn from which bands 1 to 4 are reached."""


def draft_criterion(
    criterion_id: str, sentence: str, ideas: Sequence[Idea], *, weight: float, source: str
) -> Criterion:
    """A criterion for one marking point, with an element for each idea in it."""
    subject = cut(subject_of(sentence), 80) or ideas[0].name
    elements = draft_elements(criterion_id, ideas, within=subject, source=source)
    return Criterion(
        id=criterion_id,
        name=as_start(subject),
        goal=_draft_goal(subject, ideas),
        weight=weight,
        sources=(source,),
        elements=elements,
        bands=tuple(
            BandLevel(band=band, name=name, descriptor=descriptor.format(Subject=as_start(subject)))
            for band, (name, descriptor) in enumerate(load_words().bands)
        ),
        band_rule=_draft_band_rule(elements),
    )


def draft_elements(owner_id: str, ideas: Sequence[Idea], *, within: str, source: str) -> tuple[Element, ...]:
    """An element for each idea, with an id of its own under the owner's."""
    elements: list[Element] = []
    for idea in ideas:
        taken = [element.id.partition(".")[2] for element in elements]
        elements.append(_draft_element(f"{owner_id}.{slug_of(idea.name, taken=taken)}", idea, within, source))
    return tuple(elements)


def draft_tip(text: str, *, taken: Sequence[str], source: str) -> Tip:
    """A tip; which elements show that it was taken is for a person to say."""
    return Tip(id=_lettered_id("TIP", text, taken), text=text, sources=(source,))


def draft_key_concept(idea: Idea, *, taken: Sequence[str], source: str) -> KeyConcept:
    """A key concept that no marking point credits."""
    message = f"{as_start(idea.name)}: listed as a key concept, but none of the marking points credits it."
    return KeyConcept(
        id=_lettered_id("KC", idea.name, taken),
        name=as_start(idea.name),
        lexicon=_key_concept_lexicon(idea),
        message=message,
        sources=(source,),
    )


def draft_lexicon(idea: Idea) -> Lexicon:
    """The idea's own words; a name written in capitals is a short form and is matched as such."""
    if idea.name.isupper() and " " not in idea.name:
        return Lexicon(abbreviations=(idea.name,))
    short_forms = (idea.abbreviation,) if idea.abbreviation else ()
    return Lexicon(terms=(idea.name,), abbreviations=short_forms)


def _key_concept_lexicon(idea: Idea) -> Lexicon:
    """Both halves of `sales funnel and conversion rates`, where each would still say enough alone."""
    halves = find_items(idea.name)
    if len(halves) > 1 and all(" " in half.name for half in halves):
        return Lexicon(terms=tuple(half.name for half in halves))
    return draft_lexicon(idea)


def _draft_goal(subject: str, ideas: Sequence[Idea]) -> str:
    """One line with as many of the ideas as it can hold."""
    goal = as_start(subject)
    listed: list[str] = []
    for idea in ideas:
        if len(f"{goal}: {', '.join([*listed, idea.name])}.") > GOAL_LIMIT:
            break
        listed.append(idea.name)
    return f"{goal}: {', '.join(listed)}." if listed else f"{goal}."


def _draft_element(element_id: str, idea: Idea, within: str, source: str) -> Element:
    name = cut(idea.name, 60)
    is_concept = idea.judge in {"concept", "check"}
    return Element(
        id=element_id,
        name=as_start(name),
        credits=f"{name}, as part of {within}",
        judge=idea.judge,
        lexicon=draft_lexicon(idea) if is_concept else Lexicon(),
        sources=(source,),
        wording=_draft_wording(idea, name),
    )


def _draft_wording(idea: Idea, name: str) -> Wording:
    words = load_words().wording[idea.judge]

    def fill(template: str) -> str:
        return template.format(name=name, Name=as_start(name))

    return Wording(
        absent=LevelWording(shows=fill(words.absent[0]), next_step=fill(words.absent[1])),
        mentioned=LevelWording(shows=fill(words.mentioned[0]), next_step=fill(words.mentioned[1])),
        developed=LevelWording(shows=fill(words.developed)),
    )


def _draft_band_rule(elements: Sequence[Element]) -> BandRule:
    most = DEVELOPED_POINTS * len(elements)
    first, second, third, fourth = (round(share * most, 2) for share in THRESHOLD_SHARES)
    points = ElementPoints(mentioned=MENTIONED_POINTS, developed=DEVELOPED_POINTS)
    return BandRule(points={element.id: points for element in elements}, thresholds=(first, second, third, fourth))


def _lettered_id(prefix: str, text: str, taken: Sequence[str]) -> str:
    slugs = [name.partition(".")[2] for name in taken]
    return f"{prefix}.{slug_of(text, taken=slugs)}"
