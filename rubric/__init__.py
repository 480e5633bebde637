"""Marking schemes as data: what an examiner credits, how it sounds in a draft, and what a learner is told."""

from rubric.errors import RubricError
from rubric.library import RubricEntry, list_rubrics, load_by_id
from rubric.loader import load_rubric
from rubric.schema import Rubric

__all__ = ["Rubric", "RubricEntry", "RubricError", "list_rubrics", "load_by_id", "load_rubric"]
