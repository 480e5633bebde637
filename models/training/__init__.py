"""Fits the models from marked scripts; nothing here is needed to score a draft."""
