import random
from statistics import mean

import pytest

from models.engine import ScoringEngine
from models.scoring.credit import share_of
from tests.robustness.attacks import written_attacks
from tests.robustness.rates import sound_drafts

DRAFT = sound_drafts(1)[0]
ATTACKS = {attack.name: attack.text for attack in written_attacks([DRAFT])}


def _creditable(engine: ScoringEngine, text: str) -> list[bool]:
    return [each.creditable for each in engine.find_evidence(text).sentences]


@pytest.mark.parametrize("name", ["k_cover_1", "k_cover_2", "k_task_1", "k_outline_2", "k_quotations_1"])
def test_what_is_no_answer_holds_no_evidence(engine: ScoringEngine, name: str) -> None:
    assert not any(_creditable(engine, ATTACKS[name]))


@pytest.mark.parametrize(
    "text",
    [
        "We kept the cost of a wash at 41p, since the drum runs full. It takes nine hours, so the shirts wait a day.",
        "Wash cost 41p/kg, drum full. Nine hrs -> shirts wait a day. So: 2nd drum by June.",
        "In night the queue become long because only two person work, and customer go to other shop.",
    ],
)
def test_hasty_or_second_language_writing_is_evidence(engine: ScoringEngine, text: str) -> None:
    assert all(_creditable(engine, text))


def test_shuffled_words_hold_no_evidence(engine: ScoringEngine) -> None:
    words = DRAFT.split()
    random.Random(3).shuffle(words)  # noqa: S311
    shuffled = engine.find_evidence(" ".join(words)).sentences
    assert share_of(shuffled, lambda each: each.creditable) < 0.1
    sound = [engine.find_evidence(draft).sentences for draft in sound_drafts(8)]
    assert mean(share_of(sentences, lambda each: each.creditable) for sentences in sound) > 0.8
