"""Words of the prompt or the case earn nothing; its facts in the writer's own words earn as ever."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from models.engine import ScoringEngine
from models.evidence import EvidenceKind
from models.scores import DraftScore, Level

CASE = (
    "Harbour Bakery delivers 94% of its orders before seven, since its ovens start at three. A fourth van would raise "
    "delivery speed and dependability but it would add nine pence to the cost of every loaf that the bakery sells.\n\n"
    "The manager believes that flexibility matters less than cost because hotels order the same loaves each day."
)
OWN = (
    "Starting the ovens at three buys Harbour its punctuality: 94% on time by seven. I would not buy a van, because "
    "dependability is already high, whereas nine pence more a loaf would weaken the low cost that wins the hotels."
)
EIGHT = "Harbour Bakery delivers 94% of its orders before seven"
FILLER = "The hotels on the quay are busy all summer, and the two owners know every one of their guests by name."
JSON = TypeAdapter(DraftScore)


def _levels(scored: DraftScore) -> dict[str, Level | None]:
    elements = [*scored.support, *(each for criterion in scored.criteria for each in criterion.elements)]
    return {each.element_id: each.level for each in elements}


def _copied(scored: DraftScore) -> list[str]:
    spans = [span for flag in scored.flags if flag.id == "copied_prompt" for span in flag.spans]
    assert all(span.kind is EvidenceKind.COPIED for span in spans)
    return [scored.text[span.start_char : span.end_char] for span in spans]


def test_the_case_handed_back_earns_nothing_and_is_shown(engine: ScoringEngine) -> None:
    alone, given = engine.score(CASE), engine.score(CASE, given=[CASE])
    assert any(_levels(alone).values())
    assert not any(_levels(given).values())
    assert _copied(given) == [CASE.rstrip(".")]
    assert not any(flag.id == "copied_prompt" for flag in alone.flags)


def test_its_facts_in_own_words_earn_as_ever(engine: ScoringEngine) -> None:
    assert JSON.dump_json(engine.score(OWN, given=[CASE])) == JSON.dump_json(engine.score(OWN))
    assert any(_levels(engine.score(OWN)).values())


def test_a_copied_passage_moves_no_level_of_the_words_beside_it(engine: ScoringEngine) -> None:
    assert _levels(engine.score(f"{OWN}\n\n{CASE}", given=[CASE])) == _levels(engine.score(OWN))


def test_a_copied_passage_adds_nothing_to_the_words_beside_it(engine: ScoringEngine) -> None:
    levels = _levels(engine.score(OWN))
    beside = _levels(engine.score(f"{OWN}\n\n{CASE}", given=[CASE]))
    assert all((beside[each] or 0) <= (levels[each] or 0) for each in levels)


def test_a_copied_passage_beside_own_words_is_shown_as_such(engine: ScoringEngine) -> None:
    beside = engine.score(f"{OWN}\n\n{CASE}", given=[CASE])
    assert _copied(beside) == [CASE.rstrip(".")]


@pytest.mark.parametrize(
    ("sentence", "copied"),
    [
        (f"{EIGHT}, as I said.", EIGHT),
        (f"{EIGHT.upper()}, as I said.", EIGHT.upper()),
        (f"{EIGHT.replace(' ', chr(0x200B) + ' ', 1)}, as I said.", EIGHT.replace(" ", chr(0x200B) + " ", 1)),
        ("Harbour delivers 94% of its orders before seven and no later.", None),  # seven words in a row
        ("Of its orders, Harbour Bakery delivers 94% before seven in the morning.", None),
    ],
)
def test_eight_words_in_a_row_are_copied_and_seven_are_not(
    engine: ScoringEngine, sentence: str, copied: str | None
) -> None:
    assert _copied(engine.score(f"{FILLER} {sentence}", given=["Discuss.", CASE])) == ([copied] if copied else [])


def test_the_copied_words_of_a_mixed_sentence_are_no_evidence(engine: ScoringEngine) -> None:
    start = "A fourth van would raise delivery speed and dependability"
    rest = ", says the text, which is a thing that the two owners of the place who sit by the quay may well think about"
    mixed = f"{FILLER} {start}{rest}."
    alone, given = engine.score(mixed), engine.score(mixed, given=[CASE])
    assert _levels(alone)["MP1.dependability"]
    assert _levels(given)["MP1.dependability"] is Level.ABSENT


@pytest.mark.parametrize("given", [(), ("",), ("Too short to copy from.",)])
def test_without_a_text_to_copy_from_nothing_changes(engine: ScoringEngine, given: tuple[str, ...]) -> None:
    draft = (Path(__file__).parents[1] / "data" / "bench_draft.txt").read_text(encoding="utf-8")
    assert JSON.dump_json(engine.score(draft, given=given)) == JSON.dump_json(engine.score(draft))


def test_a_title_may_repeat_the_question(engine: ScoringEngine) -> None:
    prompt = "Discuss how far the five performance objectives explain why Harbour does well"
    titled = f"# {prompt}\n\n{OWN}"
    scored = engine.score(titled, given=[prompt])
    assert not _copied(scored)
    assert _levels(scored) == _levels(engine.score(titled))
