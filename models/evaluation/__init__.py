"""Agreement between the program's scores and human marks, beside the agreement of two humans."""

from models.evaluation.agreement import Agreement, measure_agreement
from models.evaluation.comparison import Comparison, Evaluation, Failure, compare_marks
from models.evaluation.errors import MarksError
from models.evaluation.marks import Marks, abstaining_marks, load_marks, parse_marks
from models.evaluation.report import render_report

__all__ = [
    "Agreement",
    "Comparison",
    "Evaluation",
    "Failure",
    "Marks",
    "MarksError",
    "abstaining_marks",
    "compare_marks",
    "load_marks",
    "measure_agreement",
    "parse_marks",
    "render_report",
]
