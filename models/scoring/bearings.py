"""The rule that decides, for each way of judging an element, whether a sentence bears on it."""

from collections.abc import Callable, Mapping

from models.scoring.concepts import (
    bears_on_concept,
    bears_on_evaluation,
    bears_on_influence,
    bears_on_setting,
    bears_on_tension,
)
from models.scoring.contexts import Context
from models.scoring.proposals import bears_on_check, bears_on_justification, bears_on_recommendation
from models.scoring.structures import (
    bears_on_comparison,
    bears_on_example,
    bears_on_measure,
    bears_on_plan,
    bears_on_quality,
    bears_on_quantity,
)
from rubric.schema import Element

Bears = Callable[[Element, Context], float | None]
"""None when the sentence does not bear on the element; else what its structure adds to its depth, 0 for nothing."""

BEARS: Mapping[str, Bears] = {
    "concept": bears_on_concept,
    "tension": bears_on_tension,
    "setting": bears_on_setting,
    "influence": bears_on_influence,
    "evaluation": bears_on_evaluation,
    "recommendation": bears_on_recommendation,
    "justification": bears_on_justification,
    "check": bears_on_check,
    "example": bears_on_example,
    "measure": bears_on_measure,
    "plan": bears_on_plan,
    "quantity": bears_on_quantity,
    "quality": bears_on_quality,
    "comparison": bears_on_comparison,
}
