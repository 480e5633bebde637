"""Small valid values for tests, each to be changed in the one respect a test is about."""

from collections.abc import Mapping
from typing import Any

from models.evidence import EvidenceKind, EvidenceSpan, Paragraph, PartKind
from models.scores import CriterionScore, DraftScore, ElementScore, Level, MisconceptionScore, Status
from rubric.schema import Criterion, Element, ElementPoints, Lexicon, Misconception, Rubric

SOURCE = "topic-page"


def build_element(element_id: str, **changes: Any) -> Element:
    """An element whose name and only term are the last part of its id."""
    name = element_id.partition(".")[2].replace("_", " ")
    data: dict[str, Any] = {
        "id": element_id,
        "name": name,
        "credits": f"what the answer makes of {name}",
        "lexicon": Lexicon(terms=(name,)),
        "sources": (SOURCE,),
        "wording": {
            "absent": {"shows": f"Nothing on {name} yet.", "next_step": f"Where does {name} come in?"},
            "mentioned": {"shows": f"The draft names {name}.", "next_step": f"What follows from {name} here?"},
            "developed": {"shows": f"The draft uses {name}."},
        },
    }
    return Element.model_validate(data | changes)


def build_criterion(criterion_id: str, elements: tuple[Element, ...], **changes: Any) -> Criterion:
    """A criterion whose elements earn 1 point mentioned and 2 developed, with thresholds spread over them."""
    most = 2 * len(elements)
    data: dict[str, Any] = {
        "id": criterion_id,
        "name": f"criterion {criterion_id}",
        "goal": f"What {criterion_id} rewards.",
        "weight": 50,
        "sources": (SOURCE,),
        "elements": elements,
        "bands": [{"band": band, "name": f"band {band}", "descriptor": f"what earns {band}"} for band in range(5)],
        "band_rule": {
            "points": {element.id: ElementPoints(mentioned=1, developed=2) for element in elements},
            "thresholds": tuple(most * share for share in (0.2, 0.4, 0.6, 0.8)),
        },
    }
    return Criterion.model_validate(data | changes)


def build_rubric(**changes: Any) -> Rubric:
    """Two criteria, one supporting group, a confusion, a tip and a key concept, on planning events."""
    first = build_criterion("MP1", (build_element("MP1.budget"), build_element("MP1.venue")))
    second = build_criterion("MP2", (build_element("MP2.advice", judge="recommendation", lexicon=Lexicon()),))
    data: dict[str, Any] = {
        "schema_version": 1,
        "id": "events.level7",
        "version": "1",
        "title": "Planning events",
        "subject": "Events",
        "level": "7",
        "language": "en",
        "criteria": (first, second),
        "support": (
            {
                "id": "X",
                "name": "proposals checked",
                "goal": "What is proposed can be done.",
                "sources": (SOURCE,),
                "elements": (build_element("X.risk", judge="check"),),
            },
        ),
        "misconceptions": (
            {
                "id": "MC1",
                "name": "party and purpose confused",
                "judge": "confusion",
                "first": {"terms": ("party",)},
                "second": {"terms": ("purpose",)},
                "statement": "The party is taken for its purpose.",
                "contrast": "A purpose outlasts the day.",
                "next_step": "What should be different a week later?",
                "sources": (SOURCE,),
            },
        ),
        "tips": ({"id": "TIP.guests", "text": "Begin with the guests.", "sources": (SOURCE,)},),
        "key_concepts": (
            {
                "id": "KC.music",
                "name": "Music",
                "lexicon": {"terms": ("live music",)},
                "message": "Music is not part of this question.",
                "sources": (SOURCE,),
            },
        ),
        "grades": ({"name": "pass", "at_least": 50}, {"name": "merit", "at_least": 60}),
        "overall_curve": ({"share": 0, "overall": 0}, {"share": 1, "overall": 90}),
    }
    return Rubric.model_validate(data | changes)


def build_rubric_data() -> dict[str, Any]:
    """The same rubric as the plain lists and keys of a YAML file."""
    return build_rubric().model_dump(mode="json", by_alias=True, exclude_defaults=True)


# Scores, for what is made of them.


def span_of(text: str, words: str, *, element_id: str | None = None) -> EvidenceSpan:
    """The first place of `words` in the text."""
    start = text.index(words)
    return EvidenceSpan(
        kind=EvidenceKind.CONCEPT, start_char=start, end_char=start + len(words), detector="test", element_id=element_id
    )


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """Every block between blank lines: a heading where it begins with #, a bullet where it begins with a dash."""
    kinds = {"#": PartKind.HEADING, "-": PartKind.BULLET, "[": PartKind.REFERENCES}
    found, position = [], 0
    for block in text.split("\n\n"):
        kind = kinds.get(block[:1], PartKind.PROSE)
        found.append(Paragraph(start_char=position, end_char=position + len(block), part=kind))
        position += len(block) + 2
    return tuple(found)


def build_scored(
    rubric: Rubric,
    text: str,
    *,
    levels: Mapping[str, tuple[int | None, str]] | None = None,
    bands: Mapping[str, int | None] | None = None,
    present: Mapping[str, str] | None = None,
    **changes: Any,
) -> DraftScore:
    """A draft's scores. Elements are absent, bands 0 and misconceptions absent unless told otherwise.

    Args:
        rubric: whose elements are scored.
        text: the draft.
        levels: level and evidence words of an element; empty words for none.
        bands: band of a criterion.
        present: evidence words of each misconception that is present.
        changes: any other field.
    """
    at = levels or {}

    def score(element: Element) -> ElementScore:
        level, words = at.get(element.id, (0, ""))
        return ElementScore(
            element_id=element.id,
            level=None if level is None else Level(level),
            reason=f"why {element.name} stands where it does",
            evidence=(span_of(text, words),) if words else (),
        )

    def misjudge(misconception: Misconception) -> MisconceptionScore:
        words = (present or {}).get(misconception.id)
        return MisconceptionScore(
            misconception_id=misconception.id,
            status=Status.ABSENT if words is None else Status.PRESENT,
            reason=f"why {misconception.id} is so",
            evidence=(span_of(text, words),) if words else (),
        )

    data: dict[str, Any] = {
        "text": text,
        "words": len(text.split()),
        "judgeable": True,
        "reason": "",
        "paragraphs": paragraphs_of(text),
        "criteria": tuple(
            CriterionScore(
                criterion_id=criterion.id,
                band=(bands or {}).get(criterion.id, 0),
                reason=f"why {criterion.id} has its band",
                elements=tuple(score(element) for element in criterion.elements),
            )
            for criterion in rubric.criteria
        ),
        "support": tuple(score(element) for group in rubric.support for element in group.elements),
        "misconceptions": tuple(misjudge(misconception) for misconception in rubric.misconceptions),
        "key_concepts": (),
        "flags": (),
        "overall": 40,
        "on_topic": True,
        "engine_version": "test",
        "rubric_id": rubric.id,
        "rubric_fingerprint": "0" * 64,
    }
    return DraftScore(**(data | changes))
