from dataclasses import replace

from models.engine import ScoringEngine
from models.scoring.contexts import contexts_of

TEXT = (
    "Speed matters most at the quay, as the ice melts. The crew should buy a second crane. That costs 9,000 a month "
    "and saves the skipper forty minutes a tide."
)


def test_what_is_left_out_is_nobodys_neighbour(engine: ScoringEngine) -> None:
    first, *others = engine.find_all(TEXT).sentences
    aside = replace(first, left_out=True)
    assert contexts_of([aside, *others]) == contexts_of(others)
    assert contexts_of([*others, aside]) == contexts_of(others)
    assert contexts_of([first, *others]) != contexts_of(others)


def test_a_sentence_knows_the_one_before_it_and_how_far_advice_is(engine: ScoringEngine) -> None:
    contexts = contexts_of(engine.find_all(TEXT).sentences)
    assert "MP1.speed" in contexts[0].concepts
    assert "MP1.speed" in contexts[1].before
    assert [context.proposal for context in contexts] == [1, 0, 1]
    assert contexts[2].follows_advice
    assert contexts[-1].share == 1.0
