"""Trained models, one file a rubric with its model card, and how they are read and written."""
