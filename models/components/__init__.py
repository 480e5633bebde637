"""The components of the pipeline; importing this package registers their factories."""

from models.components import (
    concept_matcher,
    confusion_finder,
    discourse_tagger,
    example_finder,
    kpi_finder,
    negation_marker,
    normaliser,
    part_marker,
    prose_reader,
    roadmap_finder,
    signal_counter,
)

__all__ = [
    "concept_matcher",
    "confusion_finder",
    "discourse_tagger",
    "example_finder",
    "kpi_finder",
    "negation_marker",
    "normaliser",
    "part_marker",
    "prose_reader",
    "roadmap_finder",
    "signal_counter",
]
