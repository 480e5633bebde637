"""Words of a draft that stand word for word in the sources, the reading notes, the rubric or what was given."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from rubric.schema import Rubric
from seeds.copies import SourceHashes, hash_texts, load_source_hashes

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def known_texts(rubric: Rubric) -> SourceHashes:
    """Word sequences of the sources, of our notes on them, and of the rubric's own wording."""
    return load_source_hashes() | hash_texts(_wording_of(rubric))


def _wording_of(rubric: Rubric) -> Iterator[str]:
    for group in rubric.groups:
        yield group.goal
        for element in group.elements:
            yield element.credits
            for level in (element.wording.absent, element.wording.mentioned, element.wording.developed):
                yield from (level.shows, level.next_step)
    for criterion in rubric.criteria:
        yield from (band.descriptor for band in criterion.bands)
    for misconception in rubric.misconceptions:
        yield from (misconception.statement, misconception.contrast, misconception.next_step)
    yield from (tip.text for tip in rubric.tips)


def copied_runs(text: str, known: SourceHashes) -> tuple[tuple[int, int], ...]:
    """Where runs of eight or more words of known texts stand, as (start, end) in characters, in order."""
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    runs = known.copied_runs([word for word, _, _ in words])
    return tuple((words[first][1], words[end - 1][2]) for first, end in runs)


def copied_sentences(text: str, bounds: Sequence[tuple[int, int]], known: SourceHashes) -> frozenset[int]:
    """Indices of the sentences more than half of whose words stand in known texts."""
    return sentences_within(text, bounds, copied_runs(text, known))


def sentences_within(text: str, bounds: Sequence[tuple[int, int]], runs: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Indices of the sentences more than half of whose words lie in runs of characters."""
    if not runs:
        return frozenset()
    places = [match.start() for match in _WORD.finditer(text)]
    copied = {place for place in places if is_within(place, runs)}
    found = []
    for index, (start, end) in enumerate(bounds):
        own = [place for place in places if start <= place < end]
        if own and sum(place in copied for place in own) > len(own) / 2:
            found.append(index)
    return frozenset(found)


def is_within(place: int, runs: Sequence[tuple[int, int]]) -> bool:
    """Whether a character lies in one of the runs, which are in order and do not overlap."""
    index = bisect_right(runs, place, key=lambda run: run[0]) - 1
    return index >= 0 and place < runs[index][1]
