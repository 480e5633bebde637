"""Sentences of a draft that stand word for word in the sources, the reading notes or the rubric."""

import re
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


def copied_sentences(text: str, bounds: Sequence[tuple[int, int]], known: SourceHashes) -> frozenset[int]:
    """Indices of the sentences more than half of whose words stand in known texts."""
    words = [(match.group(), match.start()) for match in _WORD.finditer(text)]
    runs = known.copied_runs([word for word, _ in words])
    copied = {words[index][1] for start, end in runs for index in range(start, end)}
    if not copied:
        return frozenset()
    found = []
    for index, (start, end) in enumerate(bounds):
        own = [place for _, place in words if start <= place < end]
        if own and sum(place in copied for place in own) > len(own) / 2:
            found.append(index)
    return frozenset(found)
