"""The page over HTTP: what each form gets back."""

import re

import pytest
from fastapi.testclient import TestClient

from service.web.texts import load_example, load_texts

TEXTS = load_texts()
BROWSER = {"accept": "text/html,application/xhtml+xml;q=0.9"}
DRAFT = "The ferry keeps 96% of its times because a spare crew waits ashore, which costs 40 pounds a crossing."


def send(client: TestClient, *, text: str = "", file: tuple[str, bytes] = ("", b""), **fields: str) -> tuple[int, str]:
    answer = client.post("/", data={"text": text, **fields}, files={"file": file}, headers=BROWSER)
    return answer.status_code, answer.text


def test_the_first_page_is_a_form(client: TestClient) -> None:
    answer = client.get("/", headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert TEXTS.home.heading in answer.text


def test_a_probe_may_ask_for_the_head_of_the_first_page(client: TestClient) -> None:
    assert client.head("/").status_code == 200


@pytest.mark.parametrize("file", [("ferry.txt", DRAFT.encode()), ("ferry.md", DRAFT.encode())])
def test_a_file_gets_feedback_under_its_name(client: TestClient, file: tuple[str, bytes]) -> None:
    status, page = send(client, file=file)
    assert status == 200
    assert f"<bdi>{file[0]}</bdi>" in page


def test_pasted_text_gets_feedback_and_comes_back_in_the_form(client: TestClient) -> None:
    status, page = send(client, text=DRAFT)
    assert status == 200
    assert f">\n{DRAFT}</textarea>" in page


def test_the_example_gets_feedback(client: TestClient) -> None:
    status, page = send(client, example="yes")
    assert status == 200
    assert load_example().partition(".")[0] in page


def test_line_ends_of_a_browser_do_not_reach_the_draft(client: TestClient) -> None:
    _, page = send(client, text="One line.\r\n\r\nTwo lines.")
    assert ">\nOne line.\n\nTwo lines.</textarea>" in page


def test_a_draft_that_begins_with_a_blank_line_keeps_it_in_the_form(client: TestClient) -> None:
    _, page = send(client, text="\n" + "x" * 2_000)
    assert ">\n\nxxx" in page


@pytest.mark.parametrize(
    ("text", "file", "status", "message"),
    [
        ("", ("", b""), 422, TEXTS.errors.empty),
        (" \r\n ", ("", b""), 422, TEXTS.errors.empty),
        (DRAFT, ("one.txt", b"and a file"), 422, TEXTS.errors.both),
        ("", ("one.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99), 415, TEXTS.errors.choose_again),
        ("word " * 10_001, ("", b""), 413, "10,001 words"),
        ("?!", ("", b""), 422, "There is no word in it".lower()),
    ],
)
def test_a_refused_draft_says_what_to_do_and_keeps_what_was_typed(
    client: TestClient, text: str, file: tuple[str, bytes], status: int, message: str
) -> None:
    answered, page = send(client, text=text, file=file)
    assert answered == status
    assert message in page.replace("&#39;", "'")
    assert text.strip() in page


def test_a_body_beyond_the_limit_gets_the_form_with_a_message(client: TestClient) -> None:
    status, page = send(client, file=("big.txt", b"x" * 11_000_000))
    assert status == 413
    assert 'role="alert"' in page
    assert "<textarea" in page


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"text=a", "application/x-www-form-urlencoded", 415), (b"--x", "multipart/form-data; boundary=x", 400)],
)
def test_a_damaged_form_gets_the_form_with_a_message(client: TestClient, body: bytes, kind: str, status: int) -> None:
    answer = client.post("/", content=body, headers={**BROWSER, "content-type": kind})
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "message"),
    [("GET", "/nothing", 404, TEXTS.errors.not_found), ("PUT", "/", 405, TEXTS.errors.not_allowed)],
)
def test_a_browser_gets_a_page_for_what_does_not_exist(
    client: TestClient, method: str, path: str, status: int, message: str
) -> None:
    answer = client.request(method, path, headers=BROWSER)
    assert answer.status_code == status
    assert message in answer.text


def test_json_addresses_answer_in_json_even_to_a_browser(client: TestClient) -> None:
    assert client.get("/v1/nothing", headers=BROWSER).headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/static/base.css", "/static/draft.css", "/static/marks.css", "/static/page.js"])
def test_styles_and_script_are_served(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(("text/css", "text/javascript"))


def test_a_page_needs_nothing_that_its_policy_forbids(client: TestClient) -> None:
    _, page = send(client, example="yes")
    assert re.findall(r"<[^>]*\s(?:style|on[a-z]+)=", page) == []
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)", page) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
