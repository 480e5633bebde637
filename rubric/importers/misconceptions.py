"""Draft misconceptions from the bullets of a page, with the checks on proposals that they ask for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rubric.importers.drafting import draft_elements
from rubric.importers.names import as_inside, as_start, cut
from rubric.importers.phrases import Idea, find_items
from rubric.importers.words import load_words
from rubric.schema import Criterion, Element, ElementGroup, Lexicon, Misconception, MisconceptionJudge

SUPPORT_ID = "X"
_JUDGES_WEIGHING = {"influence", "evaluation", "tension", "comparison"}
_JUDGES_PROPOSING = {"recommendation", "justification"}
_JUDGES_KEPT = {"measure", "plan"}
_DASH = re.compile(r"\s*(?:[\u2013\u2014]|\s-\s)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class MisconceptionDrafts:
    """Misconceptions with the group of elements that answers them; no group where none asks for checks."""

    misconceptions: tuple[Misconception, ...]
    support: tuple[ElementGroup, ...]


@dataclass(frozen=True, slots=True)
class _Bullet:
    """A bullet, the judge it calls for and the checks it names."""

    text: str
    judge: MisconceptionJudge
    checks: tuple[Idea, ...]


def draft_misconceptions(bullets: Sequence[str], criteria: Sequence[Criterion], *, source: str) -> MisconceptionDrafts:
    """A misconception for each bullet."""
    read = [_read_bullet(text) for text in bullets]
    checks = _each_once([idea for bullet in read for idea in bullet.checks])
    elements = draft_elements(SUPPORT_ID, checks, within="what is proposed", source=source)
    by_name = {idea.name.casefold(): element.id for idea, element in zip(checks, elements, strict=True)}
    drafts = []
    for number, bullet in enumerate(read, start=1):
        remedies = tuple(by_name[idea.name.casefold()] for idea in bullet.checks)
        drafts.append(_draft_one(f"MC{number}", bullet, remedies, criteria, source))
    return MisconceptionDrafts(misconceptions=tuple(drafts), support=_support_group(elements, source))


def _support_group(elements: tuple[Element, ...], source: str) -> tuple[ElementGroup, ...]:
    if not elements:
        return ()
    group = ElementGroup(
        id=SUPPORT_ID,
        name="Checks on what is proposed",
        goal="Judged beside the marking points: what is proposed is checked, measured and planned.",
        sources=(source,),
        elements=elements,
    )
    return (group,)


def _read_bullet(text: str) -> _Bullet:
    for judge, pattern in load_words().misconceptions.items():
        if re.search(pattern, text, re.IGNORECASE):
            checks = _checks_in(text) if judge in {"unchecked_proposal", "unmeasured_proposal"} else ()
            if judge in {"confusion", "description_only"} or checks:
                return _Bullet(text, judge, checks)
    return _Bullet(text, "confusion", ())


def _checks_in(text: str) -> tuple[Idea, ...]:
    """What a bullet says is left out: measures and plans wherever it names them, else the list behind `without`."""
    named = find_items(text)
    structural = tuple(idea for idea in named if idea.judge in _JUDGES_KEPT)
    if structural:
        return structural
    left_out = find_items(_left_out(text))
    return tuple(replace(idea, judge="check") if idea.judge == "concept" else idea for idea in left_out)


def _left_out(text: str) -> str:
    """What stands behind a word such as `without`; empty where there is no such word."""
    longest_first = sorted(load_words().omissions, key=len, reverse=True)
    match = re.search(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\s+(.+)", text, re.IGNORECASE)
    return match.group(1) if match else ""


def _draft_one(
    misconception_id: str, bullet: _Bullet, remedies: tuple[str, ...], criteria: Sequence[Criterion], source: str
) -> Misconception:
    main, _, _ = _parted(bullet.text)
    lexicons = _confusion_lexicons(bullet.text) if bullet.judge == "confusion" else {}
    return Misconception(
        id=misconception_id,
        name=cut(as_start(main), 80),
        judge=bullet.judge,
        about=_about(bullet.judge, criteria),
        remedies=remedies or _weighing(bullet.judge, criteria),
        statement=cut(f"The draft may show this: {as_inside(main)}", 199).rstrip(".") + ".",
        contrast=_contrast(bullet, lexicons),
        next_step=load_words().misconception_steps[bullet.judge],
        sources=(source,),
        **lexicons,
    )


def _parted(text: str) -> tuple[str, str, str]:
    """A bullet before and after its first dash."""
    text = text.rstrip(".;: ")
    match = _DASH.search(text)
    return (text[: match.start()], match.group(), text[match.end() :]) if match else (text, "", "")


def _confusion_lexicons(text: str) -> dict[str, Lexicon]:
    """Words of the two ideas that are confused, or the claim that is made where no two are named."""
    main = _parted(text)[0]
    match = re.search(load_words().misconceptions["confusion"], main, re.IGNORECASE)
    if match:
        first, second = (find_items(match.group(side)) for side in ("first", "second"))
        if first and second:
            return {"first": _terms(first), "second": _terms(second)}
    longest_first = sorted(load_words().beliefs, key=len, reverse=True)
    claim = re.sub(rf"^(?:{'|'.join(map(re.escape, longest_first))})\s+", "", main, flags=re.IGNORECASE)
    return {"claims": Lexicon(phrases=(as_inside(claim),))}


def _terms(ideas: Sequence[Idea]) -> Lexicon:
    return Lexicon(terms=tuple(idea.name for idea in ideas))


def _contrast(bullet: _Bullet, lexicons: dict[str, Lexicon]) -> str:
    """What to hold against the wrong idea: the other idea, what is left out, or what follows the dash."""
    rest = _parted(bullet.text)[2]
    if "first" in lexicons:
        first, second = (" and ".join(lexicons[side].terms) for side in ("first", "second"))
        contrast = f"Two different things: {first}, and {second}"
    elif bullet.checks:
        contrast = f"Asked for as well: {', '.join(idea.name for idea in bullet.checks)}"
    elif rest:
        contrast = f"Compare your draft with this: {as_inside(rest)}"
    elif left_out := _left_out(bullet.text):
        contrast = f"Asked for as well: {left_out}"
    else:
        contrast = "Ask of each sentence whether it rests on this idea, and what the marking points ask for instead"
    return cut(contrast, 199).rstrip(".") + "."


def _about(judge: MisconceptionJudge, criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """The elements that make a misconception possible: proposals, or where there are none what may be described."""
    if judge == "confusion":
        return ()
    elements = [element for criterion in criteria for element in criterion.elements]
    proposals = [element.id for element in elements if element.judge in _JUDGES_PROPOSING]
    described = [element.id for element in elements if element.judge == "concept"]
    if judge == "description_only":
        return tuple(described or [element.id for element in elements])
    return tuple(proposals or described or [element.id for element in elements])


def _weighing(judge: MisconceptionJudge, criteria: Sequence[Criterion]) -> tuple[str, ...]:
    if judge != "description_only":
        return ()
    elements = [element for criterion in criteria for element in criterion.elements]
    return tuple(element.id for element in elements if element.judge in _JUDGES_WEIGHING)


def _each_once(ideas: Sequence[Idea]) -> list[Idea]:
    kept: dict[str, Idea] = {}
    for idea in ideas:
        kept.setdefault(idea.name.casefold(), idea)
    return list(kept.values())
