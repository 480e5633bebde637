"""The demonstration: an institution of made-up people with example drafts, for a laptop where nobody has an account."""
