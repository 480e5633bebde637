"""The page in a real browser: paste or upload, then feedback, with and without JavaScript, by mouse and by keyboard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from service.web.texts import load_texts
from tests.server import MEASURED, serving

pytestmark = pytest.mark.slow
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "sudo apt-get update && sudo apt-get install -y chromium fonts-liberation"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 320, "height": 640}
TEXTS = load_texts()
DRAFT = (
    "Harbour Print makes booklets for forty theatres. Dependability matters most, because a programme that comes "
    "after the opening night is waste paper. It delivers 95% of its orders on the agreed day, since a second binder "
    "stands ready, but the second binder raises cost per booklet by 4 pence.\n\nThe shop is laid out by process, so a "
    "job walks ninety metres between printing and binding, which slows every order. Its strategy is to be efficient "
    "every day."
)

Visit = Callable[..., Page]
expect.set_options(timeout=15_000)  # a busy machine is no fault of a page


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("--port", "0", code=MEASURED) as server:
        yield server.address()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens the first page; afterwards the console must be clean and nothing may have come from elsewhere."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    asked: list[str] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [line for line in complaints if "status of 4" not in line] == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def send(page: Page, text: str = DRAFT) -> Page:
    page.get_by_label(TEXTS.form.text).fill(text)
    page.get_by_role("button", name=TEXTS.form.submit).click()
    return page


def example(page: Page) -> Page:
    page.get_by_role("button", name=TEXTS.home.example).click()
    return page


def follow(page: Page, name: str) -> Page:
    page.get_by_role("link", name=name).click()
    return page


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def assert_feedback(page: Page, name: str) -> None:
    expect(heading(page)).to_have_text(f"{TEXTS.result.heading} {name}")
    expect(page.locator(".comments > section:first-child > article")).to_have_count(4)
    expect(page.locator(".sheet mark").first).to_be_visible()


def assert_no_sideways_scrolling(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


STATES: dict[str, Callable[[Page], Page]] = {
    "empty": lambda page: page,
    "error": lambda page: send(page, ""),
    "result": send,
    "example": example,
    "evidence card": lambda page: follow(page, TEXTS.footer.evidence),
    "not judged": lambda page: send(page, "Die Druckerei liefert ihre Hefte immer am vereinbarten Tag. " * 30),
}


def test_pasted_text_gets_feedback(visit: Visit) -> None:
    assert_feedback(send(visit()), TEXTS.form.pasted_name)


def test_an_uploaded_file_gets_feedback(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "print shop.md"
    file.write_text(DRAFT, encoding="utf-8")
    page = visit()
    page.get_by_label(TEXTS.form.file).set_input_files(file)
    page.get_by_role("button", name=TEXTS.form.submit).click()
    assert_feedback(page, "print shop.md")


def test_the_example_is_one_click_away(visit: Visit) -> None:
    assert_feedback(example(visit()), TEXTS.home.example_name)


@pytest.mark.parametrize("scripting", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_comment_leads_to_its_quote_and_back(visit: Visit, scripting: bool) -> None:
    page = send(visit(java_script_enabled=scripting))
    tag = page.locator(".point .quote .tag").first
    label = tag.inner_text()
    tag.click()
    expect(page.locator(f"#q-{label} ~ mark").first).to_be_in_viewport()
    page.locator(".sheet .tag", has_text=label).click()
    expect(page.locator(".point").first).to_be_in_viewport()


@pytest.mark.parametrize("scripting", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_label_unfolds_the_comment_it_leads_to(visit: Visit, scripting: bool) -> None:
    page = send(visit(java_script_enabled=scripting))
    tag = page.locator('.sheet .tag[href^="#e-"]').first
    target = page.locator(f'[id="{(tag.get_attribute("href") or "")[1:]}"]')
    expect(target).to_be_hidden()
    tag.click()
    expect(target).to_be_in_viewport()


def test_a_missing_point_leads_from_its_place_to_its_marking_point(visit: Visit) -> None:
    page = send(visit())
    gap = page.locator(".sheet .gap").first
    number = gap.locator(".number").inner_text()
    gap.click()
    expect(page.locator(".point").nth(int(number) - 1)).to_be_in_viewport()


def test_everything_works_without_javascript(visit: Visit, tmp_path: Path) -> None:
    page = visit(java_script_enabled=False)
    send(page, "")
    expect(page.get_by_role("alert")).to_contain_text(TEXTS.errors.empty)
    assert_feedback(send(page), TEXTS.form.pasted_name)
    page.locator("summary", has_text=TEXTS.result.again).click()
    expect(page.get_by_label(TEXTS.form.text)).to_have_value(DRAFT)


def test_everything_can_be_done_by_keyboard(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label(TEXTS.form.text)).to_be_focused()
    page.keyboard.insert_text(DRAFT)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=TEXTS.form.submit)).to_be_focused()
    page.keyboard.press("Enter")
    assert_feedback(page, TEXTS.form.pasted_name)


def test_focus_is_always_visible(visit: Visit) -> None:
    page = send(visit())
    assert_feedback(page, TEXTS.form.pasted_name)
    seen = 0
    while seen < 25:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen += 1
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline not in {"none", ""}, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    assert seen >= 8


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_has_a_barrier_or_scrolls_sideways(
    visit: Visit, state: str, size: dict[str, int], scheme: str
) -> None:
    page = STATES[state](visit(viewport=size, color_scheme=scheme))
    page.wait_for_load_state("load")
    assert_no_sideways_scrolling(page)
    page.evaluate("document.querySelectorAll('details').forEach((folded) => (folded.open = true))")
    assert_no_sideways_scrolling(page)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()


def test_an_empty_form_says_what_to_do_and_a_refused_text_is_kept(visit: Visit) -> None:
    page = send(visit(), "")
    expect(page.get_by_role("alert")).to_contain_text(TEXTS.errors.empty)
    expect(page.get_by_role("alert")).to_be_focused()
    send(page, "word " * 10_001)
    expect(page.get_by_role("alert")).to_contain_text("10,001 words")
    assert page.get_by_label(TEXTS.form.text).input_value().startswith("word word")


def test_a_file_that_is_too_large_gets_a_message(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    file.write_bytes(b"x" * 14_000_000)
    page = visit()
    page.get_by_label(TEXTS.form.file).set_input_files(file)
    page.get_by_role("button", name=TEXTS.form.submit).click()
    expect(page.get_by_role("alert")).to_contain_text("more than 10,485,760 bytes")


def test_markup_in_a_draft_is_text(visit: Visit) -> None:
    hostile = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'> Dependability matters."
    page = send(visit(), f"{hostile}\n\n{DRAFT}")
    expect(page.locator(".sheet")).to_contain_text("<script>window.hacked = 1</script>")
    assert page.evaluate("window.hacked") is None


def test_a_script_that_gets_into_the_page_does_not_run(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    blocked = page.evaluate(
        """async () => {
            const told = new Promise((tell) =>
                addEventListener("securitypolicyviolation", (event) => tell(event.effectiveDirective)));
            const script = document.createElement("script");
            script.textContent = "window.hacked = 1";
            document.body.append(script);
            return [await told, window.hacked];
        }"""
    )
    assert blocked == ["script-src-elem", None]
    page.close()


def test_evidence_of_one_marking_point_can_be_hidden(visit: Visit) -> None:
    page = send(visit())
    tag = page.locator(".sheet .tag.lane-1").first
    expect(tag).to_be_visible()
    page.locator(".show-1").uncheck()
    expect(tag).to_be_hidden()


def test_the_script_counts_words_and_sends_once(visit: Visit) -> None:
    page = visit()
    page.get_by_label(TEXTS.form.text).fill("three little words")
    expect(page.locator(".field > .count")).to_have_text("3 words")


def test_on_paper_the_draft_is_whole(visit: Visit) -> None:
    page = send(visit(), "\n\n".join([DRAFT] * 12))
    page.emulate_media(media="print")
    cut = page.locator(".sheet").evaluate("node => node.scrollHeight > node.clientHeight + 1")
    assert not cut


@pytest.mark.parametrize(("motion", "scrolling"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_motion_is_left_out_where_it_is_not_wanted(visit: Visit, motion: str, scrolling: str) -> None:
    page = visit(reduced_motion=motion)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == scrolling
