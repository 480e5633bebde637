"""Signing in and out in a real browser, by keyboard alone, with and without JavaScript, by password and institution."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from service.web.texts import load_texts
from tests.acceptance.test_page import DESKTOP, PHONE, assert_no_sideways_scrolling
from tests.oidc_provider import SignInService, providing
from tests.server import MEASURED, RUN, serving

pytestmark = pytest.mark.slow
TEXTS = load_texts()
PASSWORD = "four calm green boats"  # noqa: S105
EMAIL = "ada@hill.example"


@pytest.fixture(scope="module")
def provider() -> Iterator[SignInService]:
    with providing() as running:
        running.set_person("n-1", email="nia@hill.example", email_verified=True, name="Nia New")
        yield running


@pytest.fixture(scope="module")
def address(provider: SignInService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = {
        "MARKPOINT_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "MARKPOINT_OIDC_ISSUER": provider.issuer,
        "MARKPOINT_OIDC_CLIENT_ID": "markpoint",
    }
    subprocess.run(
        [sys.executable, "-c", RUN, "admin", EMAIL, "--institution", "Hill", "--name", "Ada"],
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
        env={**os.environ, **settings},
    )
    with serving("--port", "0", code=MEASURED, **settings) as server:
        yield server.address()


def open_page(browser: Browser, address: str, **options: object) -> Page:
    context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(address)
    return page


def type_in(page: Page, *words: str) -> None:
    """Type each word where the focus goes next, and press Enter in the last place."""
    for word in words:
        page.keyboard.press("Tab")
        page.keyboard.type(word)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("has_script", [True, False])
def test_one_signs_in_and_out_by_keyboard(browser: Browser, address: str, has_script: bool) -> None:
    page = open_page(browser, f"{address}/login?to=/privacy", java_script_enabled=has_script)
    page.get_by_role("link", name=TEXTS.login.by_institution).focus()
    type_in(page, EMAIL, "wrong")
    expect(page.get_by_role("alert")).to_contain_text(TEXTS.login.failed)
    expect(page.get_by_label(TEXTS.login.email)).to_have_value(EMAIL)
    page.wait_for_load_state("load")  # its script puts the focus on the alert
    page.get_by_label(TEXTS.login.email).focus()
    type_in(page, PASSWORD)
    expect(page).to_have_url(f"{address}/privacy")
    page.goto(f"{address}/login")
    expect(page.get_by_text(f"You are Ada, {EMAIL}.")).to_be_visible()
    page.locator("main").get_by_role("button", name=TEXTS.login.sign_out).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXTS.login.heading)
    page.context.close()


def test_one_signs_in_through_the_institution(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/login?to=/login")
    page.get_by_role("link", name=TEXTS.login.by_institution).click()
    page.locator("input[name=sub]").fill("n-1")
    page.locator("input[name=sub]").press("Enter")
    expect(page.get_by_text("You are Nia New, nia@hill.example.")).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies(address)}
    session = cookies["markpoint-session"]
    assert (session["httpOnly"], session["sameSite"]) == (True, "Lax")
    assert "markpoint-sign-in" not in cookies
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/login", "/login/callback", "/privacy"])
def test_pages_of_accounts_are_within_reach_of_everybody(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    page = open_page(browser, address + path, viewport=PHONE, color_scheme=scheme)
    assert_no_sideways_scrolling(page)
    assert not Axe().run(page).response["violations"]
    page.context.close()
