"""What tests of pages share: the demonstration on a server, a browser, and somebody who visits."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.acceptance.browsing import Visit, browsing, demonstrating, visiting


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a server where nobody has an account."""
    with demonstrating() as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with browsing() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens pages as one of the made-up people; afterwards nothing was complained of."""
    with visiting(browser, address) as found:
        yield found
