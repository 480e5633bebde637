"""Many reports summed up for a tutor."""

from dataclasses import replace
from typing import Any

import pytest

from models.evidence import Flag
from models.scores import Confidence, Status
from service.feedback.class_view import MOST_QUOTES, ClassView, Entry, view_class
from service.feedback.compose import compose_feedback
from service.feedback.report import FeedbackReport
from tests.builders import build_rubric, build_scored

RUBRIC = build_rubric()
TEXT = "The budget is tight.\n\nThe party is what we are for."
BUDGET = {"MP1.budget": (1, "The budget is tight."), "MP1.venue": (2, ""), "MP2.advice": (0, "")}


def report(*, sure: bool = True, **changes: Any) -> FeedbackReport:
    """A report whose elements are all clear, or none of them."""
    data: dict[str, Any] = {"levels": BUDGET, "bands": {"MP1": 2, "MP2": 1}}
    scored = build_scored(RUBRIC, TEXT, **(data | changes))
    confidence = Confidence.CLEAR if sure else Confidence.LIKELY
    criteria = tuple(
        replace(one, elements=tuple(replace(element, confidence=confidence) for element in one.elements))
        for one in scored.criteria
    )
    return compose_feedback(RUBRIC, replace(scored, criteria=criteria), draft_name="plan.txt")


def view(**entries: FeedbackReport | str) -> ClassView:
    return view_class(
        [
            Entry(script=name, problem=one) if isinstance(one, str) else Entry(script=name, report=one)
            for name, one in entries.items()
        ]
    )


def test_a_class_is_counted_and_listed_in_the_order_given() -> None:
    seen = view(b=report(), a="the file is empty", c=report(judgeable=False, reason="the text is not in English"))
    assert (seen.scripts, seen.judged, seen.unreadable) == (3, 1, 1)
    assert [(row.script, row.judged, row.problem) for row in seen.rows] == [
        ("b", True, ""),
        ("a", False, "the file is empty"),
        ("c", False, ""),
    ]
    assert [(one.criterion_id, one.band) for one in seen.rows[0].bands] == [("MP1", 2), ("MP2", 1)]


def test_bands_are_spread_over_the_judged_scripts() -> None:
    seen = view(
        a=report(),
        b=report(bands={"MP1": 4, "MP2": None}),
        c=report(bands={"MP1": 2, "MP2": None}),
        d="the file is empty",
    )
    first, second = seen.criteria
    assert [(one.band, one.scripts) for one in first.bands] == [(0, 0), (1, 0), (2, 2), (3, 0), (4, 1)]
    assert (first.median_band, first.cannot_tell, first.bands[2].name) == (2.0, 0, "band 2")
    assert (second.median_band, second.cannot_tell) == (1.0, 2)
    assert view(a=report(bands={"MP1": 1, "MP2": None})).criteria[1].median_band is None


def test_gaps_come_commonest_first_with_words_where_a_point_is_only_named() -> None:
    seen = view(a=report(), b=report(), c=report(levels=BUDGET | {"MP2.advice": (None, ""), "MP1.budget": (2, "")}))
    assert [(gap.element_id, gap.absent, gap.mentioned, gap.judged, gap.share) for gap in seen.gaps] == [
        ("MP2.advice", 2, 0, 2, 1.0),
        ("MP1.budget", 0, 2, 3, 0.3333),
    ]
    assert [(quote.script, quote.text) for quote in seen.gaps[1].quotes] == [
        ("a", "The budget is tight."),
        ("b", "The budget is tight."),
    ]


def test_misconceptions_are_quoted_from_a_few_scripts() -> None:
    present = report(present={"MC1": "The party is what we are for."})
    seen = view(none=report(), **{f"s{number}": present for number in range(5)})
    (found,) = seen.misconceptions
    assert (found.misconception_id, found.present, found.judged) == ("MC1", 5, 6)
    assert [quote.script for quote in found.quotes] == ["s0", "s1", "s2"]
    assert len(found.quotes) == MOST_QUOTES
    assert view(none=report()).misconceptions == ()
    assert seen.rows[1].misconceptions == ("MC1",)


FLAG = Flag(id="keyword_list", message="it looks like a list of keywords", spans=())


OFF_TOPIC = Flag(id="off_topic", message="little here is about events", spans=())


@pytest.mark.parametrize(
    ("entry", "reasons"),
    [
        ("plan.docx: the file is empty. Paste the text.", ("plan.docx: the file is empty. Paste the text.",)),
        ("", ("It could not be read.",)),
        (report(), ()),
        (report(judgeable=False, reason="the text is not in English"), ("The text is not in English.",)),
        (report(flags=(FLAG,)), ("It looks like a list of keywords.",)),
        (report(judgeable=False, reason=FLAG.message, flags=(FLAG,)), ("It looks like a list of keywords.",)),
        (report(sure=False), ("Low confidence: only 0 of 3 elements are clear, the rest are likely.",)),
        (report(on_topic=False), ("Most of it is not on the question.",)),
        (report(on_topic=False, flags=(OFF_TOPIC,)), ("Little here is about events.",)),
        (report(bands={"MP1": 2, "MP2": None}), ("The program cannot tell the band of MP2.",)),
        (
            report(levels=BUDGET | {"MP2.advice": (None, "")}),
            ("The program cannot tell the level of 1 of 3 elements.",),
        ),
    ],
)
def test_a_script_is_looked_at_first_for_a_reason(entry: FeedbackReport | str, reasons: tuple[str, ...]) -> None:
    found = view(script=entry).look_first
    assert tuple(one.reasons for one in found) == ((reasons,) if reasons else ())


def test_the_most_pressing_come_first_and_equals_keep_their_order() -> None:
    seen = view(
        fine=report(),
        doubtful=report(sure=False),
        flagged=report(flags=(FLAG,)),
        unsure=report(bands={"MP1": 2, "MP2": None}),
        lost="the file is empty",
        both=report(on_topic=False, flags=(FLAG,)),
        gone="it is a scan",
        foreign=report(judgeable=False, reason="the text is not in English"),
    )
    assert [one.script for one in seen.look_first] == [
        "lost",
        "gone",
        "foreign",
        "both",
        "flagged",
        "unsure",
        "doubtful",
    ]


def test_a_view_is_plain_data_and_the_same_each_time() -> None:
    reports = {"a": report(present={"MC1": "The party is what we are for."}), "b": report(flags=(FLAG,))}
    seen = view(**reports)
    assert ClassView.model_validate_json(seen.model_dump_json()) == seen == view(**reports)
    assert view() == ClassView(
        scripts=0, judged=0, unreadable=0, rows=(), criteria=(), gaps=(), misconceptions=(), look_first=()
    )


def test_a_misconception_that_nobody_could_judge_is_not_counted() -> None:
    unclear = report()
    unsure, present = (
        unclear.model_copy(
            update={
                "misconceptions": tuple(one.model_copy(update={"status": status}) for one in unclear.misconceptions)
            }
        )
        for status in (None, Status.PRESENT)
    )
    found = view(a=unsure, b=present).misconceptions[0]
    assert (found.present, found.judged, found.quotes) == (1, 1, ())
