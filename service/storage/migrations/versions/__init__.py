"""The revisions, one file each, in the order of their numbers. A revision that was released never changes."""
