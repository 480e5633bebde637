"""Cue lists and word lists of the pipeline, and their loader."""

from models.resources.loader import load_asides, load_cues, load_spelling, load_words

__all__ = ["load_asides", "load_cues", "load_spelling", "load_words"]
