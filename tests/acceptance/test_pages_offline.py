"""Writing without a connection: the page opens, nothing typed is lost, and nothing stays for whoever comes next."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from service.access.roles import Role
from service.web.texts import load_texts
from tests.acceptance.test_page import DRAFT
from tests.acceptance.test_pages_student import Place, Student, box, keep, opening, write

pytestmark = pytest.mark.slow
WORDS = load_texts().student
KEPT = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("markpoint-pages:"));
    return [...names, ...Object.keys(localStorage)];
}"""
"""What of somebody is kept on the device."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with opening(tmp_path_factory.mktemp("data")) as opened:
        yield opened


def saved(page: Page) -> None:
    expect(page.locator("#keeping")).to_have_text(WORDS.keeping.saved)


def wait_until(page: Page, question: str, about: str = "") -> None:
    """Wait until a script of the page answers yes; one that takes its time, too."""
    for _ in range(150):
        if page.evaluate(question, about):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"It never came true: {question}")


def open_and_keep(student: Student, address: str) -> Page:
    """The page for writing, once it is kept on the device; the files that it needs are kept before it."""
    page = student.open(address)
    wait_until(page, "async (path) => Boolean(await caches.match(path))", address)
    return page


def test_a_page_opens_without_a_connection_and_sends_what_was_written(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student:
        page = open_and_keep(student, place.path("Train"))
        write(page, DRAFT)
        saved(page)
        student.context.set_offline(True)
        page.reload()
        assert box(page) == DRAFT  # what the server has, though the page was kept before it was written
        expect(page.locator("#live")).to_have_text(WORDS.live.offline)
        write(page, f"{DRAFT} In a tunnel.")
        expect(page.locator("#keeping")).to_have_text(WORDS.keeping.here)
        page.reload()
        assert box(page) == f"{DRAFT} In a tunnel."
        student.context.set_offline(False)
        saved(page)
        expect(page.get_by_role("heading", name=WORDS.feedback_live)).to_be_visible()
        with Student(browser, place) as elsewhere:
            assert box(elsewhere.open(page.url)) == f"{DRAFT} In a tunnel."


def test_what_was_written_elsewhere_meanwhile_is_shown_beside(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student, Student(browser, place) as elsewhere:
        page = open_and_keep(student, place.path("Two trains"))
        student.context.set_offline(True)
        page.reload()
        write(page, "Written in a tunnel.")
        there = elsewhere.open(page.url)
        write(there, "Written at home.")
        saved(there)
        student.context.set_offline(False)
        expect(page.get_by_role("heading", name=WORDS.conflict.heading)).to_be_visible()
        expect(page.get_by_label(WORDS.conflict.other)).to_have_value("Written at home.")
        assert box(page) == "Written in a tunnel."


def test_a_draft_that_was_kept_opens_with_its_feedback_and_is_not_sent_again(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student:
        page = open_and_keep(student, place.path("Kept"))
        keep(page, DRAFT)
        wait_until(
            page, "async (path) => (await (await caches.match(path)).text()).includes('Feedback on draft 1')", page.url
        )
        student.context.set_offline(True)
        page.reload()
        expect(page.get_by_role("heading", name=WORDS.feedback_on.format(number=1))).to_be_visible()
        assert page.locator(".older li").count() == 1


def test_nothing_stays_on_the_device_after_signing_out(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student:
        page = open_and_keep(student, place.path("Shared laptop"))
        address = page.url
        write(page, DRAFT)
        saved(page)
        assert len(page.evaluate(KEPT)) == 2
        page.locator(".who button").click()
        page.wait_for_url("**/login*")
        wait_until(page, f"async () => !(await ({KEPT})()).length")
        student.context.set_offline(True)
        with pytest.raises(Error):
            page.goto(address)


def test_a_session_that_is_over_leaves_nothing_for_whoever_comes_next(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student:
        page = open_and_keep(student, place.path("Forgotten"))
        student.context.clear_cookies()
        write(page, f"{DRAFT} Unsaved.")
        expect(page.locator("#keeping")).to_have_text(WORDS.keeping.signed_out)
        other = student.open(f"{place.address}/login")
        wait_until(other, f"async () => (await ({KEPT})()).every((name) => name.startsWith('markpoint:'))")
        token = place.campus.session(Role.STUDENT).token  # the same person signs in again
        student.context.add_cookies([{"name": "markpoint-session", "value": token, "url": place.address}])
        write(page, f"{DRAFT} Saved after all.")
        saved(page)


def test_a_refused_form_overwrites_nothing_that_was_written_elsewhere(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student, Student(browser, place, java_script_enabled=False) as elsewhere:
        address = place.path("Refused")
        keep(elsewhere.open(address), DRAFT)
        old = elsewhere.open(address)
        page = student.open(address)
        write(page, "Written here.")
        saved(page)
        write(old, "Written there.")
        old.get_by_text(WORDS.disagree, exact=True).first.click()
        old.get_by_role("button", name=WORDS.disagree_send).first.click()
        expect(old.get_by_role("alert")).to_contain_text(WORDS.errors.no_reason)
        assert box(old) == "Written there."
        page.reload()
        assert box(page) == "Written here."
