"""How much a sentence is about an idea, rather than naming it in passing while it speaks of something else."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from models.scoring.contexts import Context
from rubric.schema import Element, Rubric

Matrix = npt.NDArray[np.float64]

_ARGUMENTS = frozenset({"tension", "influence", "evaluation"})
_OF_EVERYDAY_IDEAS = frozenset({"tension", "influence"})
_OUTWEIGHED = 2
_HALF = 0.5
_LIST = 4
_EARLY = 0.35
_MOST_IDEAS = 4
_MOST_IN_PARAGRAPH = 10
_MOST_MENTIONS = 3
FOCUS_SIZE = 10


class Focus:
    """What the paragraphs of a draft are about, to tell a sentence's subject from its asides."""

    def __init__(self, rubric: Rubric, contexts: Sequence[Context]) -> None:
        self._group_of = {element.id: group.id for group in rubric.groups for element in group.elements}
        self._group_ids = tuple(group.id for group in rubric.groups)
        self._places = {element.id: place for place, element in enumerate(rubric.elements)}
        self._groups = [self._group_ids.index(self._group_of[element.id]) for element in rubric.elements]
        self._concepts = frozenset(element.id for element in rubric.elements if element.judge == "concept")
        self._arguments: Mapping[str, list[str]] = defaultdict(list)
        for element in rubric.elements:
            for each in element.about if element.judge in _ARGUMENTS else ():
                self._arguments[each].append(element.id)
        judged = [element for element in rubric.elements if element.judge in _OF_EVERYDAY_IDEAS]
        self._everyday = self._concepts & {each for element in judged for each in element.about}
        self._may_be_asides = [
            (place, element)
            for place, element in enumerate(rubric.elements)
            if element.judge == "tension" or element.id in self._everyday
        ]
        self._in_paragraph: Mapping[int, Counter[str]] = defaultdict(Counter)
        for context in contexts:
            counts = self._in_paragraph[context.sentence.paragraph]
            counts.update(self._group_of[each] for each in context.concepts & self._concepts)

    def is_aside(self, element: Element, context: Context) -> bool:
        """Whether an idea of everyday words is named alone in a paragraph that is about ideas of other kinds.

        Ideas of everyday words are those that are set against each other or that have an effect; a method has a name
        of its own, so whoever names it means it. A tension that is only hinted at is an aside among other ideas, too.
        """
        group = self._group_of[element.id]
        paragraph = self._in_paragraph[context.sentence.paragraph]
        if element.judge == "tension":
            return element.id not in context.concepts and paragraph[group] < _HALF * paragraph.total()
        if element.id not in self._everyday:
            return False
        alone = sum(self._group_of[each] == group for each in context.concepts & self._concepts) <= 1
        return alone and paragraph.total() - paragraph[group] > _OUTWEIGHED * paragraph[group]

    def traits_of(self, element: Element, context: Context) -> Mapping[str, float]:
        """The traits of a sentence that bears on the element, by the names in `depth.yaml`."""
        group = self._group_of[element.id]
        ideas = [self._group_of[each] for each in context.concepts & self._concepts]
        own = ideas.count(group)
        paragraph = self._in_paragraph[context.sentence.paragraph]
        places = [span.start_char for span in context.sentence.spans if span.element_id == element.id]
        return {
            "own_ideas": min(own, _MOST_IDEAS),
            "other_ideas": min(len(ideas) - own, _MOST_IDEAS),
            "list": float(own >= _LIST),
            "paragraph_share": paragraph[group] / max(paragraph.total(), 1),
            "paragraph_ideas": min(paragraph[group], _MOST_IN_PARAGRAPH),
            "mentions": min(len(places), _MOST_MENTIONS),
            "early": float(any(place < _early_end(context) for place in places)),
            "argued": float(any(context.names(each) for each in self._arguments[element.id])),
            "named_before": float(element.id in context.before),
        }

    def numbers_of(self, context: Context) -> Matrix:
        """For each element `traits_of` as numbers of like size, and whether it is an aside: element by `FOCUS_SIZE`."""
        table = self._of_groups(context)[self._groups]
        self._fill_in_mentions(table, context)
        for name, arguments in self._arguments.items():
            if any(context.names(each) for each in arguments):
                table[self._places[name], 7] = 1
        for name in context.before & self._places.keys():
            table[self._places[name], 8] = 1
        for place, element in self._may_be_asides:
            table[place, 9] = self.is_aside(element, context)
        return table

    def _fill_in_mentions(self, table: Matrix, context: Context) -> None:
        mentions: Counter[int] = Counter()
        end = _early_end(context)
        for span in context.sentence.spans:
            place = self._places.get(span.element_id or "")
            if place is not None:
                mentions[place] += 1
                if span.start_char < end:
                    table[place, 6] = 1
        for place, number in mentions.items():
            table[place, 5] = min(number, _MOST_MENTIONS) / _MOST_IDEAS

    def _of_groups(self, context: Context) -> Matrix:
        """Group by `FOCUS_SIZE`: how much the sentence and its paragraph are about each group's ideas."""
        counts = Counter(self._group_of[each] for each in context.concepts & self._concepts)
        paragraph = self._in_paragraph[context.sentence.paragraph]
        ideas, ideas_around = counts.total(), max(paragraph.total(), 1)
        table = np.zeros((len(self._group_ids), FOCUS_SIZE))
        for row, group in zip(table, self._group_ids, strict=True):
            row[:5] = (
                min(counts[group], _MOST_IDEAS) / _MOST_IDEAS,
                min(ideas - counts[group], _MOST_IDEAS) / _MOST_IDEAS,
                counts[group] >= _LIST,
                paragraph[group] / ideas_around,
                min(paragraph[group], _MOST_IN_PARAGRAPH) / _MOST_IN_PARAGRAPH,
            )
        return table


def _early_end(context: Context) -> float:
    sentence = context.sentence
    return sentence.start_char + _EARLY * (sentence.end_char - sentence.start_char)
