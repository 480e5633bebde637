"""How much a sentence is about an idea, rather than naming it in passing while it speaks of something else."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from models.scoring.contexts import Context
from models.scoring.depth import depth_weights
from rubric.schema import Element, Rubric

Matrix = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

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
_NAMES = (
    *("own_ideas", "other_ideas", "list", "paragraph_share", "paragraph_ideas"),
    *("mentions", "early", "argued", "named_before"),
)
_SIZES = np.array([_MOST_IDEAS, _MOST_IDEAS, 1, 1, _MOST_IN_PARAGRAPH, _MOST_IDEAS, 1, 1, 1, 1])
"""What each number is divided by to be of like size."""
_ASIDE = 9


def groups_of(rubric: Rubric) -> Places:
    """For each element, in rubric order, the place of its group."""
    return np.array([place for place, group in enumerate(rubric.groups) for _ in group.elements], dtype=np.intp)


def places_in(rubric: Rubric, ids: Collection[str]) -> Places:
    """The places of the elements of these ids, in rubric order."""
    return np.array([place for place, element in enumerate(rubric.elements) if element.id in ids], dtype=np.intp)


class Focus:
    """What the paragraphs of a draft are about, to tell a sentence's subject from its asides."""

    def __init__(self, rubric: Rubric, contexts: Sequence[Context]) -> None:
        """Take every sentence of the answer, those that earn nothing as well."""
        self._elements = rubric.elements
        self._places = {element.id: place for place, element in enumerate(rubric.elements)}
        self._rows = {context.sentence.start_char: row for row, context in enumerate(contexts)}
        groups = groups_of(rubric)
        ideas = {each.id: group for each, group in zip(rubric.elements, groups, strict=True) if each.judge == "concept"}
        own, around = _count_ideas(contexts, ideas, len(rubric.groups))
        self._table = np.zeros((len(contexts), len(rubric.elements), FOCUS_SIZE))
        self._table[:, :, :5] = _shares_of(own, around)[:, groups]
        self._fill_in_mentions(contexts)
        self._fill_in_asides(contexts, own[:, groups], around[:, groups], around.sum(axis=1), ideas)
        self._depths: list[list[float]] = (self._table[:, :, : len(_NAMES)] @ np.array(depth_weights(_NAMES))).tolist()
        self._asides: list[list[bool]] = (self._table[:, :, _ASIDE] > 0).tolist()

    def is_aside(self, element: Element, context: Context) -> bool:
        """Whether an idea of everyday words is named alone in a paragraph that is about ideas of other kinds.

        Ideas of everyday words are those that are set against each other or that have an effect; a method has a name
        of its own, so whoever names it means it. A tension that is only hinted at is an aside among other ideas, too.
        """
        return self._asides[self._rows[context.sentence.start_char]][self._places[element.id]]

    def depth_added(self, element: Element, context: Context) -> float:
        """What is added to the depth of a sentence for how much it is about the element: see `depth.yaml`."""
        return self._depths[self._rows[context.sentence.start_char]][self._places[element.id]]

    def numbers_of(self, contexts: Sequence[Context]) -> Matrix:
        """Sentence by element by `FOCUS_SIZE`: the traits as numbers of like size, and whether it is an aside."""
        rows = [self._rows[context.sentence.start_char] for context in contexts]
        return np.asarray(self._table[rows] / _SIZES)

    def _fill_in_mentions(self, contexts: Sequence[Context]) -> None:
        """How often an element's words are there, whether early, beside an argument on it, and after its name."""
        arguments: Mapping[int, list[str]] = defaultdict(list)
        for element in self._elements:
            for each in element.about if element.judge in _ARGUMENTS else ():
                arguments[self._places[each]].append(element.id)
        mentions: list[tuple[int, int, bool]] = []
        argued: list[tuple[int, int]] = []
        before: list[tuple[int, int]] = []
        for row, context in enumerate(contexts):
            end, told = _early_end(context), context.named
            mentions += [
                (row, self._places[span.element_id], span.start_char < end)
                for span in context.sentence.spans
                if span.element_id in self._places
            ]
            argued += [(row, place) for place, names in arguments.items() if not told.isdisjoint(names)]
            before += [(row, self._places[name]) for name in context.before & self._places.keys()]
        rows, places, is_early = np.array(mentions, dtype=np.intp).reshape(-1, 3).T
        np.add.at(self._table[:, :, 5], (rows, places), 1)
        np.minimum(self._table[:, :, 5], _MOST_MENTIONS, out=self._table[:, :, 5])
        np.maximum.at(self._table[:, :, 6], (rows, places), is_early)
        for number, found in ((7, argued), (8, before)):
            self._table[(*np.array(found, dtype=np.intp).reshape(-1, 2).T, number)] = 1

    def _fill_in_asides(
        self, contexts: Sequence[Context], own: Matrix, around: Matrix, total: Matrix, ideas: Mapping[str, int]
    ) -> None:
        """Sentence by element: whether it is an aside, from the ideas of the element's group here and around."""
        everyday = {
            each for element in self._elements if element.judge in _OF_EVERYDAY_IDEAS for each in element.about
        } & ideas.keys()
        for place, element in enumerate(self._elements):
            few_around = around[:, place] < _HALF * total
            if element.judge == "tension":
                named = np.array([element.id in context.concepts for context in contexts], dtype=np.bool_)
                self._table[:, place, _ASIDE] = ~named & few_around
            elif element.id in everyday:
                outweighed = total - around[:, place] > _OUTWEIGHED * around[:, place]
                self._table[:, place, _ASIDE] = (own[:, place] <= 1) & outweighed


def _count_ideas(contexts: Sequence[Context], ideas: Mapping[str, int], groups: int) -> tuple[Matrix, Matrix]:
    """Sentence by group: the group's ideas in the sentence, and in its paragraph."""
    own = np.zeros((len(contexts), groups))
    for row, context in zip(own, contexts, strict=True):
        for each in context.concepts & ideas.keys():
            row[ideas[each]] += 1
    paragraphs = np.array([context.sentence.paragraph for context in contexts], dtype=np.intp)
    counts = np.zeros((int(paragraphs.max(initial=-1)) + 1, groups))
    np.add.at(counts, paragraphs, own)
    return own, counts[paragraphs]


def _shares_of(own: Matrix, around: Matrix) -> Matrix:
    """Sentence by group by number: how much the sentence and its paragraph are about each group's ideas."""
    ideas, ideas_around = own.sum(axis=1, keepdims=True), np.maximum(around.sum(axis=1, keepdims=True), 1)
    return np.stack(
        [
            np.minimum(own, _MOST_IDEAS),
            np.minimum(ideas - own, _MOST_IDEAS),
            own >= _LIST,
            around / ideas_around,
            np.minimum(around, _MOST_IN_PARAGRAPH),
        ],
        axis=-1,
    )


def _early_end(context: Context) -> float:
    sentence = context.sentence
    return sentence.start_char + _EARLY * (sentence.end_char - sentence.start_char)
