"""In which time a sentence is told."""

from spacy.tokens import Span


def tells_the_past(sentence: Span) -> bool:
    """Whether more of its verbs stand in the past than in the present or with a modal."""
    tags = [token.tag_ for token in sentence]
    return tags.count("VBD") > tags.count("VBZ") + tags.count("VBP") + tags.count("MD")
