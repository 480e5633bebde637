"""What a reader sees before unfolding anything."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from models.evidence import Flag
from rubric.schema import Rubric
from service.feedback.compose import compose_feedback
from service.feedback.report import FeedbackReport
from service.feedback.visible import (
    MOST_WORDS,
    OPENINGS,
    Block,
    BlockKind,
    Opening,
    Part,
    choose_opening,
    fits,
    title_of,
    visible_blocks,
    visible_words,
    words_of,
)
from tests.builders import build_criterion, build_element, build_rubric, build_scored, span_of

TEXT = "The budget is tight, so one hall must do.\n\nThe party is what we are for."
LEVELS: dict[str, tuple[int | None, str]] = {"MP1.budget": (2, "The budget is tight, so one hall must do.")}
DRAFTS = Path(__file__).parents[2] / "data"


def report(rubric: Rubric | None = None, **changes: object) -> FeedbackReport:
    rubric = rubric or build_rubric()
    data = {"levels": LEVELS, "bands": {"MP1": 2}, "present": {"MC1": "The party is what we are for."}} | changes
    return compose_feedback(rubric, build_scored(rubric, TEXT, **data), draft_name="plan.txt")  # type: ignore[arg-type]


def wordy_report() -> FeedbackReport:
    """A report whose rubric uses every word it may."""
    shows, step = ("It is there. " * 10).strip(), ("What would it be like to say so in full? " * 5).strip()
    wording = {level: {"shows": shows, "next_step": step} for level in ("absent", "mentioned", "developed")}
    criteria = tuple(
        build_criterion(
            f"MP{number}",
            tuple(
                build_element(f"MP{number}.{name}", wording=wording) for name in ("budget", "venue", "food", "light")
            ),
            goal=("A goal in many words. " * 7).strip(),
        )
        for number in range(1, 5)
    )
    flags = tuple(Flag(id="too_short", message="This is a message of some words.") for _ in range(6))
    return report(build_rubric(criteria=criteria), levels={}, bands={}, flags=flags)


def block(report: FeedbackReport, subject_id: str) -> Block:
    return next(one for one in visible_blocks(report) if one.subject_id == subject_id)


def parts(report: FeedbackReport, subject_id: str) -> list[Part]:
    return [line.part for line in block(report, subject_id).lines]


def test_a_report_says_what_to_do_first_and_the_estimate_last() -> None:
    assert [one.kind for one in visible_blocks(report())] == [
        BlockKind.ACTIONS, BlockKind.CRITERION, BlockKind.CRITERION, BlockKind.MISCONCEPTION, BlockKind.OVERALL,
    ]  # fmt: skip


def test_a_criterion_says_its_goal_first_and_its_band_last() -> None:
    assert parts(report(), "MP1") == [Part.GOAL, Part.SHOWS, Part.QUOTE, Part.ACTION, Part.BAND]


def test_a_misconception_says_the_quote_what_is_off_the_contrast_and_what_to_read() -> None:
    found = parts(report(), "MC1")
    assert found[:3] == [Part.QUOTE, Part.OFF, Part.CONTRAST]
    assert set(found[3:]) <= {Part.READ}


def test_an_action_is_said_once() -> None:
    shown = "\n".join(line.text for one in visible_blocks(report()) for line in one.lines)
    assert shown.count("Where does venue come in?") == 1
    assert "action 1." in shown
    assert "action 2." in shown


def test_missing_points_share_a_place_and_leave_out_what_an_action_says() -> None:
    elements = tuple(build_element(f"MP1.{name}") for name in ("budget", "venue", "food", "light", "sound", "staff"))
    one = report(build_rubric(criteria=(build_criterion("MP1", elements),), misconceptions=()), present={})
    assert len(one.priority_actions) == 3
    [missing] = [line.text for line in block(one, "MP1").lines if line.part is Part.MISSING]
    assert missing == "sound and staff (at the end)."


def test_where_the_band_is_at_the_top_nothing_more_is_asked() -> None:
    lines = {line.part: line.text for line in block(report(bands={"MP1": 4}), "MP1").lines}
    assert lines[Part.ACTION] == "nothing more is needed here."
    assert Part.MISSING not in lines


def test_what_cannot_be_told_has_no_band_and_no_step() -> None:
    one = report(levels={"MP1.budget": (None, ""), "MP1.venue": (None, "")}, bands={"MP1": None})
    assert parts(one, "MP1") == [Part.GOAL, Part.SHOWS]


def test_a_misconception_that_cannot_be_told_is_said_aloud() -> None:
    one = report(misconceptions=())
    [aside] = [each for each in visible_blocks(one) if each.kind is BlockKind.NOTICE]
    assert aside.lines[-1].text == "The program cannot tell whether MC1 apply."


@pytest.mark.parametrize(("on_topic", "place"), [(False, 0), (True, -2)])
def test_what_is_worth_knowing_comes_first_where_the_draft_is_off_the_topic(on_topic: bool, place: int) -> None:
    one = report(on_topic=on_topic, flags=(Flag(id="off_topic", message="Little is about events"),))
    aside = visible_blocks(one)[place]
    assert aside.kind is BlockKind.NOTICE
    assert aside.lines[0].text == "Little is about events."


def test_a_draft_that_cannot_be_judged_says_why_and_what_to_do_and_no_more() -> None:
    flag = Flag(id="not_english", message="the text is not in English")
    [one] = visible_blocks(report(judgeable=False, reason="the text is not in English", flags=(flag,)))
    assert one.kind is BlockKind.UNJUDGED
    assert [line.text[:26] for line in one.lines] == ["The text is not in English", "Nothing was scored. Check "]


def test_words_are_counted_as_they_are_shown() -> None:
    one = report()
    shown = " ".join(
        f"{each.heading} {line.label} {line.text} {line.quote.text if line.quote else ''}"
        for each in visible_blocks(one)
        for line in each.lines[:1]
    )
    assert words_of(visible_blocks(one)[0]) >= 2
    assert visible_words(one) > len(shown.split()) > 0
    assert visible_words(one) == len(title_of(one).split()) + sum(words_of(each) for each in visible_blocks(one))


def test_the_wordiest_rubric_stays_within_the_limit() -> None:
    assert visible_words(wordy_report()) <= MOST_WORDS


def test_a_short_report_folds_nothing_and_a_long_one_folds_in_order() -> None:
    assert choose_opening(report()) == OPENINGS[0] == Opening()
    chosen = OPENINGS.index(choose_opening(wordy_report()))
    assert chosen > 0
    assert [fits(wordy_report(), opening) for opening in OPENINGS[: chosen + 1]] == [False] * chosen + [True]


def test_a_topic_that_earns_nothing_is_told_however_little_room_there_is() -> None:
    flags = tuple(Flag(id="too_short", message="This is short.") for _ in range(9))
    one = report(flags=flags, key_concepts=(span_of(TEXT, "The party", element_id="KC.music"),))
    [aside] = [each for each in visible_blocks(one) if each.kind is BlockKind.NOTICE]
    assert "No marking point credits Music" in aside.lines[-1].text


@pytest.mark.parametrize("name", ["readme_draft.txt", "bench_draft.txt"])
def test_feedback_on_a_real_draft_stays_within_the_limits(application: FastAPI, name: str) -> None:
    engine = application.state.desk.engine()
    text = (DRAFTS / name).read_text(encoding="utf-8")
    one = compose_feedback(engine.rubric, engine.score(text), draft_name=name)
    assert visible_words(one) <= MOST_WORDS
    criteria = [words_of(each) for each in visible_blocks(one) if each.kind is BlockKind.CRITERION]
    assert sum(criteria) / len(criteria) <= 70
