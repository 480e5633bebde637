"""The evidence card over HTTP."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.web.evidence import ReleasedCard, load_card, read_card
from service.web.texts import load_texts

TEXTS = load_texts()
PAGE = "<!doctype html><title>Card</title><style>\nh1 { color: red; }\n</style><h1>Card</h1>"


@pytest.fixture
def released(application: FastAPI) -> Iterator[dict[str, ReleasedCard | None]]:
    """What the application takes for the card that came with it."""
    card: dict[str, ReleasedCard | None] = {"card": read_card(PAGE)}
    application.dependency_overrides[load_card] = lambda: card["card"]
    yield card
    del application.dependency_overrides[load_card]


def test_the_card_is_served_to_the_letter(client: TestClient, released: dict[str, ReleasedCard | None]) -> None:
    answer = client.get("/evidence")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text == PAGE


def test_the_card_travels_small_where_the_browser_takes_it(
    client: TestClient, released: dict[str, ReleasedCard | None]
) -> None:
    packed = client.get("/evidence", headers={"accept-encoding": "gzip"})
    plain = client.get("/evidence", headers={"accept-encoding": "identity"})
    assert (packed.headers.get("content-encoding"), plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.text == plain.text == PAGE
    card = load_card()
    assert card is None or len(card.packed) < 100_000


def test_only_the_style_sheet_in_the_card_may_be_used(
    client: TestClient, released: dict[str, ReleasedCard | None]
) -> None:
    digest = b64encode(sha256(b"\nh1 { color: red; }\n").digest()).decode()
    policy = client.get("/evidence").headers["content-security-policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "script-src" not in policy


def test_a_card_without_a_style_sheet_may_use_none() -> None:
    assert "style-src 'none';" in read_card("<h1>Card</h1>").security_policy


def test_the_other_answers_keep_the_policy_of_the_pages(client: TestClient) -> None:
    assert "script-src 'self'; style-src 'self';" in client.get("/privacy").headers["content-security-policy"]


def test_a_version_without_a_card_says_so(client: TestClient, released: dict[str, ReleasedCard | None]) -> None:
    released["card"] = None
    answer = client.get("/evidence", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert TEXTS.errors.not_found in answer.text


def test_every_page_leads_to_the_card(client: TestClient) -> None:
    for path in ("/", "/privacy", "/login"):
        assert f'<a href="/evidence">{TEXTS.footer.evidence}</a>' in client.get(path).text
    assert client.head("/evidence").status_code in {200, 404}


def test_the_card_that_is_packaged_fits_its_policy() -> None:
    card = load_card()
    page = "" if card is None else card.page
    assert "<script" not in page
    assert " style=" not in page
    assert "https://" not in page
