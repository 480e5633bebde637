"""The creditable ideas in a sentence of an examiner: lists in brackets or in the sentence, and turns of phrase."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from rubric.importers.words import load_words
from rubric.schema import ElementJudge

MOST_WORDS = 7
"""A longer item is a clause, not an idea."""

SUBJECT_WORDS = 8
LONGEST_SENTENCE = 1_000
"""Characters that are read of a sentence."""

_JOINER = "\ue000"
_OUR_MARKS = re.compile("[\u27e6\u27e7\u2039\u203a\ue000]")
_SUCH_AS = re.compile(r"\b(?:e\.?g|i\.?e)\b\.?,?:?\s*|\bsuch as:?,?\s*", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_SHORT_MARK = re.compile(r"\s*\u2039(.+?)\u203a")
_HELD = re.compile(r"\s*\u27e6(\d+)\u27e7")
_SHORT_FORM = re.compile(r"[A-Z][A-Za-z&]{0,6}[A-Z]s?|[A-Z]{2,6}s?")
_REMARK = re.compile(r"\d|(?:see|max|not|a|an|the|which)\b|.*\d\s*marks?\b", re.IGNORECASE)
_NAMED_FROM_ITS_CUE = {"measure", "plan", "setting"}
"""Judges whose ideas are named from the turn of phrase on: `set measurable targets` is about measurable targets."""
_ADJECTIVE = re.compile(r"[a-z]+(?:al|ive|ic|ary|ory|ful|ous)", re.IGNORECASE)
_SPLIT = re.compile(
    r"\s*[;,]\s*(?:and|or)\b\s*|\s*[;,]\s*|\s+(?:and/or|and|or|&)\s+|(?<=\w)\s?/\s?(?=\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """Something a sentence credits, in its own words."""

    name: str
    judge: ElementJudge = "concept"
    abbreviation: str = ""


@dataclass(slots=True)
class _Sentence:
    """A sentence whose brackets are held aside."""

    text: str
    held: list[str] = field(default_factory=list)


def find_ideas(sentence: str) -> tuple[Idea, ...]:
    """The ideas of a marking point in the order it names them; never empty, unless there is no word in it."""
    held = _hold_brackets(_tidy(sentence))
    ideas = [idea for clause in _clauses(held.text) for idea in _clause_ideas(clause, held.held)]
    return _each_once(ideas) or _whole(held.text)


def find_items(text: str) -> tuple[Idea, ...]:
    """The items of a plain list such as `risk, cost or fit with culture (people)`."""
    held = _hold_brackets(_tidy(text))
    return _each_once([idea for segment in _segments(held.text) for idea in _segment_ideas(segment, held.held)])


def subject_of(sentence: str) -> str:
    """What a marking point is about, without its opening, its brackets and what follows: at most eight words."""
    held = _SHORT_MARK.sub("", _HELD.sub("", _hold_brackets(_tidy(sentence)).text))
    for clause in _clauses(held):
        subject = next((segment for segment in _segments(_strip_opening(clause)[1]) if _strip_item(segment)), "")
        words = _strip_item(subject).replace(_JOINER, " ").split()[:SUBJECT_WORDS]
        while words and words[-1].casefold() in load_words().small_words:
            words.pop()
        if words:
            return ("how " if subject.casefold().startswith("how ") else "") + " ".join(words).rstrip(",")
    return " ".join(held.replace(_JOINER, " ").split()[:SUBJECT_WORDS])


def _tidy(text: str) -> str:
    """One line with round brackets that close, `such as` for its short forms, and pairs that belong together joined."""
    text = _OUR_MARKS.sub("", text[:LONGEST_SENTENCE]).replace("\u2019", "'").replace("[", "(").replace("]", ")")
    text = _SUCH_AS.sub("such as ", " ".join(text.split()))
    text += ")" * max(0, text.count("(") - text.count(")"))
    return _fixed_pairs().sub(lambda match: match.group().replace(" ", _JOINER), text.rstrip(".;: "))


def _hold_brackets(text: str) -> _Sentence:
    """Take lists in brackets out, innermost first; a short form such as `(KPI)` stays with its words, in angles."""
    sentence = _Sentence(text)
    while match := _BRACKET.search(sentence.text):
        before, inside = sentence.text[: match.start()], match.group(1).strip()
        sentence.text = before + _stand_in(inside, before, sentence.held) + sentence.text[match.end() :]
    return sentence


def _stand_in(inside: str, before: str, held: list[str]) -> str:
    """What takes the place of a bracket: nothing for a remark, a mark for a short form or a list."""
    if not inside or _REMARK.match(inside):
        return ""
    if _SHORT_FORM.fullmatch(inside) and _are_initials(inside, before):
        own_words = before.rpartition(",")[2]
        return f" \u2039{inside}\u203a" if _are_initials(inside, own_words) else ""
    held.append(inside)
    return f" \u27e6{len(held) - 1}\u27e7"


def _are_initials(short: str, before: str) -> bool:
    letters = [letter.casefold() for letter in short.rstrip("s") if letter.isalpha()]
    words = re.findall(r"[^\W_]+", before.casefold())
    telling = [word for word in words if word not in load_words().small_words]
    return any([word[0] for word in some[-len(letters) :]] == letters for some in (words, telling))


@cache
def _task() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load_words().tasks)})", re.IGNORECASE)


@cache
def _clause_break() -> re.Pattern[str]:
    task = _task().pattern
    joining = rf",?\s+(?:and|then|but|while|as well as)\s+(?=(?:\w+ly\s+)?(?:how|{task})\b)"
    return re.compile(rf"\.\s+|;\s+|{joining}|\s+to\s+(?={task}\b)", re.IGNORECASE)


@cache
def _lead_in() -> re.Pattern[str]:
    longest_first = sorted(load_words().lead_ins, key=len, reverse=True)
    setting = rf"(?:for|of|on|to)(?=\s(?:\w+\s)?(?:{'|'.join(load_words().cues['setting'])}))"
    words = "|".join([*map(re.escape, longest_first), setting])
    return re.compile(rf"(?:^|,?\s+)(?:{words})(?=\s|,|$),?\s*", re.IGNORECASE)


@cache
def _item_opening() -> re.Pattern[str]:
    longest_first = sorted(load_words().item_openings, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?:\s+|,\s*|$)", re.IGNORECASE)


@cache
def _fixed_pairs() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, load_words().fixed_pairs))})\b", re.IGNORECASE)


@cache
def _cues() -> tuple[tuple[ElementJudge, re.Pattern[str]], ...]:
    return tuple(
        (judge, re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE))
        for judge, patterns in load_words().cues.items()
    )


def _clauses(text: str) -> list[str]:
    return [clause for clause in _clause_break().split(text) if clause.strip()]


def _segments(text: str) -> list[str]:
    """A clause parted where a word such as `through` introduces what comes next; the first part may be empty."""
    return _lead_in().split(text)


def _clause_ideas(clause: str, held: list[str]) -> Iterator[Idea]:
    judges, rest = _strip_opening(clause)
    first, *others = _segments(rest)
    subject = _HELD.sub("", first)
    for judge, task_words in judges:
        name = f"{task_words} {subject}".strip(" ,")
        yield Idea(name=name if len(name.split()) <= MOST_WORDS else judge, judge=judge)
    subject_is_plain = len(_items(first)) == 1 and not _HELD.search(first)
    if not (judges and subject_is_plain):
        yield from _segment_ideas(first, held)
    for segment in others:
        yield from _segment_ideas(segment, held)


def _strip_opening(clause: str) -> tuple[list[tuple[ElementJudge, str]], str]:
    """The judges that the clause's task words call for, each with its words, and the clause without its opening."""
    tokens = clause.split()
    tasks: dict[ElementJudge, int] = {}
    end = 0
    for token in tokens:
        plain = token.casefold().strip(",:'")
        is_task = _task().fullmatch(plain)
        if not is_task and plain not in load_words().openings:
            break
        judge = _task_judge(plain) if is_task else None
        if judge:
            tasks.setdefault(judge, end)
        end += 1
    return [(judge, " ".join(tokens[start:end])) for judge, start in tasks.items()], " ".join(tokens[end:])


def _task_judge(word: str) -> ElementJudge | None:
    return next((judge for pattern, judge in load_words().tasks.items() if re.fullmatch(pattern, word)), None)


def _segment_ideas(segment: str, held: list[str]) -> Iterator[Idea]:
    for item in _share_noun(_items(segment)):
        brackets = _HELD.findall(item)
        words = _HELD.sub("", item)
        judged = list(_judged_ideas(words))
        yield from judged
        for number in brackets:
            yield from (idea for part in _items(held[int(number)]) for idea in _item_idea(part, held))
        starts_a_clause = words.casefold().startswith("how ")
        if not judged and not brackets and not starts_a_clause:
            yield from _item_idea(words, held)


def _item_idea(item: str, held: list[str]) -> Iterator[Idea]:
    """The idea of an item, behind those of a list in brackets within it; brackets deeper down are remarks."""
    for number in _HELD.findall(item):
        for part in _items(_HELD.sub("", held[int(number)])):
            yield from _item_idea(part, held)
    short = _SHORT_MARK.search(item)
    name = _strip_item(_SHORT_MARK.sub("", _HELD.sub("", item)))
    if not re.search(r"[^\W\d_]", name) or len(name.split()) > MOST_WORDS:
        return
    judged = list(_judged_ideas(name))
    yield from judged
    if not judged:
        yield Idea(name=name, abbreviation=short.group(1) if short else "")


def _judged_ideas(words: str) -> Iterator[Idea]:
    """The ideas that a turn of phrase in the words stands for, named by the words where they are few."""
    found = sorted((match.start(), judge, match.group()) for judge, cue in _cues() if (match := cue.search(words)))
    for start, judge, matched in found:
        name = _strip_item(words[start:] if judge in _NAMED_FROM_ITS_CUE else words)
        is_last = start == found[-1][0]
        yield Idea(name=name if is_last and len(name.split()) <= MOST_WORDS else matched, judge=judge)


def _items(text: str) -> list[str]:
    return [item for item in _SPLIT.split(text) if item and _strip_item(item)]


def _share_noun(items: list[str]) -> list[str]:
    """`internal and external factors` names internal factors and external factors."""
    shared = list(items)
    for index in range(len(items) - 2, -1, -1):
        first, _, noun = shared[index + 1].partition(" ")
        if noun and _ADJECTIVE.fullmatch(first) and _ADJECTIVE.fullmatch(items[index].strip()):
            shared[index] = f"{items[index].strip()} {noun}"
    return shared


def _strip_item(item: str) -> str:
    item = item.strip(" ,;:.\"'")
    while match := _item_opening().match(item):
        item = item[match.end() :]
    for ending in load_words().item_endings:
        if item.casefold().endswith(f" {ending}") or item.casefold() == ending:
            item = item[: -len(ending)].strip(" ,;")
    return item.strip(" ,;:.\"'")


def _each_once(ideas: list[Idea]) -> tuple[Idea, ...]:
    """One idea a name, and one a judge where the judge goes by the sentence rather than by the name."""
    kept: dict[str, Idea] = {}
    for idea in (replace(idea, name=idea.name.replace(_JOINER, " ")) for idea in ideas):
        key = idea.name.casefold() if idea.judge == "concept" else f"judge {idea.judge}"
        kept.setdefault(key, idea)
    return tuple(kept.values())


def _whole(text: str) -> tuple[Idea, ...]:
    """The sentence as one idea, cut to a name's length, where nothing finer was found in it."""
    _, rest = _strip_opening(_HELD.sub("", text))
    name = _strip_item(" ".join((rest or text).split()[:MOST_WORDS]))
    return (Idea(name=name),) if re.search(r"[^\W\d_]", name) else ()
