"""From a specification page, with an examiner's marking points under their heading, to a draft rubric.

The draft is a start for a person to work on: its elements and wording come from the page's own words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rubric.errors import PageError
from rubric.importers.drafting import draft_criterion, draft_key_concept, draft_tip
from rubric.importers.misconceptions import draft_misconceptions
from rubric.importers.names import as_start, cut, slug_of, source_id_of, telling_stems
from rubric.importers.phrases import Idea, find_ideas, find_items
from rubric.importers.sections import Page, SectionKind, parse_page
from rubric.importers.words import load_words
from rubric.schema import CurvePoint, Grade, KeyConcept, Lexicon, Rubric, Tip

MOST_BULLETS = 60
"""More under one heading means that the page is not about one question."""
LONGEST_TITLE_WORDS = 10

_FULL_WEIGHT = 100.0
_LEVEL_IN_TITLE = re.compile(r"[\s,:(\u2013\u2014-]*(?:\bat\s+)?\blevel\s+\d+\)?[\s:,\u2013\u2014-]*", re.IGNORECASE)
_GRADES = (("pass", 50), ("merit", 60), ("distinction", 70))
_NAMES = {
    SectionKind.MISCONCEPTIONS: "common misconceptions",
    SectionKind.TIPS: "exam tips",
    SectionKind.KEY_CONCEPTS: "key concepts",
    SectionKind.SYNOPSIS: "topic synopsis",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPage:
    """What was found on a page, and the rubric drafted from it."""

    title: str
    marking_points: tuple[str, ...]
    misconceptions: tuple[str, ...]
    tips: tuple[str, ...]
    key_concepts: tuple[str, ...]
    """Their names; only those that no marking point uses are in the rubric, as topics that earn nothing."""
    rubric: Rubric
    warnings: tuple[str, ...]
    """What a person should look at, in full sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What the top of a page says of the whole."""

    title: str
    subject: str
    level: str

    @property
    def id(self) -> str:
        """`subject_name.level7`, or `subject_name` where the page names no level."""
        subject = slug_of(self.subject)
        return f"{subject}.level{self.level}" if self.level else subject

    @property
    def source(self) -> str:
        return source_id_of(self.title)


def import_page(text: str) -> ImportedPage:
    """Draft a rubric from the text of a page.

    Raises:
        PageError: the page has no marking points, or far too many.
    """
    page = parse_page(text, load_words().headings)
    warnings: list[str] = []
    points = [point for point in _marking_points(page, warnings) if _has_ideas(point, warnings)]
    if not points:
        raise _no_marking_points(page)
    misconceptions, tips, concepts = (
        _bullets(page, kind, warnings)
        for kind in (SectionKind.MISCONCEPTIONS, SectionKind.TIPS, SectionKind.KEY_CONCEPTS)
    )
    head = _read_head(page, warnings)
    key_ideas = [_key_idea(bullet) for bullet in concepts]
    rubric = _draft_rubric(head, points, misconceptions, tips, _unused(key_ideas, points, warnings))
    warnings.append(f"The source {head.source!r} is new: add it to the catalogue, or name one that is there.")
    return ImportedPage(
        title=head.title,
        marking_points=tuple(points),
        misconceptions=tuple(misconceptions),
        tips=tuple(tips),
        key_concepts=tuple(idea.name for idea in key_ideas),
        rubric=rubric,
        warnings=tuple(warnings),
    )


def _marking_points(page: Page, warnings: list[str]) -> list[str]:
    points = _bullets(page, SectionKind.MARKING_POINTS, warnings)
    if points:
        return points
    openings = load_words().credit_openings
    points = [
        bullet for section in page.sections for bullet in section.bullets if bullet.casefold().startswith(openings)
    ]
    if points:
        warnings.append(
            "There is no heading such as 'Examiner Marking Points'; bullets that begin like 'Award credit' were taken."
        )
    return points


def _has_ideas(point: str, warnings: list[str]) -> bool:
    if find_ideas(point):
        return True
    warnings.append(f"A marking point was left out because it credits nothing that can be named: {cut(point, 60)!r}.")
    return False


def _no_marking_points(page: Page) -> PageError:
    headings = [section.heading for section in page.sections if section.heading]
    found = f"Headings found: {cut('; '.join(headings), 300)}." if headings else "No headings were found."
    return PageError(
        "no marking points were found, so there is nothing to draft a rubric from. "
        "The page should have a heading such as 'Examiner Marking Points' with one bullet for each point. " + found
    )


def _bullets(page: Page, kind: SectionKind, warnings: list[str]) -> list[str]:
    """The bullets of a kind of section; its lines where nothing is marked as a bullet."""
    sections = page.of_kind(kind)
    name = _NAMES.get(kind, "marking points")
    found = [text for section in sections for text in section.bullets or section.paragraphs]
    if len(found) > MOST_BULLETS:
        raise PageError(
            f"{len(found)} {name} were found. Import the page of one topic; at most {MOST_BULLETS} are read."
        )
    if found and not any(section.bullets for section in sections):
        warnings.append(f"The {name} have no bullet marks; each line or paragraph was taken as one.")
    if not found and kind in _NAMES:
        warnings.append(f"No {name} were found on the page, so none are in the draft.")
    return found


def _read_head(page: Page, warnings: list[str]) -> _Head:
    synopsis = " ".join(text for section in page.of_kind(SectionKind.SYNOPSIS) for text in section.paragraphs)
    title = _read_title(_plain_title(page.title), synopsis, warnings)
    level = re.search(r"\blevel\s+(\d+)", f"{title} {synopsis}", re.IGNORECASE)
    if not level:
        warnings.append("The page names no level; write it under 'level'.")
    subject = _LEVEL_IN_TITLE.sub(" ", title).strip()
    return _Head(title=title, subject=subject or title, level=level.group(1) if level else "")


def _read_title(line: str, synopsis: str, warnings: list[str]) -> str:
    """The first line, or where it is a sentence or missing, what the sentence or the synopsis is about."""
    if not line:
        title = _sentence_subject(synopsis)
        warnings.append(f"The page has no title; the draft is called {title!r}. Correct it if need be.")
        return title
    if len(line.split()) <= LONGEST_TITLE_WORDS and not synopsis.startswith(line):
        return line
    title = _sentence_subject(line)
    if title != line:
        warnings.append(f"The first line is a sentence; the draft is called {title!r}. Correct it if need be.")
    return title


def _plain_title(line: str) -> str:
    return re.sub(r"^(?:(?:sub-?)?topic|title|unit)\s*[\d.]*\s*:\s*", "", line, flags=re.IGNORECASE).strip(" :")


def _sentence_subject(sentence: str) -> str:
    """What a sentence is about: its words before the first verb such as `focuses`, at most ten; never empty."""
    verbs = "|".join(load_words().title_verbs)
    subject = re.split(rf"\s(?:{verbs})\b", sentence, maxsplit=1)[0]
    return " ".join(subject.split()[:LONGEST_TITLE_WORDS]).rstrip(" ,.;:") or "Untitled topic"


def _key_idea(bullet: str) -> Idea:
    """The name at the start of a bullet such as `Sales Funnel (SF): how buyers ...`."""
    head = re.split(r"\s*:\s|\s[\u2013\u2014-]\s|\.\s", f"{bullet} ", maxsplit=1)[0].rstrip(" :.")
    short = re.search(r"\(([A-Z][A-Za-z&]*[A-Z]s?)\)", head)
    name = cut(re.sub(r"\s*\([^()]*\)", "", head), 60) or cut(bullet, 60)
    return Idea(name=name, abbreviation=short.group(1) if short else "")


def _unused(ideas: Sequence[Idea], points: Sequence[str], warnings: list[str]) -> list[Idea]:
    """The key concepts that no marking point names in full or by their short form."""
    unused = []
    for idea in ideas:
        stems = telling_stems(idea.name)
        named = any(stems <= telling_stems(point) for point in points)
        if not named and not (idea.abbreviation and any(idea.abbreviation in point.split() for point in points)):
            unused.append(idea)
            warnings.append(f"No marking point uses the key concept {idea.name!r}; in the draft it earns nothing.")
    return unused


def _draft_rubric(
    head: _Head, points: Sequence[str], misconceptions: Sequence[str], tips: Sequence[str], unused: Sequence[Idea]
) -> Rubric:
    source = head.source
    criteria = tuple(
        draft_criterion(
            f"MP{number}", point, find_ideas(point), weight=round(_FULL_WEIGHT / len(points), 2), source=source
        )
        for number, point in enumerate(points, start=1)
    )
    drafted_tips: list[Tip] = []
    for text in tips:
        taken = [tip.id for tip in drafted_tips]
        drafted_tips.append(draft_tip(text, taken=taken, source=source))
    concepts: list[KeyConcept] = []
    for idea in unused:
        concepts.append(draft_key_concept(idea, taken=[concept.id for concept in concepts], source=source))
    drafts = draft_misconceptions(misconceptions, criteria, source=source)
    return Rubric(
        schema_version=1,
        id=head.id,
        version="0.1",
        title=head.title,
        subject=as_start(head.subject),
        level=f"Level {head.level}" if head.level else "not stated",
        language="en",
        criteria=criteria,
        support=drafts.support,
        misconceptions=drafts.misconceptions,
        tips=tuple(drafted_tips),
        key_concepts=tuple(concepts),
        topic=Lexicon(terms=tuple(idea.name for idea in find_items(head.subject))),
        grades=tuple(Grade(name=name, at_least=at_least) for name, at_least in _GRADES),
        overall_curve=(CurvePoint(share=0, overall=0), CurvePoint(share=1, overall=100)),
    )
