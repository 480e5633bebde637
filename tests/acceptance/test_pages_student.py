"""The pages for students in a real browser: writing beside feedback, nothing lost, disagreeing, progress, downloads."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rubric.library import load_by_id
from service.access.roles import Role
from service.actions.assignments import NewAssignment, create_assignment
from service.actions.disagreements import answer_disagreement, list_disagreements
from service.actions.rubrics import PackagedRubric
from service.config import Settings
from service.feedback.visibility import Visibility
from service.storage.database import open_database
from service.storage.paging import PageRequest
from service.web.texts import load_texts
from tests.acceptance.browsing import HEAVIEST
from tests.acceptance.test_page import DESKTOP, DRAFT, PHONE, assert_no_sideways_scrolling
from tests.acceptance.test_pages_everywhere import weigh
from tests.people import Campus, found_campus
from tests.server import MEASURED, serving

pytestmark = pytest.mark.slow
TEXTS = load_texts()
WORDS = TEXTS.student
BETTER = DRAFT.replace("raises cost per booklet by 4 pence", "raises cost per booklet from 31 to 35 pence")
HOSTILE = "<script>window.hacked = 1</script><svg onload='window.hacked = 1'></svg> Dependability matters most."
BOTH = pytest.mark.parametrize("scripting", [True, False], ids=["with JavaScript", "without JavaScript"])


@dataclass(frozen=True, slots=True)
class Place:
    """A running server, and the people who use it."""

    address: str
    campus: Campus
    rubric_id: str

    def assignment(self, title: str, **options: object) -> str:
        """Set an assignment; its id."""
        library = {self.rubric_id: PackagedRubric(load_by_id(self.rubric_id, None))}
        new = NewAssignment(title=title, rubric_id=self.rubric_id, **options)  # type: ignore[arg-type]
        with self.campus.database.writing() as session:
            return create_assignment(self.campus.actor(Role.TUTOR), session, new, library).id

    def path(self, title: str, **options: object) -> str:
        """Set an assignment; the address of the page on which it is written."""
        return f"{self.address}/work/{self.assignment(title, **options)}"


@contextmanager
def opening(folder: Path) -> Iterator[Place]:
    """A server that keeps its data in this folder, with people of one institution."""
    with serving("--port", "0", MARKPOINT_DATA_DIR=str(folder), MARKPOINT_WORKERS="0", code=MEASURED) as server:
        address = server.address()
        settings = Settings(data_dir=folder)
        database = open_database(settings)
        yield Place(address, found_campus(database, "North"), settings.rubric_id)
        database.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with opening(tmp_path_factory.mktemp("data")) as opened:
        yield opened


class Student:
    """A browser with a student signed in. When left, its console must be clean."""

    def __init__(self, browser: Browser, place: Place, **options: object) -> None:
        settings = {"viewport": DESKTOP, "reduced_motion": "reduce", **options}
        self.context: BrowserContext = browser.new_context(**settings)  # type: ignore[arg-type]
        token = place.campus.session(Role.STUDENT).token
        self.context.add_cookies([{"name": "markpoint-session", "value": token, "url": place.address}])
        self.complaints: list[str] = []

    def __enter__(self) -> "Student":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()
        assert [line for line in self.complaints if "status of 4" not in line and "ERR_INTERNET" not in line] == []

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        return page


def write(page: Page, text: str) -> None:
    page.get_by_label(WORDS.text, exact=True).fill(text)


def keep(page: Page, text: str, *, number: int = 1) -> None:
    """Keep a text as a draft."""
    write(page, text)
    page.get_by_role("button", name=WORDS.submit.format(number=number)).click()
    expect(page.get_by_role("heading", name=WORDS.feedback_on.format(number=number))).to_be_visible()
    page.wait_for_load_state("load")


def box(page: Page) -> str:
    return page.get_by_label(WORDS.text, exact=True).input_value()


def assert_no_barrier(page: Page) -> None:
    page.wait_for_load_state("load")
    assert_no_sideways_scrolling(page)
    page.evaluate("document.querySelectorAll('details').forEach((folded) => (folded.open = true))")
    assert_no_sideways_scrolling(page)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()


@BOTH
def test_a_draft_is_written_read_and_answered(browser: Browser, place: Place, scripting: bool) -> None:
    title = f"Story {scripting}"
    place.assignment(title, prompt="Assess one operation.", visibility=Visibility.ESTIMATE)
    with Student(browser, place, java_script_enabled=scripting) as student:
        page = student.open(f"{place.address}/start")
        page.get_by_role("link", name=f"{WORDS.begin}: {title}").click()
        expect(page.get_by_text("Assess one operation.")).to_be_visible()
        expect(page.get_by_text(WORDS.as_you_go if scripting else WORDS.by_button)).to_be_visible()
        keep(page, DRAFT)
        assert box(page) == DRAFT
        point = page.locator(".point").first
        point.get_by_text(WORDS.why, exact=True).click()
        expect(point.locator(".why .quoted").first).to_be_visible()
        point.get_by_text(WORDS.disagree, exact=True).click()
        page.get_by_role("button", name=WORDS.disagree_send).first.click()
        expect(page.get_by_role("alert")).to_contain_text(WORDS.errors.no_reason)
        page.get_by_label(WORDS.disagree_reason).first.fill("I weigh cost against speed.")
        page.get_by_role("button", name=WORDS.disagree_send).first.click()
        expect(page.locator(".reply").first).to_contain_text("I weigh cost against speed.")
        assert box(page) == DRAFT
        page.reload()
        _answer(place, "You do; I have changed it.")
        page.reload()
        expect(page.locator(".reply").first).to_contain_text("You do; I have changed it.")


def _answer(place: Place, words: str) -> None:
    tutor = place.campus.actor(Role.TUTOR)
    with place.campus.database.writing() as session:
        for one in list_disagreements(tutor, session, PageRequest(), status="open").items:
            answer_disagreement(tutor, session, one.id, answer=words)


def test_everything_can_be_done_by_keyboard(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student:
        page = student.open(place.path("Keyboard"))
        page.get_by_label(WORDS.text, exact=True).focus()
        page.keyboard.insert_text(DRAFT)
        button = page.get_by_role("button", name=WORDS.submit.format(number=1))
        for _ in range(8):  # however many labels stand beside the text
            page.keyboard.press("Tab")
            if button.evaluate("node => node === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=WORDS.feedback_on.format(number=1))).to_be_visible()
        page.wait_for_load_state("load")
        tag = page.locator(".point .quote .tag").first
        label = tag.inner_text()
        tag.press("Enter")
        expect(page.get_by_label(WORDS.text, exact=True)).to_be_focused()
        expect(page.locator(".under mark.hit").first).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(tag).to_be_focused()
        page.locator(".rail .tag").first.press("ArrowDown")
        expect(page.locator(".rail .tag").nth(1)).to_be_focused()
        page.locator(".rail .tag", has_text=label).press("Enter")
        expect(page.locator(".point").first).to_be_in_viewport()


@pytest.mark.parametrize("apart", ["\n\n", "\n"], ids=["blank lines between", "none between"])
def test_missing_points_stand_where_they_could_fit(browser: Browser, place: Place, apart: str) -> None:
    with Student(browser, place) as student:
        page = student.open(place.path(f"Missing {len(apart)}"))
        text = apart.join([*DRAFT.split("\n\n"), DRAFT.split("\n\n")[0]])
        keep(page, text)
        spots = page.locator(".paper .spots .gap" if len(apart) > 1 else ".paper .rail .missing, .paper .spots .gap")
        expect(spots.first).to_be_visible()
        words, under = page.locator("#text").bounding_box(), page.locator(".under").bounding_box()
        assert words == under  # every line of the text can be seen above its marks
        spots.first.press("Enter")
        expect(page.locator(".point:target")).to_be_in_viewport()
        page.locator(".point details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")
        asked = page.locator(".point .missing .place[href^='#p-']:visible").first
        number = int((asked.get_attribute("href") or "").removeprefix("#p-"))
        asked.click()
        page.keyboard.type(" Added.")
        expect(page.get_by_label(WORDS.text, exact=True)).to_be_focused()
        assert box(page).split(apart)[number - 1].endswith(" Added.")


def test_evidence_of_one_marking_point_can_be_hidden_while_writing(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student:
        page = student.open(place.path("Hidden"))
        keep(page, DRAFT)
        tag = page.locator(".rail .tag.lane-1").first
        expect(tag).to_be_visible()
        page.get_by_text(WORDS.filter, exact=True).click()
        page.locator(".filter .show-1").uncheck()
        expect(tag).to_be_hidden()
        write(page, BETTER)
        expect(page.get_by_role("heading", name=WORDS.feedback_live)).to_be_visible()
        expect(page.locator(".filter .show-1")).not_to_be_checked()
        assert_no_barrier(page)


def test_feedback_follows_what_is_typed_and_marks_stay_in_place(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student:
        page = student.open(place.path("Typing"))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/preview") else None)
        write(page, DRAFT)
        expect(page.get_by_role("heading", name=WORDS.feedback_live)).to_be_visible()
        expect(page.locator("#keeping")).to_have_text(WORDS.keeping.saved)
        words = page.locator(".under mark").first.inner_text()
        field = page.get_by_label(WORDS.text, exact=True)
        field.evaluate("node => node.setSelectionRange(0, 0)")
        before = len(asked)
        page.keyboard.type("Well, then. ", delay=20)
        assert page.locator(".under mark").first.inner_text() == words
        expect(page.locator("#live")).to_have_text(WORDS.live.updated)
        page.wait_for_timeout(1_500)
        assert len(asked) - before == 1  # a pause asks once, however much was typed
        assert page.locator(".older").count() == 0  # nothing was kept as a draft


def test_no_keystroke_is_lost_offline(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student:
        address = place.path("Offline")
        page = student.open(address)
        write(page, DRAFT)
        expect(page.locator("#keeping")).to_have_text(WORDS.keeping.saved)
        student.context.set_offline(True)
        write(page, BETTER)
        expect(page.locator("#keeping")).to_have_text(WORDS.keeping.here)
        student.context.set_offline(False)
        expect(page.locator("#keeping")).to_have_text(WORDS.keeping.saved)
        student.context.set_offline(True)
        write(page, f"{BETTER} More.")
        page.close()  # before it could reach the server
        student.context.set_offline(False)
        again = student.open(address)
        expect(again.get_by_label(WORDS.text, exact=True)).to_have_value(f"{BETTER} More.")
        expect(again.locator("#keeping")).to_have_text(WORDS.keeping.saved)


@pytest.mark.parametrize("takes_other", [True, False], ids=["takes the other", "keeps their own"])
def test_two_windows_do_not_overwrite_one_another(browser: Browser, place: Place, takes_other: bool) -> None:
    with Student(browser, place) as student, Student(browser, place) as elsewhere:
        address = place.path(f"Two windows {takes_other}")
        here, there = student.open(address), elsewhere.open(address)
        write(there, "Written elsewhere.")
        expect(there.locator("#keeping")).to_have_text(WORDS.keeping.saved)
        write(here, "Written here.")
        expect(here.get_by_role("heading", name=WORDS.conflict.heading)).to_be_visible()
        expect(here.get_by_label(WORDS.conflict.other)).to_have_value("Written elsewhere.")
        here.get_by_role("button", name=WORDS.conflict.take_other if takes_other else WORDS.conflict.keep_mine).click()
        expect(here.locator("#keeping")).to_have_text(WORDS.keeping.saved)
        there.reload()
        assert box(there) == box(here) == ("Written elsewhere." if takes_other else "Written here.")
        expect(here.locator("#other")).to_have_value("Written here." if takes_other else "Written elsewhere.")


@BOTH
def test_bands_are_shown_after_a_self_assessment(browser: Browser, place: Place, scripting: bool) -> None:
    with Student(browser, place, java_script_enabled=scripting) as student:
        page = student.open(place.path(f"Self {scripting}", ask_self_assessment=True))
        keep(page, DRAFT)
        expect(page.locator(".band")).to_have_count(0)
        page.get_by_role("button", name=WORDS.expect_submit).click()
        expect(page.get_by_role("alert")).to_contain_text(WORDS.errors.expectation)
        for choices in page.locator(".expectation fieldset").all():
            choices.get_by_label(WORDS.expect_band.format(band=2)).check()
        page.get_by_role("button", name=WORDS.expect_submit).click()
        expect(page.locator(".expectation")).to_have_count(0)
        assert box(page) == DRAFT


def test_a_long_draft_is_still_a_light_page(browser: Browser, place: Place) -> None:
    scripts = sorted(Path("models/data/scripts").glob("*.txt"))[:4]
    words = "\n\n".join(script.read_text(encoding="utf-8") for script in scripts).split(" ")
    with Student(browser, place) as student, Student(browser, place) as afresh:
        page = student.open(place.path("Long"))
        keep(page, " ".join(words[:2_000]))
        assert weigh(afresh.context.new_page(), page.url) < HEAVIEST


def test_feedback_that_waits_for_its_release_is_not_shown(browser: Browser, place: Place) -> None:
    with Student(browser, place) as student:
        page = student.open(place.path("Waits", waits_for_release=True))
        write(page, DRAFT)
        page.get_by_role("button", name=WORDS.submit_waits.format(number=1)).click()
        expect(page.get_by_role("heading", name=WORDS.must_wait)).to_be_visible()
        expect(page.locator(".point")).to_have_count(0)
        assert_no_barrier(page)


@BOTH
def test_a_file_becomes_a_draft_and_what_was_typed_is_kept(
    browser: Browser, place: Place, tmp_path: Path, scripting: bool
) -> None:
    file = tmp_path / "print shop.md"
    file.write_text(BETTER, encoding="utf-8")
    with Student(browser, place, java_script_enabled=scripting) as student:
        page = student.open(place.path(f"Upload {scripting}"))
        write(page, DRAFT)
        page.get_by_text(WORDS.upload, exact=True).click()
        page.get_by_label(WORDS.upload_label).set_input_files(file)
        page.get_by_role("button", name=WORDS.upload_submit).click()
        expect(page.get_by_text(WORDS.file_opened.format(number=2))).to_be_visible()
        assert box(page) == BETTER
        expect(page.locator(".older li")).to_have_count(2)


def test_progress_difference_and_downloads(browser: Browser, place: Place, tmp_path: Path) -> None:
    with Student(browser, place) as student:
        address = place.path("Course", visibility=Visibility.ESTIMATE)
        page = student.open(address)
        keep(page, f"{HOSTILE}\n\n{DRAFT}")
        keep(page, f"{HOSTILE}\n\n{BETTER}", number=2)
        page.get_by_role("button", name=WORDS.submit.format(number=3)).click()
        expect(page.get_by_text(WORDS.same)).to_be_visible()
        page.get_by_role("link", name=WORDS.progress).click()
        expect(page.locator(".bars .part").first).to_be_visible()
        expect(page.get_by_role("table", name=WORDS.course.caption_bands).locator("tbody tr")).to_have_count(2)
        assert_no_barrier(page)
        page.get_by_role("link", name=WORDS.compare).click()
        expect(page.locator("del").first).to_contain_text("by 4")
        expect(page.locator("ins").first).to_contain_text("from 31 to 35")
        expect(page.locator(".pairs")).to_contain_text("<script>window.hacked = 1</script>")
        assert_no_barrier(page)
        page.goto(address)
        page.locator(".older a").first.click()
        for name, start in (
            (WORDS.download_pdf, b"%PDF"),
            (WORDS.download_html, b"<!doctype html>"),
            (WORDS.download_json, b"{"),
        ):
            with page.expect_download() as download:
                page.get_by_role("link", name=name).click()
            file = tmp_path / download.value.suggested_filename
            download.value.save_as(file)
            body = file.read_bytes()
            assert body.startswith(start)
            assert b"<script>" not in body or start == b"{"
            assert b"/JavaScript" not in body
        assert json.loads(body)["words"] > 50
        assert page.evaluate("window.hacked") is None
        report = student.open(next(tmp_path.glob("*.html")).as_uri())
        expect(report.locator("body")).to_contain_text("<script>window.hacked = 1</script>")
        assert report.evaluate("window.hacked") is None
        assert report.locator("script, svg[onload]").count() == 0
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", name=WORDS.feedback_on.format(number=2))).to_be_visible()


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone and dark", "desktop and light"]
)
def test_no_state_has_a_barrier_or_scrolls_sideways(
    browser: Browser, place: Place, size: dict[str, int], scheme: str
) -> None:
    with Student(browser, place, viewport=size, color_scheme=scheme) as student:
        address = place.path(f"States {size['width']} {scheme}", ask_self_assessment=True)
        page = student.open(f"{place.address}/work")
        assert_no_barrier(page)
        page.goto(address)
        assert_no_barrier(page)
        page.get_by_role("button", name=WORDS.submit.format(number=1)).click()
        expect(page.get_by_role("alert")).to_contain_text(WORDS.errors.empty)
        assert_no_barrier(page)
        keep(page, DRAFT)
        assert_no_barrier(page)
        page.evaluate("document.querySelector('#conflict').hidden = false")
        write(page, BETTER)
        expect(page.get_by_role("heading", name=WORDS.feedback_live)).to_be_visible()
        assert_no_barrier(page)
        page.locator(".older a").first.click()
        assert_no_barrier(page)
        assert len(page.content().encode()) < 150_000
