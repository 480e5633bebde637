"""Figures count what happens and hold words of the program only."""

import pytest
from prometheus_client import generate_latest

from models.engine import ScoringEngine
from service.config import Settings
from service.errors import EmptyDraftError
from service.extraction import ExtractionLimits
from service.telemetry.figures import REGISTRY, count_failure, stage, watch_request
from service.workflow import Upload, review_draft

LIMITS = ExtractionLimits.from_settings(Settings())


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_every_stage_of_a_draft_is_timed(engine: ScoringEngine) -> None:
    stages = ("extraction", "analysis", "scoring", "feedback")
    before = [figure("markpoint_stage_seconds_count", stage=name) for name in stages]
    drafts = figure("markpoint_drafts_total")
    review_draft(Upload(filename="-", body=b"The kitchen delivers late because one oven is slow."), engine, LIMITS)
    assert [figure("markpoint_stage_seconds_count", stage=name) for name in stages] == [one + 1 for one in before]
    assert figure("markpoint_drafts_total") == drafts + 1


def test_what_cannot_be_judged_is_counted_by_criterion(engine: ScoringEngine) -> None:
    before = figure("markpoint_abstentions_total", criterion="MP1")
    review_draft(Upload(filename="-", body=("Der Ofen der Küche war zu alt. " * 9).encode()), engine, LIMITS)
    assert figure("markpoint_abstentions_total", criterion="MP1") == before + 1


@pytest.mark.parametrize(
    ("error", "code"),
    [(EmptyDraftError("it is empty"), "empty_draft"), (ValueError("a learner's words"), "unexpected")],
)
def test_failures_are_counted_by_code_and_never_by_message(error: Exception, code: str) -> None:
    before = figure("markpoint_failures_total", stage="scoring", code=code)
    with pytest.raises(type(error)), stage("scoring"):
        raise error
    assert figure("markpoint_failures_total", stage="scoring", code=code) == before + 1
    assert b"words" not in generate_latest(REGISTRY)


def test_a_stage_may_stand_around_a_function() -> None:
    @stage("rendering")
    def render(name: str) -> str:
        return name.upper()

    before = figure("markpoint_stage_seconds_count", stage="rendering")
    assert (render("a"), render("b")) == ("A", "B")
    assert figure("markpoint_stage_seconds_count", stage="rendering") == before + 2


def test_requests_are_counted_by_the_pattern_of_their_address() -> None:
    labels = {"method": "GET", "route": "/v1/rubrics/{rubric_id}", "status": "200"}
    before = figure("markpoint_request_seconds_count", **labels)
    watch_request(method="GET", route="/v1/rubrics/{rubric_id}", status=200, seconds=0.1)
    assert figure("markpoint_request_seconds_count", **labels) == before + 1


def test_another_part_of_the_program_may_count_its_failures() -> None:
    before = figure("markpoint_failures_total", stage="webhook", code="unexpected")
    count_failure("webhook", TimeoutError())
    assert figure("markpoint_failures_total", stage="webhook", code="unexpected") == before + 1
