"""Words that stand in the lexicons of several things, so that one sentence counts for all of them."""

from collections import defaultdict
from dataclasses import dataclass

from rubric.cross_checks.places import placed_lexicons
from rubric.schema import Rubric

_STRONG = ("terms", "phrases", "abbreviations")
_TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedEntry:
    """An entry and the ids of everything that lists it."""

    entry: str
    owners: tuple[str, ...]


def shared_entries(rubric: Rubric) -> tuple[SharedEntry, ...]:
    """Entries that count alone and stand under more than one id; case and hyphens do not tell them apart.

    Words of the topic as a whole are left out: they are there to recur.
    """
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    spelt: dict[str, str] = {}
    for placed in placed_lexicons(rubric):
        owner = placed.where.partition(":")[0]
        if owner == _TOPIC:
            continue
        for entry in (entry for key in _STRONG for entry in getattr(placed.lexicon, key)):
            plain = " ".join(entry.casefold().replace("-", " ").split())
            spelt.setdefault(plain, entry)
            owners[plain][owner] = None
    return tuple(
        SharedEntry(entry=spelt[plain], owners=tuple(found)) for plain, found in owners.items() if len(found) > 1
    )
