"""Where the rubric comes from: the catalogue of sources, our notes on them, and hashes that recognise copied words."""

from seeds.catalogue import Source, load_catalogue
from seeds.copies import SourceHashes, hash_texts, load_source_hashes
from seeds.errors import SeedError
from seeds.notes import NoteSection, load_notes

__all__ = [
    "NoteSection",
    "SeedError",
    "Source",
    "SourceHashes",
    "hash_texts",
    "load_catalogue",
    "load_notes",
    "load_source_hashes",
]
