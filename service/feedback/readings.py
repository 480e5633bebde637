"""What to read next: the notes that serve an element or a misconception."""

from collections.abc import Iterable

from rubric.readings import readings_for
from rubric.schema import Criterion, Element, Misconception, Rubric
from service.feedback.report import Reading

_MOST = 2


def read_next(subject_ids: Iterable[str], rubric: Rubric) -> tuple[Reading, ...]:
    """The first notes that serve the given elements or misconceptions, each once; at most two.

    Notes on a source that the rubric does not name are left out: another rubric may use the same ids.
    """
    sources = _sources_of(rubric)
    notes = {note.id: note for subject_id in subject_ids for note in readings_for(subject_id)}
    known = [note for note in notes.values() if note.source_id in sources]
    return tuple(Reading(note_id=note.id, title=note.title, text=note.text) for note in known[:_MOST])


def _sources_of(rubric: Rubric) -> frozenset[str]:
    """Every source that some part of the rubric names."""
    parts: tuple[Criterion | Element | Misconception, ...] = (
        *rubric.criteria,
        *rubric.elements,
        *rubric.misconceptions,
    )
    return frozenset(source for part in parts for source in part.sources)
