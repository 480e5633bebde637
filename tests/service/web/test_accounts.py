"""Signing in and out as pages, by password and by the institution, and the privacy notice."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from service.access.roles import Role
from service.storage.tables import SignIn, User
from service.storage.types import utc_now
from service.web.pages import FormLimits, Pages
from tests.oidc_provider import SignInService, providing
from tests.service.api.access import PASSWORD, Door, opened, settings_for

TUTOR = {"email": "tutor@hill.example", "password": PASSWORD}
PAGE = {"accept": "text/html"}
PAGES = Pages(rubric_title="A rubric", limits=FormLimits(words="10", size="1 MB", accept=".txt"))


@pytest.fixture(scope="module")
def provider() -> Iterator[SignInService]:
    with providing() as running:
        yield running


@pytest.fixture
def door(sqlite_url: str, tmp_path: Path) -> Iterator[Door]:
    with opened(settings_for(sqlite_url, tmp_path)) as found:
        found.app.state.pages = PAGES
        yield found


@pytest.fixture
def linked(sqlite_url: str, tmp_path: Path, provider: SignInService) -> Iterator[Door]:
    settings = settings_for(
        sqlite_url,
        tmp_path,
        oidc_issuer=provider.issuer,
        oidc_client_id="markpoint",
        oidc_client_secret="hidden",  # noqa: S106
        oidc_role_claim="groups",
        oidc_role_map={"staff": "tutor", "learners": "student", "it": "administrator"},
        oidc_institution="Hill",
    )
    with opened(settings) as found:
        found.app.state.pages = PAGES
        yield found


def browser(door: Door) -> TestClient:
    client = door.visitor()
    client.headers.update(PAGE)
    return client


def visit(door: Door) -> str:
    return browser(door).get("/privacy").text


def hidden(page: Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return found.group(1)


def send(client: TestClient, path: str, fields: dict[str, str]) -> Response:
    return client.post(path, files={name: (None, value) for name, value in fields.items()})


def sign_in(client: TestClient, **change: str) -> Response:
    token = hidden(client.get("/login", params={"to": change.pop("to", "/")}), "csrf_token")
    return send(client, "/login", {"csrf_token": token, **TUTOR, **change})


def by_institution(client: TestClient, provider: SignInService, subject: str, to: str = "/") -> Response:
    begun = client.get("/login/institution", params={"to": to})
    assert begun.status_code == 303
    back = urlsplit(provider.sign_in(begun.headers["location"], subject))
    return client.get(f"{back.path}?{back.query}")


def whoever(client: TestClient) -> str:
    return str(client.get("/v1/session").json().get("email"))


def test_a_person_signs_in_sees_so_and_signs_out(door: Door) -> None:
    client = browser(door)
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/start")
    assert client.get("/start").headers["location"] == "/teach"
    page = client.get("/login")
    assert "Tutor of Hill, tutor@hill.example" in page.text
    assert send(client, "/logout", {"csrf_token": "guess"}).status_code == 403
    gone = send(client, "/logout", {"csrf_token": hidden(page, "csrf_token")})
    assert (gone.status_code, gone.headers["location"]) == (303, "/login")
    assert client.get("/v1/session").status_code == 401


def test_what_was_typed_stays_but_for_the_password(door: Door) -> None:
    answer = sign_in(browser(door), password="wrong", institution='Hill"><b>')  # noqa: S106
    assert answer.status_code == 401
    assert "The e-mail address or the password is not right" in answer.text
    assert hidden(answer, "to") == "/"
    assert 'value="tutor@hill.example"' in answer.text
    assert "&#34;&gt;&lt;b&gt;" in answer.text
    assert "wrong" not in answer.text


@pytest.mark.parametrize("token", ["", "guess"])
def test_a_form_made_for_another_browser_signs_nobody_in(door: Door, token: str) -> None:
    client = browser(door)
    assert send(client, "/login", {"csrf_token": token, **TUTOR}).status_code == 403
    client.get("/login")
    assert send(client, "/login", {"csrf_token": token, **TUTOR}).status_code == 403


@pytest.mark.parametrize(("to", "goes"), [("/privacy", "/privacy"), ("//evil.example", "/start")])
def test_after_signing_in_one_stays_on_this_host(door: Door, to: str, goes: str) -> None:
    client = browser(door)
    token = hidden(client.get("/login"), "csrf_token")
    assert send(client, "/login", {"csrf_token": token, "to": to, **TUTOR}).headers["location"] == goes


def test_the_privacy_notice_says_how_long_drafts_are_kept(sqlite_url: str, tmp_path: Path) -> None:
    with opened(settings_for(sqlite_url, tmp_path, retention_days=90)) as door:
        door.app.state.pages = PAGES
        assert "This service: drafts, and everything made of them, are deleted after 90 days." in visit(door)
        client = door.person(Role.ADMINISTRATOR)
        assert "Hill: drafts, and everything made of them, are deleted after 90 days." in client.get("/privacy").text
        assert client.put("/v1/institution/retention", json={"retention_days": 365}).status_code == 200
        assert "Hill: drafts, and everything made of them, are deleted after 365 days." in client.get("/privacy").text


def test_the_privacy_notice_says_that_drafts_stay(door: Door) -> None:
    assert "This service: there is no limit" in visit(door)
    assert "Hill: there is no limit" in door.person(Role.TUTOR).get("/privacy").text


def test_without_open_feedback_pages_ask_to_sign_in_and_programs_for_a_key(sqlite_url: str, tmp_path: Path) -> None:
    with opened(settings_for(sqlite_url, tmp_path, open_feedback=False)) as door:
        door.app.state.pages = PAGES
        asked = browser(door).get("/")
        assert (asked.status_code, asked.headers["location"]) == (303, "/login?to=/")
        assert door.visitor().post("/v1/feedback", json={"text": "x"}).status_code == 401
        assert door.person(Role.STUDENT).get("/", headers=PAGE).status_code == 200


def test_there_is_no_way_to_an_institution_that_has_none(door: Door) -> None:
    for path in ("/login/institution", "/login/callback?state=a&code=b"):
        assert browser(door).get(path).status_code == 404
    assert "/login/institution" not in browser(door).get("/login").text


def test_a_newcomer_comes_in_by_the_institution_and_goes_on(linked: Door, provider: SignInService) -> None:
    provider.set_person("n-1", email="New@hill.example", email_verified=True, name="Nia New", groups=["learners"])
    client = browser(linked)
    assert "/login/institution" in client.get("/login").text
    answer = by_institution(client, provider, "n-1", to="/privacy")
    assert (answer.status_code, answer.headers["location"]) == (303, "/privacy")
    shown = client.get("/v1/session").json()
    assert (shown["email"], shown["role"], shown["name"]) == ("new@hill.example", "student", "Nia New")
    provider.set_person("n-1", email="new@hill.example", email_verified=True, name="Nia New", groups=["staff"])
    again = browser(linked)
    by_institution(again, provider, "n-1")
    assert again.get("/v1/session").json()["role"] == "tutor"
    assert again.get("/v1/session").json()["user_id"] == shown["user_id"]


def test_an_account_is_taken_over_only_with_a_verified_address(linked: Door, provider: SignInService) -> None:
    provider.set_person("t-1", email="tutor@hill.example", name="T", groups=["it"])
    refused = by_institution(browser(linked), provider, "t-1")
    assert (refused.status_code, "Another account has your e-mail address" in refused.text) == (401, True)
    provider.set_person("t-1", email="tutor@hill.example", email_verified=True, name="T", groups=["staff"])
    client = browser(linked)
    assert by_institution(client, provider, "t-1").status_code == 303
    assert client.get("/v1/session").json()["user_id"] == linked.hill.user_ids[Role.TUTOR]
    provider.set_person("t-2", email="tutor@hill.example", email_verified=True, name="Other", groups=["it"])
    assert by_institution(browser(linked), provider, "t-2").status_code == 401


def test_nobody_comes_in_without_a_role_or_with_a_closed_account(linked: Door, provider: SignInService) -> None:
    provider.set_person("x-1", email="x@hill.example", email_verified=True, groups=["chess"])
    assert by_institution(browser(linked), provider, "x-1").status_code == 403
    provider.set_person("s-1", email="student@hill.example", email_verified=True, groups=["learners"])
    assert by_institution(browser(linked), provider, "s-1").status_code == 303
    with linked.hill.database.writing() as session:
        for user in session.query(User).where(User.email == "student@hill.example"):
            user.is_active = False
    assert by_institution(browser(linked), provider, "s-1").status_code == 401


def test_claims_never_take_away_the_last_administrator(linked: Door, provider: SignInService) -> None:
    provider.set_person("a-1", email="administrator@hill.example", email_verified=True, groups=["learners"])
    client = browser(linked)
    by_institution(client, provider, "a-1")
    assert client.get("/v1/session").json()["role"] == "administrator"


def test_coming_back_works_once_in_the_browser_that_set_out(linked: Door, provider: SignInService) -> None:
    provider.set_person("n-2", email="n2@hill.example", email_verified=True, groups=["learners"])
    client = browser(linked)
    begun = client.get("/login/institution")
    back = urlsplit(provider.sign_in(begun.headers["location"], "n-2"))
    path = f"{back.path}?{back.query}"
    state = client.cookies["markpoint-sign-in"]
    assert browser(linked).get(path).status_code == 401
    assert client.get(f"{path}&iss=https%3A%2F%2Fevil.example").status_code == 401
    client.cookies.set("markpoint-sign-in", state)
    assert client.get(path).status_code == 401
    assert client.get("/v1/session").status_code == 401


@pytest.mark.parametrize("query", ["", "?state=a", "?code=b", "?error=access_denied&state=a", "?state=%00&code=%00"])
def test_a_made_up_return_signs_nobody_in(linked: Door, query: str) -> None:
    client = browser(linked)
    client.get("/login/institution")
    assert client.get(f"/login/callback{query}").status_code == 401


def test_whoever_is_turned_away_there_is_told_so_here(linked: Door, provider: SignInService) -> None:
    client = browser(linked)
    begun = client.get("/login/institution")
    back = urlsplit(provider.deny(begun.headers["location"]))
    answer = client.get(f"{back.path}?{back.query}&state={client.cookies['markpoint-sign-in']}")
    assert (answer.status_code, "You could not be signed in" in answer.text) == (401, True)


def test_an_attempt_that_took_too_long_is_over(linked: Door, provider: SignInService) -> None:
    provider.set_person("n-3", email="n3@hill.example", email_verified=True, groups=["learners"])
    client = browser(linked)
    begun = client.get("/login/institution")
    back = urlsplit(provider.sign_in(begun.headers["location"], "n-3"))
    with linked.hill.database.writing() as session:
        for attempt in session.query(SignIn):
            attempt.expires_at = utc_now()
    assert client.get(f"{back.path}?{back.query}").status_code == 401


def test_an_institution_that_does_not_answer_is_said_to_be_so(sqlite_url: str, tmp_path: Path) -> None:
    settings = settings_for(sqlite_url, tmp_path, oidc_issuer="http://127.0.0.1:9", oidc_client_id="markpoint")
    with opened(settings) as door:
        door.app.state.pages = PAGES
        answer = browser(door).get("/login/institution")
        assert (answer.status_code, "did not answer as it should" in answer.text) == (502, True)


def test_whoever_is_signed_in_finds_their_places_on_the_first_page(door: Door) -> None:
    assert 'href="/teach"' in door.person(Role.TUTOR).get("/", headers=PAGE).text
    assert 'href="/teach"' not in door.person(Role.STUDENT).get("/", headers=PAGE).text
    assert "/logout" not in door.visitor().get("/", headers=PAGE).text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing", 404), ("/people", 403), ("/login?to=/", 200), ("/privacy", 200)],
)
def test_whoever_is_signed_in_keeps_the_navigation_whatever_happens(door: Door, path: str, status: int) -> None:
    answer = door.person(Role.STUDENT).get(path, headers=PAGE)
    assert (answer.status_code, 'href="/work"' in answer.text) == (status, True)
    assert 'href="/work"' not in door.visitor().get(path, headers=PAGE).text


def test_an_address_that_makes_no_sense_is_told_so_on_a_page(door: Door) -> None:
    answer = door.person(Role.ADMINISTRATOR).get("/people/nobody", headers=PAGE)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert 'href="/teach"' in answer.text
