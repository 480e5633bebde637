"""Actions: one doable edit for each marking point, and the three worth doing first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.scores import CriterionScore, DraftScore, ElementScore, Level
from rubric.schema import Criterion, Element, LevelWording, Rubric
from service.feedback.gains import TOP_BAND, gains_of
from service.feedback.places import DraftMap, place_of
from service.feedback.report import Action

MOST_PRIORITIES = 3

Scores = Mapping[str, ElementScore]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPlan:
    """What to do: at most one action a criterion, and the few that gain most overall."""

    by_criterion: Mapping[str, Action]
    priorities: tuple[Action, ...]
    gains: Mapping[str, float]
    """What the next level of each element could bring, by element."""


def wording_at(element: Element, level: Level) -> LevelWording:
    """What a learner reads of an element that stands at a level."""
    return (element.wording.absent, element.wording.mentioned, element.wording.developed)[level]


def plan_actions(rubric: Rubric, scored: DraftScore, scores: Scores, draft: DraftMap) -> ActionPlan:
    """One action for each criterion and the three that would gain most.

    An edit is proposed once: an element or a wording that serves two criteria goes to the one it gains most for.
    Elements that the program cannot tell earn no action, and where the band is at the top nothing more is asked for.
    Where a band below it has all that the rubric counts, its action comes last: the way up is not in single points.
    """
    gains = gains_of(rubric, scored, scores)
    candidates = sorted(
        _candidates(rubric, scored, scores, draft, gains),
        key=lambda action: (-action.gain, scores[str(action.element_id)].level is Level.DEVELOPED),
    )
    by_criterion: dict[str, Action] = {}
    rest: list[Action] = []
    for action in candidates:
        if _is_said(action, by_criterion.values()):
            continue
        if action.criterion_id in by_criterion:
            rest.append(action)
        else:
            by_criterion[action.criterion_id] = action
    worth = sorted((one for one in by_criterion.values() if one.gain > 0), key=lambda action: -action.gain)
    for action in rest:
        if action.gain > 0 and not _is_said(action, worth):
            worth.append(action)
    unfinished = {one.criterion_id for one in scored.criteria if one.band is not None and one.band < TOP_BAND}
    worth += [
        one
        for one in by_criterion.values()
        if not one.gain and one.criterion_id in unfinished and not _is_said(one, worth)
    ]
    return ActionPlan(by_criterion=by_criterion, priorities=tuple(worth[:MOST_PRIORITIES]), gains=gains)


def elements_of(criterion: Criterion, rubric: Rubric) -> tuple[Element, ...]:
    """The criterion's own elements, then the others that its band rule counts."""
    rule = criterion.band_rule
    named = set(rule.points) | {element_id for need in rule.needs for element_id in need.elements}
    own = {element.id for element in criterion.elements}
    return (*criterion.elements, *(one for one in rubric.elements if one.id in named and one.id not in own))


def _candidates(
    rubric: Rubric, scored: DraftScore, scores: Scores, draft: DraftMap, gains: Mapping[str, float]
) -> Iterable[Action]:
    """Every edit the rubric has words for, in rubric order, with what it would gain.

    An element that is said too faintly to tell is worth saying plainly, so it counts as absent here.
    """
    criteria: dict[str, CriterionScore] = {one.criterion_id: one for one in scored.criteria}
    for criterion in rubric.criteria:
        judged = criteria.get(criterion.id)
        for element in elements_of(criterion, rubric):
            score = scores.get(element.id)
            if judged is None or score is None or (score.level is None and judged.band is None):
                continue
            level = score.level or Level.ABSENT
            if judged.band == TOP_BAND and not gains[element.id]:
                continue
            text = wording_at(element, level).next_step
            if text:
                place = place_of(element, level, draft, judged.evidence)
                yield Action(
                    text=text,
                    criterion_id=criterion.id,
                    element_id=element.id,
                    place=place.precise,
                    paragraph=place.paragraph,
                    gain=gains[element.id],
                )


def _is_said(action: Action, others: Iterable[Action]) -> bool:
    """Whether the same edit is among the others already."""
    return any(one.element_id == action.element_id or one.text == action.text for one in others)
