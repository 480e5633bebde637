"""A server with the demonstration and a browser to look at it, for tests of pages."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.acceptance.test_page import BROWSERS, DESKTOP, FLAGS, INSTALL
from tests.server import MEASURED, serving

Visit = Callable[..., Page]
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
HEAVIEST = 150_000
"""Bytes of a page, without what it shares with the others."""


@contextmanager
def browsing() -> Iterator[Browser]:
    """Chromium, ended when left."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(f"The tests of the pages need the browser Chromium. Install it with: {INSTALL}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens pages as one of the made-up people; when left, nothing was complained of or came from elsewhere."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    asked: list[str] = []

    def visit(path: str = "/start", *, role: str = "", **options: object) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        if role:
            page.goto(f"{address}/demo")
            page.locator(f"main li:has(input[value={role}]) button").click()
            page.wait_for_url(lambda url: not url.endswith("/demo"))
        page.goto(f"{address}{path}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [line for line in complaints if "status of 4" not in line] == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@contextmanager
def demonstrating() -> Iterator[str]:
    """The address of a server where nobody has an account."""
    with serving("--port", "0", MARKPOINT_WORKERS="0", code=MEASURED) as server:
        yield server.address()


def find_barriers(page: Page) -> str:
    """What axe has to say against a page; empty when all is well."""
    page.wait_for_load_state("load")
    found = Axe().run(page, options={"runOnly": RULES})
    return "" if found.violations_count == 0 else str(found.generate_report())
