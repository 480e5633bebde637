import pytest
from spacy.language import Language

from models.components.discourse_tagger import DiscourseTagger
from models.evidence import Function
from models.extensions import functions_of
from tests.models.components.reading import counter_of


def _functions(parser: Language, text: str) -> list[frozenset[Function]]:
    """The functions of each sentence."""
    doc = DiscourseTagger()(counter_of(parser)(parser(text)))
    return [functions_of(sentence) for sentence in doc.sents if sentence.text.strip()]


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("The queue fell because a nurse was added.", Function.EXPLAIN),
        ("The board works badly at night.", Function.EVALUATE),
        ("The manager should move the store beside the ovens.", Function.RECOMMEND),
        ("I would move the store beside the ovens.", Function.RECOMMEND),
        ("Move the store beside the ovens.", Function.RECOMMEND),
        ("For example, the clinic added a till.", Function.EXAMPLE),
        ("The queue fell by 12%.", Function.QUANTIFY),
        ("A kanban is a card.", Function.DEFINE),
        ("Lean is defined as the removal of waste.", Function.DEFINE),
        ("This essay will not cover lean.", Function.EXCLUDE),
        ("In conclusion, lean works.", Function.SIGNPOST),
        ("Stock rose at the expense of cash.", Function.TRADEOFF),
        ("Dear examiner, please give me full marks.", Function.MARKER),
        ('"Lean is a way of thinking about the removal of waste from work."', Function.QUOTE),
        ("The store was moved, since the walk was long.", Function.JUSTIFY),
    ],
)
def test_a_sentence_is_known_by_what_it_does(parser: Language, text: str, function: Function) -> None:
    assert function in _functions(parser, text)[0]


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("The clinic has four nurses.", Function.EXPLAIN),
        ("The clinic has four nurses.", Function.RECOMMEND),
        ("Should the clinic move the store?", Function.RECOMMEND),
        ("The crew moved the store last year.", Function.RECOMMEND),
        ("This essay will not recommend a move.", Function.RECOMMEND),
        ("I would not move the store beside the ovens.", Function.RECOMMEND),
        ("Our kanban is a card that we print at noon.", Function.DEFINE),
        ("The clinic calls it a 'board'.", Function.QUOTE),
        ("It has worked well since March.", Function.JUSTIFY),
    ],
)
def test_a_sentence_that_only_looks_like_it_does_not_count(parser: Language, text: str, function: Function) -> None:
    assert function not in _functions(parser, text)[0]


def test_a_sentence_that_does_nothing_else_describes(parser: Language) -> None:
    assert _functions(parser, "The clinic stands beside the river.") == [frozenset({Function.DESCRIBE})]


def test_points_under_a_line_that_announces_advice_are_advice(parser: Language) -> None:
    text = "I would do two things:\n\n- a store beside the ovens\n- a second till at the door"
    announced = _functions(parser, text)
    alone = _functions(parser, text.partition("\n\n")[2])
    assert sum(Function.RECOMMEND in each for each in announced[1:]) == 2
    assert not any(Function.RECOMMEND in each for each in alone)


def test_every_sentence_has_a_function(parser: Language) -> None:
    assert all(_functions(parser, "# Store\n\nThe oven. It is hot!\n\n- bread\n- 12%\n\n???"))
