"""What drafts are read against, over HTTP."""

from fastapi.testclient import TestClient

from rubric.fingerprint import fingerprint
from rubric.library import load_by_id

RUBRIC_ID = "operations_management.level7"


def test_the_list_names_every_rubric(client: TestClient) -> None:
    listed = client.get("/v1/rubrics").json()
    assert [(item["id"], item["fingerprint"]) for item in listed] == [(RUBRIC_ID, fingerprint(load_by_id(RUBRIC_ID)))]


def test_a_rubric_says_what_it_credits(client: TestClient) -> None:
    shown = client.get(f"/v1/rubrics/{RUBRIC_ID}").json()
    assert [item["id"] for item in shown["criteria"]] == ["MP1", "MP2", "MP3", "MP4"]
    assert [len(item["bands"]) for item in shown["criteria"]] == [5, 5, 5, 5]
    assert [item["weight"] for item in shown["support"]] == [None] * len(shown["support"])


def test_the_words_it_is_recognised_by_stay_inside(client: TestClient) -> None:
    assert "lexicon" not in client.get(f"/v1/rubrics/{RUBRIC_ID}").text


def test_feedback_names_the_rubric_that_is_shown(client: TestClient) -> None:
    report = client.post("/v1/feedback", json={"text": "The kitchen is slow."}).json()["report"]
    shown = client.get(f"/v1/rubrics/{report['rubric_id']}").json()
    assert report["rubric_fingerprint"] == shown["fingerprint"]


def test_an_unknown_rubric_is_a_problem(client: TestClient) -> None:
    answer = client.get("/v1/rubrics/nursing.level3")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:markpoint:problem:unknown_rubric"
