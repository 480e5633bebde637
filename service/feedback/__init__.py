"""From scores to what a learner reads."""

from service.feedback.compose import compose_feedback
from service.feedback.report import FeedbackReport
from service.feedback.visible import visible_blocks, visible_words

__all__ = ["FeedbackReport", "compose_feedback", "visible_blocks", "visible_words"]
