"""A draft in, feedback out, over HTTP; and every way in which a request can be wrong."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.app import create_app
from service.config import Settings

DRAFT = (
    "Northfield Dairy bottles milk for 240 schools. Dependability matters most, because a school cannot wait for a "
    "late lorry. The dairy delivers 93% of its rounds before eight, since two lorries share each round, but the second "
    "lorry raises cost per crate by 11 pence.\n\nThe filling line is laid out by product, so a change of bottle stops "
    "the whole line for forty minutes and slows every round. The dairy should try a smaller line for the rare bottles, "
    "since changeovers there would not stop the rest.\n\nStaff meet each Friday to discuss what went wrong. A roadmap "
    "with owners and dates would help: trial in March, review in May, and a target of 97% by September."
)


def test_text_comes_back_with_feedback_on_every_criterion(client: TestClient) -> None:
    answer = client.post("/v1/feedback", json={"text": DRAFT, "name": "Dairy, version 1"})
    assert answer.status_code == 200
    report = answer.json()["report"]
    assert report["draft_name"] == "Dairy, version 1"
    assert [item["criterion_id"] for item in report["criteria"]] == ["MP1", "MP2", "MP3", "MP4"]
    assert len(report["priority_actions"]) <= 3


def test_every_quote_is_the_drafts_own_characters(client: TestClient) -> None:
    answer = client.post("/v1/feedback", json={"text": DRAFT}).json()
    quotes = [quote for item in answer["report"]["criteria"] for part in item["elements"] for quote in part["quotes"]]
    assert quotes
    assert all(quote["text"] == answer["text"][quote["start_char"] : quote["end_char"]] for quote in quotes)


def test_a_file_gets_the_same_feedback_as_its_text(client: TestClient) -> None:
    pasted = client.post("/v1/feedback", json={"text": DRAFT, "name": "one.txt"})
    sent = client.post("/v1/feedback", files={"file": ("one.txt", DRAFT.encode())})
    assert sent.status_code == 200
    assert sent.json() == pasted.json()


def test_a_file_may_be_given_a_name_and_a_rubric(client: TestClient) -> None:
    answer = client.post(
        "/v1/feedback",
        files={"file": ("one.txt", DRAFT.encode())},
        data={"name": "Mine", "rubric": "operations_management.level7"},
    )
    assert answer.json()["report"]["draft_name"] == "Mine"


def test_the_same_draft_gets_the_same_bytes(client: TestClient) -> None:
    with ThreadPoolExecutor(3) as callers:
        answers = list(callers.map(lambda _: client.post("/v1/feedback", json={"text": DRAFT}).content, range(3)))
    assert len(set(answers)) == 1


def test_feedback_is_never_kept_in_a_cache(client: TestClient) -> None:
    assert client.post("/v1/feedback", json={"text": DRAFT}).headers["cache-control"] == "no-store"


def test_a_draft_in_another_language_is_not_scored(client: TestClient) -> None:
    text = (
        "Die Molkerei beliefert jeden Morgen zweihundert Schulen mit frischer Milch und achtet auf Pünktlichkeit. " * 5
    )
    report = client.post("/v1/feedback", json={"text": text}).json()["report"]
    assert (report["judgeable"], report["overall"]) == (False, None)
    assert {item["band"] for item in report["criteria"]} == {None}


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"", JSON, 400, "malformed_request"),
        (b"{", JSON, 400, "malformed_request"),
        (b'"text"', JSON, 422, "invalid_request"),
        (b"[]", JSON, 422, "invalid_request"),
        (b"{}", JSON, 422, "invalid_request"),
        (b'{"text": 5}', JSON, 422, "invalid_request"),
        (b'{"text": "a", "mark": 70}', JSON, 422, "invalid_request"),
        (b'{"text": "a", "name": ""}', JSON, 422, "invalid_request"),
        (b'{"text": "\\ud800"}', JSON, 400, "malformed_request"),
        (b'{"text": ""}', JSON, 422, "empty_draft"),
        (b'{"text": " \\n "}', JSON, 422, "empty_draft"),
        (b'{"text": "a", "rubric": "none"}', JSON, 404, "unknown_rubric"),
        (b"[" * 100_000, JSON, 400, "malformed_request"),
        (b"text", {"content-type": "text/plain"}, 415, "content_type"),
        (b"text", {}, 415, "content_type"),
        (b"text", {"content-type": "multipart/form-data"}, 400, "malformed_request"),
        (b"text", {"content-type": "multipart/form-data; boundary=x"}, 400, "malformed_request"),
        (json.dumps({"text": "word " * 10_001}).encode(), JSON, 413, "draft_too_long"),
        (json.dumps({"text": "x" * 10_000_000}).encode(), JSON, 413, "draft_too_long"),
        (b'{"text": "' + b"x" * 11_000_000, JSON, 413, "body_too_large"),
    ],
)
def test_a_request_that_cannot_be_answered_says_what_to_do(
    client: TestClient, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = client.post("/v1/feedback", content=body, headers=headers)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"urn:markpoint:problem:{code}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["instance"] == "/v1/feedback"
    assert problem["title"]
    assert problem["detail"].endswith(".")


def test_a_form_without_a_file_names_the_field(client: TestClient) -> None:
    answer = client.post("/v1/feedback", data={"name": "Mine"}, files={"file": ("", b"")})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "#/file", "detail": "Field required"}]


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:p>" + b"a" * 80_000_000)
        archive.writestr("[Content_Types].xml", b"<Types/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("one.docx", b"PK\x03\x04 and nothing more", 422),
        ("one.pdf", b"%PDF-1.7 and nothing more", 422),
        ("one.docx", bytes(range(256)) * 40, 415),
        ("one.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, 415),
        ("one.txt", b"", 422),
        ("one.txt", b"\x00" * 400, 415),
        ("bomb.docx", bomb(), 413),
    ],
)
def test_a_hostile_file_gets_a_clear_error(client: TestClient, name: str, body: bytes, status: int) -> None:
    answer = client.post("/v1/feedback", files={"file": (name, body)})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert name in answer.json()["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "word",
        "\u202eevil\u202c right to left",
        "zero\u200bwidth " * 40,
        "\x07bell and words",
        "no " * 9_999,
        "= + - @",
        "😀 " * 50,
    ],
)
def test_odd_text_gets_a_sound_answer(client: TestClient, text: str) -> None:
    answer = client.post("/v1/feedback", json={"text": text})
    assert answer.status_code in {200, 415, 422}


def test_an_error_repeats_no_words_of_the_draft(client: TestClient) -> None:
    for sent in (
        {"text": "learned " * 10_001},
        {"learned": 1},
        {"text": ["learned"]},
        {"text": "a", "name": "learned" * 99},
    ):
        answer = client.post("/v1/feedback", json=sent)
        assert answer.status_code >= 400
        assert "learned" not in answer.text


def test_a_draft_that_takes_too_long_is_told_so(tmp_path: Path) -> None:
    hurried = create_app(Settings(request_timeout_s=0.001, data_dir=tmp_path))
    with TestClient(hurried) as client:
        answer = client.post("/v1/feedback", json={"text": DRAFT * 20})
    assert answer.status_code in {408, 504}
    assert answer.headers["content-type"] == "application/problem+json"


def test_when_every_place_is_taken_the_next_draft_is_turned_away(client: TestClient) -> None:
    long_draft = {"text": DRAFT * 8}
    with ThreadPoolExecutor(30) as callers:
        answers = list(callers.map(lambda _: client.post("/v1/feedback", json=long_draft), range(24)))
    statuses = {answer.status_code for answer in answers}
    assert statuses <= {200, 503}
    turned_away = [answer for answer in answers if answer.status_code == 503]
    assert all(int(answer.headers["retry-after"]) > 0 for answer in turned_away)
    assert client.get("/readyz").status_code == 200


BODIES = st.one_of(
    st.binary(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=60),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["text", "name", "rubric", "mark", ""]), inner, max_size=4)
        ),
        max_leaves=6,
    ).map(lambda value: json.dumps(value).encode()),
    st.text(max_size=300).map(lambda text: json.dumps({"text": text}).encode("utf-8", "surrogatepass")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES, kind=st.sampled_from(["application/json", "multipart/form-data; boundary=x", "text/plain"]))
def test_no_body_causes_an_unexpected_error(client: TestClient, body: bytes, kind: str) -> None:
    answer = client.post("/v1/feedback", content=body, headers={"content-type": kind})
    assert answer.status_code < 500


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=30), body=st.binary(max_size=400))
def test_no_file_causes_an_unexpected_error(client: TestClient, name: str, body: bytes) -> None:
    answer = client.post("/v1/feedback", files={"file": (name or "x", body)})
    assert answer.status_code < 500
