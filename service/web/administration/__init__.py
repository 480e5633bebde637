"""Pages for administrators: people, groups and keys."""
