"""A report with something in every part, for tests of renderers."""

from models.evidence import Flag
from models.scores import DraftScore
from service.feedback.compose import compose_feedback
from service.feedback.report import FeedbackReport
from tests.builders import build_rubric, build_scored, span_of

HOSTILE = "<script>alert('x')</script> & \"quotes\""
SAID = f"The budget is tight, so {HOSTILE} must do."
TEXT = f"# Plan\n\n{SAID}\n\nThe party is what we are for.\n\nThe risk\x1b[2J is small."
TIP = {"id": "T.risks", "text": "Mind the risks.", "elements": ("X.risk",), "sources": ("topic-page",)}
RUBRIC = build_rubric(tips=(TIP,))


def build_full_score(**changes: object) -> DraftScore:
    """A score with quotes, a misconception, a flag and a topic that earns nothing; the draft tries to break out."""
    data = {
        "levels": {
            "MP1.budget": (2, SAID),
            "MP1.venue": (None, ""),
            "X.risk": (1, "The risk\x1b[2J is small."),
        },
        "bands": {"MP1": 2},
        "present": {"MC1": "The party is what we are for."},
        "flags": (Flag(id="too_short", message="This is short.", spans=(span_of(TEXT, "The party"),)),),
        "key_concepts": (span_of(TEXT, "The party", element_id="KC.music"),),
    }
    return build_scored(RUBRIC, TEXT, **(data | changes))  # type: ignore[arg-type]


def build_full_report(*, draft_name: str = "plan.txt", **changes: object) -> FeedbackReport:
    """The report on that score."""
    return compose_feedback(RUBRIC, build_full_score(**changes), draft_name=draft_name, notices=("Read with care.",))
