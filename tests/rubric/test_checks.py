"""The cross checks of a rubric."""

from typing import Any

import pytest

from rubric.checks import check_package, check_rubric
from rubric.findings import Severity
from rubric.schema import Rubric
from tests.builders import SOURCE, build_rubric, build_rubric_data

BUDGET = ("criteria", 0, "elements", 0)
ADVICE = ("criteria", 1, "elements", 0)
RULE = ("criteria", 0, "band_rule")


def rubric_with(path: tuple[str | int, ...], value: Any) -> Rubric:
    """The test rubric with one value replaced or added."""
    data: Any = build_rubric_data()
    holder = data
    for step in path[:-1]:
        holder = holder.setdefault(step, {}) if isinstance(holder, dict) else holder[step]
    holder[path[-1]] = value
    return Rubric.model_validate(data)


def test_a_sound_rubric_has_no_findings() -> None:
    assert check_rubric(build_rubric(), known_sources=[SOURCE]) == ()


@pytest.mark.parametrize(
    ("path", "value", "where", "message"),
    [
        # ids and places
        (("support", 0, "id"), "MP1", "MP1", "given twice (a criterion and a group)"),
        (("misconceptions", 0, "id"), "MP2", "MP2", "given twice (a criterion and a misconception)"),
        (("tips", 0, "id"), "X.risk", "X.risk", "given twice (a tip and an element)"),
        ((*BUDGET, "id"), "MP2.budget", "MP2.budget", "Write 'MP1.budget' or move the element"),
        ((*BUDGET, "id"), "MP.budget", "MP.budget", "does not begin with 'MP1'"),
        # references
        ((*BUDGET, "near"), ["MP1.nothing"], "MP1.budget: near", "there is no element 'MP1.nothing'"),
        ((*BUDGET, "near"), ["MP1.budget"], "MP1.budget: near", "refers to itself"),
        ((*ADVICE, "about"), ["MC1.x"], "MP2.advice: about", "there is no element 'MC1.x'"),
        (("misconceptions", 0, "about"), ["X.none"], "MC1: about", "there is no element"),
        (("misconceptions", 0, "remedies"), ["X.none"], "MC1: remedies", "there is no element"),
        (("tips", 0, "elements"), ["X.none"], "TIP.guests: elements", "there is no element"),
        ((*RULE, "needs"), [{"band": 3, "elements": ["MP9.x"]}], "MP1: needs of band 3", "there is no element"),
        # sources
        ((*BUDGET, "sources"), ["elsewhere"], "MP1.budget: sources", "'elsewhere' is not in the catalogue"),
        (("criteria", 0, "sources"), ["elsewhere"], "MP1: sources", "not in the catalogue"),
        (("tips", 0, "sources"), [SOURCE, "elsewhere"], "TIP.guests: sources", "not in the catalogue"),
        # bands
        (("criteria", 0, "bands", 4, "band"), 3, "MP1: bands", "found 0, 1, 2, 3, 3"),
        (("criteria", 0, "bands", 0, "band"), 1, "MP1: bands", "Define 0, 1, 2, 3 and 4 in order"),
        ((*RULE, "thresholds"), [1, 2, 2, 3], "MP1: band_rule.thresholds", "increase from band 1 to band 4"),
        ((*RULE, "thresholds"), [0, 1, 2, 3], "MP1: band_rule.thresholds", "above 0"),
        ((*RULE, "thresholds"), [1, 2, 3, "nan"], "MP1: band_rule.thresholds", "increase"),
        ((*RULE, "thresholds"), [1, 2, 3, 4.5], "MP1: band_rule.thresholds", "no draft can earn more than 4"),
        (
            (*RULE, "points", "MP2.advice"),
            {"mentioned": 1, "developed": 1},
            "MP1: band_rule.points",
            "not an element of MP1",
        ),
        (
            (*RULE, "points", "MP1.budget"),
            {"mentioned": 3, "developed": 2},
            "MP1: band_rule.points",
            "worth at least as much",
        ),
        (
            (*RULE, "points", "MP1.budget"),
            {"mentioned": 1, "developed": 2, "sustained": "inf"},
            "MP1: band_rule.points",
            "plain numbers",
        ),
        (
            (*RULE, "needs"),
            [{"band": 2, "elements": ["MP1.budget"], "count": 2}],
            "MP1: needs of band 2",
            "asks for 2 of 1 elements",
        ),
        # overall
        (("criteria", 0, "weight"), "inf", "criteria", "do not add up"),
        (("overall_curve", 0, "share"), 0.1, "overall_curve", "begin at share 0"),
        (("overall_curve", 1, "share"), 0.9, "overall_curve", "end at share 1"),
        (
            ("overall_curve",),
            [{"share": share, "overall": share} for share in (0, 0.5, 0.5, 1)],
            "overall_curve",
            "shares must increase",
        ),
        (
            ("overall_curve",),
            [{"share": 0, "overall": 10}, {"share": 0.5, "overall": 9}, {"share": 1, "overall": 90}],
            "overall_curve",
            "never fall",
        ),
        (("grades", 1, "at_least"), 50, "grades", "each higher than the last"),
        # lexicons
        ((*BUDGET, "lexicon", "terms"), ["budget", "Budget"], "MP1.budget: lexicon", "'Budget' is listed twice"),
        ((*BUDGET, "lexicon", "phrases"), ["cash-flow", "Cash  flow"], "MP1.budget: lexicon", "(phrases, phrases)"),
        ((*BUDGET, "lexicon", "abbreviations"), ["ROI", "ROI"], "MP1.budget: lexicon", "twice under abbreviations"),
        ((*BUDGET, "lexicon", "exclude"), ["BUDGET"], "MP1.budget: lexicon", "under terms and under exclude"),
        ((*BUDGET, "lexicon"), {"exclude": ["budget airline"]}, "MP1.budget", "can match nothing"),
        ((*BUDGET, "lexicon"), {"hints": ["money"]}, "MP1.budget", "can match nothing"),
        (("topic", "terms"), ["event", "event"], "topic", "listed twice"),
        (("key_concepts", 0, "lexicon"), {}, "KC.music", "can match nothing"),
        (("misconceptions", 0, "first"), {}, "MC1", "words for both ideas"),
        (("misconceptions", 0, "judge"), "description_only", "MC1", "List elements under 'about'"),
        (("misconceptions", 0, "judge"), "unchecked_proposal", "MC1", "List elements under 'remedies'"),
        # wording
        (("title",), "  ", "events.level7: title", "empty"),
        ((*BUDGET, "credits"), "", "MP1.budget: credits", "empty"),
        ((*BUDGET, "lexicon", "terms"), ["budget", ""], "MP1.budget: terms", "empty"),
        ((*BUDGET, "wording", "absent", "shows"), "", "MP1.budget: shows", "empty"),
        ((*BUDGET, "wording", "absent", "next_step"), " ", "MP1.budget: wording.absent", "no 'next_step'"),
        ((*BUDGET, "wording", "mentioned", "next_step"), "", "MP1.budget: wording.mentioned", "no 'next_step'"),
    ],
)
def test_an_error_is_found_and_says_where(path: tuple[str | int, ...], value: Any, where: str, message: str) -> None:
    findings = check_rubric(rubric_with(path, value), known_sources=[SOURCE])
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert any(finding.where == where and message in finding.message for finding in errors), errors


@pytest.mark.parametrize(
    ("path", "value", "where", "message"),
    [
        ((*BUDGET, "about"), ["MP1.venue"], "MP1.budget: about", "no effect"),
        ((*BUDGET, "near"), ["MP1.venue", "MP1.venue"], "MP1.budget: near", "listed twice"),
        ((*BUDGET, "sources"), [SOURCE, SOURCE], "MP1.budget: sources", "listed twice"),
        (
            (*RULE, "points"),
            {"MP1.venue": {"mentioned": 1, "developed": 4}},
            "MP1: band_rule.points",
            "earns no points",
        ),
        ((*BUDGET, "lexicon", "hints"), ["money", "BUDGET"], "MP1.budget: lexicon", "(terms, hints)"),
        ((*BUDGET, "lexicon", "abbreviations"), ["roi"], "MP1.budget: lexicon", "has no capital"),
        (
            (*BUDGET, "wording", "mentioned", "next_step"),
            "Develop further.",
            "MP1.budget: wording.mentioned",
            "Name the edit to make",
        ),
        (
            (*BUDGET, "wording", "absent", "next_step"),
            "Write what the answer makes of budget here.",
            "MP1.budget: wording.absent",
            "word for word",
        ),
    ],
)
def test_a_doubt_is_a_warning(path: tuple[str | int, ...], value: Any, where: str, message: str) -> None:
    (finding,) = check_rubric(rubric_with(path, value), known_sources=[SOURCE])
    assert finding.severity is Severity.WARNING
    assert finding.where == where
    assert message in finding.message


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*BUDGET, "near"), ["X.risk", "MP2.advice"]),
        ((*BUDGET, "lexicon"), {"hints": ["money", "spending"]}),
        ((*BUDGET, "lexicon"), {"frames": [{"head": ["hold", "hold down"], "with": ["spend"]}]}),
        ((*BUDGET, "lexicon", "exclude"), ["budget airline"]),
        ((*BUDGET, "lexicon", "abbreviations"), ["BUDGET"]),
        ((*BUDGET, "wording", "developed", "next_step"), ""),
        ((*RULE, "needs"), [{"band": 4, "elements": ["X.risk", "MP1.budget"], "count": 2}]),
        ((*RULE, "points", "MP1.budget"), {"mentioned": 2, "developed": 2}),
        ((*RULE, "thresholds"), [1, 2, 3, 4]),
        (("overall_curve",), [{"share": 0, "overall": 5}, {"share": 0.5, "overall": 5}, {"share": 1, "overall": 90}]),
        (("grades",), []),
        (("misconceptions", 0, "claims"), {"phrases": ["the party is the point"]}),
        (("misconceptions", 0, "remedies"), ["X.risk"]),
        (("tips", 0, "elements"), ["MP1.budget"]),
    ],
)
def test_what_is_allowed_passes(path: tuple[str | int, ...], value: Any) -> None:
    assert check_rubric(rubric_with(path, value), known_sources=[SOURCE]) == ()


def test_a_confusion_may_rest_on_claims_alone() -> None:
    rubric = rubric_with(("misconceptions", 0, "claims"), {"phrases": ["the party is the point"]})
    misconception = rubric.misconceptions[0].model_copy(update={"first": rubric.topic, "second": rubric.topic})
    assert check_rubric(rubric.model_copy(update={"misconceptions": (misconception,)}), known_sources=[SOURCE]) == ()


def test_findings_lead_to_the_line_in_the_file() -> None:
    rubric = rubric_with((*BUDGET, "lexicon", "terms"), ["budget", "budget"])
    (finding,) = check_rubric(rubric, known_sources=[SOURCE])
    assert finding.path == ("criteria", 0, "elements", 0, "lexicon", "terms", 1)


def test_errors_come_before_warnings() -> None:
    rubric = rubric_with((*BUDGET, "about"), ["MP1.venue"]).model_copy(update={"title": ""})
    severities = [finding.severity for finding in check_rubric(rubric, known_sources=[SOURCE])]
    assert severities == [Severity.ERROR, Severity.WARNING]


def test_an_unknown_source_in_a_draft_is_a_warning() -> None:
    findings = check_rubric(rubric_with((*BUDGET, "sources"), ["new-page"]), known_sources=[SOURCE], is_draft=True)
    assert [(finding.severity, finding.where) for finding in findings] == [("warning", "MP1.budget: sources")]


def test_sources_are_looked_up_in_the_catalogue() -> None:
    assert check_rubric(build_rubric()) == ()
    assert check_rubric(rubric_with((*BUDGET, "sources"), ["not-a-source"])) != ()


def test_the_package_knows_tags_without_an_element_and_elements_without_a_note() -> None:
    findings = check_package([build_rubric()])
    found = {(finding.severity, finding.where) for finding in findings}
    assert (Severity.ERROR, "reading notes: MP1.cost") in found
    assert (Severity.WARNING, "MP1.budget") in found
    assert not any(finding.where == "schema.json" for finding in findings)
