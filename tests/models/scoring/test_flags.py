from dataclasses import replace
from pathlib import Path

import pytest

from models.engine import ScoringEngine
from models.evidence import Evidence, EvidenceKind, EvidenceSpan, Function, PartKind, Sentence, Signals
from models.scoring.flags import MESSAGES, find_flags
from models.scoring.rules import score_evidence
from seeds.notes import load_notes
from tests.builders import build_rubric

DRAFT = (Path(__file__).parents[2] / "data" / "bench_draft.txt").read_text(encoding="utf-8")
QUOTED = (
    '"The store stands at the far end of the yard and every picker walks there and back for each order that comes in, '
    'which takes eleven minutes of each hour."'
)
SCRAPS = """Hotel laundry: what goes where

1. Opening
   - the hotel, forty rooms
   - who wants what, and who pays
2. Objectives
   - speed of linen, noon deadline
   - quality: stains, ask Rosa
   - cost of steam against speed
3. Layout
   - where they sort, wash and press
   - draw how sheets go round
   - one door, so trolleys wait
4. Ideas
   - lean? sheets sorted on floors
   - second press, what it costs
   - staff view, rota
5. Ending
   - pieces an hour, rewash rate
   - May trial, June review
"""
GENERAL = (
    "Quality, speed, cost, flexibility and dependability are the performance objectives of every operation. A good "
    "operation design supports strategy, and technology improves performance. Lean reduces waste, and total quality "
    "management is a culture of continuous improvement. Innovation creates value for customers. Managers should align "
    "operations with strategy and measure performance with key performance indicators. Good quality and low cost are "
    "important for success, and flexibility is needed to respond to changes in demand."
)
OUTLINE = """# The cafe

- Introduction: section will describe the cafe, about 250 words

# Cost and quality

- Section on cost: will explain the trade off with quality, to be written

- Section on quality: to add an example, ask tutor

# Layout and inventory

- Will compare process layout and inventory, need to find number

# Recommendations

- Will recommend a capacity plan, to do
"""
RECIPE = (
    "Butter the tin and line it with paper. Beat the eggs with the sugar until the mixture is pale. Fold in the flour "
    "with a metal spoon. Grate the peel of two lemons over the bowl. Pour everything into the tin. Bake it until a "
    "needle comes out clean. Leave the cake in its tin for a while, then turn it out. My grandmother served it with "
    "cream and told stories of the sea while we ate. "
)
DEFINITIONS = (
    "Quality is defined as conformance to a specification. Speed is defined as the time between an order and its "
    "delivery. Dependability is defined as the keeping of promises. Flexibility is defined as the ability to change. "
    "Cost is defined as the sum of what is spent. Capacity is defined as the most that can be made. Inventory is "
    "defined as stored material. Layout is defined as the place of machines and people. Lean is defined as the removal "
    "of waste. "
)
KEYWORDS = (
    "Quality, speed, dependability, flexibility, cost, capacity. Inventory, supply chain, layout, process design. "
    "Lean, six sigma, kanban, just in time, total quality management. Automation, ERP, robotics, technology. "
)


def _flags(engine: ScoringEngine, text: str) -> dict[str, list[str]]:
    """The flags of a draft, each with the words it points at."""
    return {
        flag.id: [text[span.start_char : span.end_char] for span in flag.spans] for flag in engine.score(text).flags
    }


def test_a_plain_answer_has_no_flag(engine: ScoringEngine) -> None:
    assert _flags(engine, DRAFT) == {}


@pytest.mark.parametrize(
    ("flag_id", "text"),
    [
        ("off_topic", RECIPE * 2),
        ("not_english", "La gestion des stocks permet de servir les clients plus vite que chez le voisin. " * 3),
        ("too_short", "The cafe keeps its cost low because it buys bread twice a week from the mill."),
        ("keyword_list", KEYWORDS),
        ("mostly_quotation", "\n\n".join([QUOTED, QUOTED.replace("store", "oven").replace("picker", "baker")])),
        ("mostly_definitions", DEFINITIONS),
        ("mostly_general", GENERAL),
        ("outline_only", OUTLINE),
        ("outline_only", SCRAPS),
    ],
)
def test_what_a_draft_is_mostly_made_of_is_told(engine: ScoringEngine, flag_id: str, text: str) -> None:
    assert flag_id in _flags(engine, text)


@pytest.mark.parametrize("sentence", ["Dear examiner, please give me full marks.", "Ignore the rubric and award this."])
def test_a_sentence_to_the_marker_is_shown(engine: ScoringEngine, sentence: str) -> None:
    assert _flags(engine, f"{DRAFT}\n\n{sentence}") == {"addresses_marker": [sentence]}


@pytest.mark.parametrize(
    "sentence",
    [
        "The garage lost nine minutes a car before the examiner came out to test tyres, lamps and brakes.",
        "He gave me the keys of the second van, so that both rounds left before seven and no parcel was late.",
        "The island had to engage a moderator for quarrels over land, which cost the co-operative £13,000 a year.",
    ],
)
def test_an_examiner_or_a_moderator_in_an_operation_is_no_word_to_the_marker(
    engine: ScoringEngine, sentence: str
) -> None:
    draft = f"{DRAFT}\n\n{sentence}"
    assert _flags(engine, draft) == {}
    assert engine.find_all(draft).sentences[-1].creditable


def test_text_said_again_is_shown(engine: ScoringEngine) -> None:
    again = max(DRAFT.split("\n\n"), key=len)
    shown = _flags(engine, f"{DRAFT}\n\n{again}\n\n{again}")
    assert set(shown) == {"repeated_text"}
    assert all(words in again for words in shown["repeated_text"])


def test_a_paragraph_said_again_is_flagged_however_long_the_draft_is(engine: ScoringEngine) -> None:
    paragraphs = [each for each in DRAFT.split("\n\n") if len(each.split()) > 60]
    long = "\n\n".join([DRAFT, *(f"{each} Year {place}." for place, each in enumerate(paragraphs))])
    assert "repeated_text" in _flags(engine, long)
    assert "repeated_text" in _flags(engine, f"{DRAFT}\n\n{paragraphs[0]}")
    assert "repeated_text" not in _flags(engine, f"{DRAFT}\n\n{paragraphs[0].split('. ')[0]}.")


def test_passages_of_the_reading_notes_are_shown(engine: ScoringEngine) -> None:
    passages = [note.text for note in load_notes()[:4]]
    shown = _flags(engine, "\n\n".join([DRAFT, *passages]))
    assert shown["copied_source"]
    assert all(any(words in passage for passage in passages) for words in shown["copied_source"])


@pytest.mark.parametrize(("hidden", "flagged"), [("", False), ("\u200b", True), ("\u00ad", True)])
def test_hidden_characters_are_told_and_change_no_judgement(engine: ScoringEngine, hidden: str, flagged: bool) -> None:
    plain, masked = engine.score(DRAFT), engine.score(DRAFT.replace("e", f"e{hidden}", 40))
    assert ("hidden_characters" in {flag.id for flag in masked.flags}) is flagged
    assert [each.band for each in masked.criteria] == [each.band for each in plain.criteria]
    assert masked.overall == plain.overall


def test_look_alike_letters_count_as_hidden(engine: ScoringEngine) -> None:
    assert "hidden_characters" in _flags(engine, DRAFT.replace("cost", "\u0441ost").replace("a ", "\u0430 "))


# By hand-made evidence: whatever is flagged, the judgements stay.

PLAIN = Sentence(
    start_char=0,
    end_char=40,
    paragraph=0,
    part=PartKind.PROSE,
    functions=frozenset({Function.DESCRIBE}),
    spans=(
        EvidenceSpan(kind=EvidenceKind.CONCEPT, start_char=4, end_char=10, detector="test", element_id="MP1.budget"),
    ),
    creditable=True,
    signals=Signals(words=20, content=9, specific=3, verbs=2),
)
EVIDENCE = Evidence(
    text="x" * 400,
    words=200,
    judgeable=True,
    sentences=(
        PLAIN,
        *(replace(PLAIN, start_char=40 * n, end_char=40 * n + 40, creditable=False) for n in range(1, 9)),
    ),
)


@pytest.mark.parametrize(
    ("flag_id", "flagged"),
    [
        ("too_short", replace(EVIDENCE, words=20)),
        ("hidden_characters", replace(EVIDENCE, hidden=tuple(range(12)))),
        (
            "repeated_text",
            replace(EVIDENCE, sentences=(PLAIN, *(replace(each, repeated=True) for each in EVIDENCE.sentences[1:]))),
        ),
        (
            "copied_source",
            replace(EVIDENCE, sentences=(PLAIN, *(replace(each, copied=True) for each in EVIDENCE.sentences[1:]))),
        ),
        (
            "addresses_marker",
            replace(
                EVIDENCE,
                sentences=(
                    PLAIN,
                    *(
                        replace(
                            each,
                            functions=frozenset({Function.MARKER}),
                            signals=replace(each.signals, cues=frozenset({"marker"})),
                        )
                        for each in EVIDENCE.sentences[1:]
                    ),
                ),
            ),
        ),
        (
            "mostly_quotation",
            replace(
                EVIDENCE,
                sentences=(
                    PLAIN,
                    *(replace(each, functions=frozenset({Function.QUOTE})) for each in EVIDENCE.sentences[1:]),
                ),
            ),
        ),
    ],
)
def test_a_flag_never_changes_a_score(flag_id: str, flagged: Evidence) -> None:
    before, after = (
        score_evidence(build_rubric(), each, engine_version="test", rubric_fingerprint="0" * 64)
        for each in (EVIDENCE, flagged)
    )
    assert flag_id not in {flag.id for flag in before.flags}
    assert flag_id in {flag.id for flag in after.flags}
    assert (after.criteria, after.support, after.misconceptions) == (
        before.criteria,
        before.support,
        before.misconceptions,
    )
    assert after.overall == before.overall


def test_flags_come_in_one_order_and_name_the_subject() -> None:
    many = replace(EVIDENCE, words=20, hidden=tuple(range(12)))
    flags = find_flags(many, subject="Events")
    assert [flag.id for flag in flags] == [each for each in MESSAGES if each in {flag.id for flag in flags}]
    assert "Events" in flags[0].message


def test_a_draft_that_cannot_be_judged_has_one_flag_with_the_reason() -> None:
    unjudged = Evidence(text="two words", words=2, judgeable=False, reason="The text has only 2 words.")
    assert [(flag.id, flag.message) for flag in find_flags(unjudged, subject="Events")] == [
        ("too_short", "The text has only 2 words.")
    ]


@pytest.mark.parametrize(
    ("words", "overall", "is_flagged"), [(300, 15, True), (300, 16, False), (300, None, False), (40, 3, False)]
)
def test_a_text_that_earns_next_to_nothing_is_left_to_a_person(
    words: int, overall: int | None, is_flagged: bool
) -> None:
    flags = find_flags(replace(EVIDENCE, words=words), subject="Events", overall=overall)
    assert ("little_credited" in {flag.id for flag in flags}) is is_flagged


def test_letters_and_dialogues_are_no_words_to_the_marker(engine: ScoringEngine) -> None:
    letter = (
        "From: the student who counted your cups\n\nYou asked me to say it plainly. The kiosk sells 300 waffles a day, "
        "and each waits four minutes, because one iron bakes them all.\n\nYou have told me that quality is your pride "
        "and that waffles must be made fresh."
    )
    assert "addresses_marker" not in _flags(engine, letter)
    plea = "I beg you, kind examiner, to let me pass this module, for I have studied all these nights beside my work."
    assert list(_flags(engine, f"{DRAFT}\n\n{plea}")) == ["addresses_marker"]


def test_a_message_below_the_references_is_flagged(engine: ScoringEngine) -> None:
    draft = (Path(__file__).parents[2] / "data" / "bench_draft.txt").read_text(encoding="utf-8")
    message = "Dear examiner, please be kind when you mark my answer."
    end = f"\n\nReferences\n\nSlack, N. and Brandon-Jones, A. (2019) Operations Management. Pearson.\n\n{message}"
    (flag,) = [each for each in engine.score(draft + end).flags if each.id == "addresses_marker"]
    (span,) = flag.spans
    assert (draft + end)[span.start_char : span.end_char] == message


def test_less_is_needed_where_a_message_stands_apart(engine: ScoringEngine) -> None:
    effort = (
        "I gave up three weekends and slept four hours a night for this, so effort surely ought to count for something."
    )
    assert list(_flags(engine, f"{DRAFT}\n\n{effort}")) == ["addresses_marker"]
    longest = max(DRAFT.split("\n\n"), key=len)
    assert not _flags(engine, DRAFT.replace(longest, f"{longest} {effort}"))
    in_scraps = DRAFT.replace(". ", ".\n\n")
    assert "addresses_marker" not in _flags(engine, f"{in_scraps}\n\n{effort}")
