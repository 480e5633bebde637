"""The program's own words: how levels, bands and doubts are said. What is said of the subject comes from the rubric."""

from collections.abc import Sequence

from models.scores import Confidence, CriterionScore, Level
from rubric.schema import Criterion, Grade, Rubric
from service.feedback.report import Action, Ruling

CANNOT_TELL = "cannot tell"
NOTE = "Estimates to help you redraft, not marks."
UNJUDGED_ADVICE = (
    "Nothing was scored. Check that the file holds your whole answer, as text, in English; then send it again."
)


def join_names(names: Sequence[str], last: str = "and") -> str:
    """Names as a list in a sentence: `cost, speed and quality`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def summarise(criterion: Criterion, score: CriterionScore) -> str:
    """What the draft shows on a criterion, element by element, in one or two short sentences."""
    if score.band is None:
        return f"The program cannot tell: {as_sentence(score.reason)}"
    names = {element.id: element.name for element in criterion.elements}
    by_level: dict[Level | None, list[str]] = {}
    for one in score.elements:
        if one.element_id in names:
            by_level.setdefault(one.level, []).append(names[one.element_id])
    said = [
        f"{label}: {join_names(by_level[level])}."
        for level, label in (
            (Level.DEVELOPED, "Developed"),
            (Level.MENTIONED, "Only named"),
            (None, "Could not tell"),
        )
        if level in by_level
    ]
    return " ".join(said) or "Nothing on this point was found."


def name_level(level: Level | None) -> str | None:
    """The level's name in the marking guide's words; None when the program cannot tell."""
    return None if level is None else level.name.lower()


def name_band(criterion: Criterion, band: int | None) -> str:
    """The band's name in the rubric."""
    if band is None:
        return CANNOT_TELL
    return next(one.name for one in criterion.bands if one.band == band)


def say_ruling(ruling: Ruling) -> str:
    """The band that people gave, and who they are."""
    name = f", {ruling.band_name}" if ruling.band_name else ""
    return f"{ruling.band} of 4{name}, by {ruling.by}."


def say_ruled_overall(overall: int) -> str:
    """The overall by the bands that people gave."""
    return f"With the bands that people decided: {overall} of 100."


def estimate_band(band: int | None, name: str, confidence: Confidence) -> str:
    """The band as the reader meets it, with how sure the program is; never a nought for what it cannot tell."""
    if band is None or confidence is Confidence.CANNOT_TELL:
        return "the program cannot tell."
    return f"{band} of 4, {name} ({confidence.value})."


def estimate_overall(overall: int | None, grade: str | None) -> str:
    """The overall estimate as a range rather than a figure."""
    if overall is None:
        return "the program cannot tell."
    return f"in the {grade} range." if grade else "below the first grade boundary so far."


def grade_for(rubric: Rubric, overall: int | None) -> str | None:
    """The highest grade whose boundary the estimate reaches; None below them all or without an estimate."""
    if overall is None:
        return None
    reached: list[Grade] = [grade for grade in rubric.grades if overall >= grade.at_least]
    return max(reached, key=lambda grade: grade.at_least).name if reached else None


def name_uncredited(names: Sequence[str]) -> str:
    """That topics earn nothing, kindly: what could be made of them stands in the details."""
    return f"No marking point credits {join_names(names)}; the details say how to turn that to account."


def instruct(action: Action, *, anchor: bool = True) -> str:
    """An action as one instruction: the place, then the edit. Without `anchor`, the place by its paragraph alone."""
    place = action.place if anchor else action.place.partition(",")[0]
    return f"{start_upper(place)}: {action.text}"


def as_sentence(text: str) -> str:
    """The text with a full stop where it has no end mark."""
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def start_upper(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
