"""What can be wrong with the files of this package."""


class SeedError(Exception):
    """A seed file cannot be used; the message names the file, the place in it and what to write instead."""
