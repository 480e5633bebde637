"""The pages for tutors in a real browser: from an assignment and a zip to reviewed, released scripts and the class."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from service.access.roles import Role, permissions_of
from service.actions.actors import Actor
from service.actions.disagreements import disagree
from service.actions.moderation import NewMarking, mark
from service.actions.reports import read_feedback
from service.actions.submissions import NewSubmission, open_submission
from service.storage.judgements import markings_by_submission
from service.storage.tables import User
from service.storage.users import add_user
from service.web.texts import load_texts
from tests.acceptance.browsing import HEAVIEST, find_barriers
from tests.acceptance.teaching import PASSWORD, Person, Place, teaching
from tests.acceptance.test_page import DESKTOP, DRAFT, PHONE, assert_no_sideways_scrolling
from tests.batches import write_files, zip_files

pytestmark = pytest.mark.slow
TEXTS = load_texts()
WORDS = TEXTS.tutor
BOTH = pytest.mark.parametrize("scripting", [True, False], ids=["with JavaScript", "without JavaScript"])
BANDS = {"MP1": 2, "MP2": 1, "MP3": 1, "MP4": 1}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with teaching(tmp_path_factory.mktemp("data")) as made:
        yield made


def give_bands(page: Page, bands: dict[str, int]) -> None:
    for criterion_id, band in bands.items():
        page.locator(f"[id='{criterion_id}-{band}']").check()


@BOTH
def test_from_signing_in_to_scripts_that_are_read(
    browser: Browser, place: Place, tmp_path: Path, scripting: bool
) -> None:
    archive = tmp_path / "scripts.zip"
    archive.write_bytes(zip_files([*write_files(1), ("empty.txt", b"")]))
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=scripting)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{place.address}/teach")
    page.get_by_label(TEXTS.login.email).fill("tutor@north.example")
    page.get_by_label(TEXTS.login.password).fill(PASSWORD)
    page.get_by_role("button", name=TEXTS.login.submit).click()
    page.get_by_role("link", name=WORDS.assignments.new).click()
    page.get_by_label(WORDS.form.title, exact=True).fill("   ")
    page.get_by_label(WORDS.form.prompt).fill("Assess <one> operation.")
    page.get_by_label(WORDS.form.due_at).fill("2030-01-31T16:00")
    page.get_by_label(WORDS.form.waits_for_release, exact=True).check()
    page.get_by_role("button", name=WORDS.form.make).click()
    expect(page.get_by_role("alert")).to_contain_text(WORDS.form.problems.heading)
    expect(page.get_by_label(WORDS.form.prompt)).to_have_value("Assess <one> operation.")
    expect(page.get_by_label(WORDS.form.waits_for_release, exact=True)).to_be_checked()
    page.get_by_label(WORDS.form.title, exact=True).fill(f"Story {scripting}")
    page.get_by_role("button", name=WORDS.form.make).click()
    expect(page.get_by_role("status")).to_contain_text(WORDS.done.made)
    expect(page.get_by_text("31 January 2030, 16:00 UTC")).to_be_visible()
    page.get_by_label(WORDS.overview.files).set_input_files(archive)
    page.get_by_role("button", name=WORDS.overview.send).click()
    done = page.get_by_role("heading", name=WORDS.batch.states.done)
    while not scripting and not done.is_visible():
        page.get_by_role("link", name=WORDS.batch.again).click()
    expect(done).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name=WORDS.batch.failed_heading)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=WORDS.batch.forms.csv).click()
    assert "MP1" in download.value.path().read_text(encoding="utf-8-sig")
    page.get_by_role("link", name=WORDS.batch.look).click()
    expect(page.locator(".triage tbody tr")).to_have_count(1)
    context.close()


@BOTH
def test_a_script_is_reviewed_and_released(browser: Browser, place: Place, scripting: bool) -> None:
    script = place.scripts(place.assignment_id)[0 if scripting else 1]
    review = WORDS.review
    with Person(browser, place, java_script_enabled=scripting) as tutor:
        page = tutor.open(f"/teach/scripts/{script}")
        page.locator(".point summary").first.click()
        choice = page.locator(".point .elements select").first
        target = choice.get_attribute("name")
        now = choice.input_value()
        wanted = "absent" if now != "absent" else "developed"
        choice.select_option(wanted)
        page.get_by_role("button", name=review.keep).click()
        expect(page.get_by_role("alert")).to_contain_text(review.needs_reason)
        expect(page.locator(f"select[name='{target}']")).to_have_value(wanted)
        page.get_by_label(review.reason).fill("It is said <b>elsewhere</b>.")
        page.locator("select[name='band:MP1']").select_option("3")
        page.get_by_role("button", name=review.keep).click()
        expect(page.get_by_role("status")).to_contain_text(WORDS.done.decided)
        expect(page.get_by_text("It is said <b>elsewhere</b>.").last).to_be_visible()
        expect(page.locator("#compare tr", has_text="MP1").locator("td").last).to_have_text("3")
        page.get_by_role("button", name=review.release_one).click()
        expect(page.get_by_role("status")).to_contain_text(WORDS.done.released)
        expect(page.get_by_role("button", name=review.release_one)).to_have_count(0)


def test_bands_given_blind_stand_beside_those_of_the_program_and_count_as_agreement(
    browser: Browser, place: Place
) -> None:
    script = place.scripts(place.assignment_id)[2]
    with Person(browser, place) as tutor:
        page = tutor.open(f"/teach/scripts/{script}")
        page.get_by_role("link", name=WORDS.review.blind, exact=True).click()
        expect(page.locator(".sheet")).to_contain_text("<script>window.hacked = 1</script>")
        expect(page.locator(".sheet .tag")).to_have_count(0)
        page.locator("[id='MP1-2']").focus()
        page.keyboard.press("Space")
        for _ in range(3):
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text(WORDS.done.marked)
        expect(page.locator("#compare tr", has_text="MP1").locator("td").last).to_have_text("2")
        page.goto(f"{place.address}/teach/{place.assignment_id}/class")
        expect(page.get_by_role("heading", name=WORDS.class_view.agree)).to_be_visible()
        assert page.evaluate("window.hacked") is None


WORKSHEET = (
    "Identifier,Full name,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback comments\n"
    "Participant 1,Student 1,,50,Yes,-,\nParticipant 77,Nobody,,50,Yes,-,\n"
)
GRADEBOOK = "Student,ID,SIS User ID,Section,Report (901)\n    Points Possible,,,,20\nStudent 1,1,s1,A,\n"


def download(page: Page, name: str, *, role: str = "link") -> tuple[str, bytes]:
    """Choose what gives a file; its name and what is in it."""
    with page.expect_download() as taken:
        page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
    return taken.value.suggested_filename, taken.value.path().read_bytes()


@BOTH
def test_results_go_home_as_tables_reports_and_sheets(
    browser: Browser, place: Place, tmp_path: Path, scripting: bool
) -> None:
    worksheet, gradebook = tmp_path / "Grades.csv", tmp_path / "Gradebook.csv"
    worksheet.write_text(WORKSHEET)
    gradebook.write_text(GRADEBOOK)
    words, forms = WORDS.exports, WORDS.batch.forms
    with Person(browser, place, java_script_enabled=scripting) as tutor:
        page = tutor.open(f"/teach/{place.assignment_id}")
        page.get_by_role("link", name=words.heading).click()
        assert not scripting or not find_barriers(page)
        assert b"MP1" in download(page, forms.csv)[1]
        for form in (forms.xlsx, forms.html_reports, forms.moodle_feedback):
            assert download(page, form)[1].startswith(b"PK"), form
        moodle = page.locator("section", has=page.locator("#moodle"))
        moodle.get_by_label(words.sheets.__dict__["moodle-worksheet"].file).set_input_files(gradebook)
        moodle.get_by_label(words.estimates).check()
        moodle.get_by_role("button", name=words.fill).click()
        expect(page.get_by_role("alert")).to_contain_text("Identifier")
        expect(moodle.get_by_label(words.estimates)).to_be_checked()
        moodle.get_by_label(words.sheets.__dict__["moodle-worksheet"].file).set_input_files(worksheet)
        name, body = download(page, words.fill, role="button")
        assert name.startswith("moodle-worksheet, 1 filled in, 0 left as they were")
        assert b"<p><strong>Feedback on" in body
        assert b"Participant 77,Nobody,,50" in body
        canvas = page.locator("section", has=page.locator("#canvas"))
        canvas.get_by_label(words.sheets.__dict__["canvas-gradebook"].file).set_input_files(gradebook)
        with page.expect_download() as taken:
            canvas.get_by_role("button", name=words.fill).click()
        assert taken.value.path().read_text() != GRADEBOOK
        page.goto(f"{place.address}/teach/scripts/{place.scripts(place.assignment_id)[2]}")
        assert download(page, WORDS.review.take_as.pdf)[1].startswith(b"%PDF")
        assert b"<script>window" not in download(page, WORDS.review.take_as.html)[1]


def test_from_signing_in_to_a_released_script_by_keyboard_alone(browser: Browser, place: Place) -> None:
    assignment_id = place.assignment("By keyboard")
    place.hand_in(assignment_id, write_files(1))
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    keys = page.keyboard

    def reach(what: Locator) -> None:
        for _ in range(120):
            if what.evaluate("element => element === document.activeElement"):
                return
            keys.press("Tab")
        raise AssertionError(f"never reached by Tab: {what}")

    def follow(what: Locator) -> None:
        reach(what)
        keys.press("Enter")
        page.wait_for_load_state("load")

    page.goto(f"{place.address}/teach")
    reach(page.get_by_label(TEXTS.login.email))
    keys.type("tutor@north.example")
    reach(page.get_by_label(TEXTS.login.password))
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_load_state("load")
    follow(page.get_by_role("link", name="By keyboard"))
    follow(page.locator(".triage tbody a"))
    band = page.locator("select[name='band:MP1']")
    reach(band)
    keys.press("3")
    expect(band).to_have_value("3")
    reach(page.get_by_label(WORDS.review.reason))
    keys.type("Its trade-offs are weighed.")
    follow(page.get_by_role("button", name=WORDS.review.keep))
    expect(page.get_by_role("status")).to_contain_text(WORDS.done.decided)
    follow(page.get_by_role("button", name=WORDS.review.release_one))
    expect(page.get_by_role("status")).to_contain_text(WORDS.done.released)
    context.close()


def test_two_mark_without_seeing_and_a_third_settles(browser: Browser, place: Place) -> None:
    assignment_id = place.assignment("Two markers", needs_two_markers=True, is_anonymous=True)
    place.hand_in(assignment_id, write_files(1))
    script = place.scripts(assignment_id)[0]
    with Person(browser, place) as first:
        page = first.open(f"/teach/{assignment_id}")
        expect(page.get_by_text("Student 1")).to_have_count(0)
        page.locator(".triage tbody a").click()
        expect(page.get_by_role("heading", name=WORDS.review.mark)).to_be_visible()
        expect(page.locator(".sheet .tag")).to_have_count(0)
        page.goto(f"{place.address}/teach/{assignment_id}/class")
        expect(page.get_by_text(WORDS.class_view.none_blind)).to_be_visible()
        page.goto(f"{place.address}/teach/scripts/{script}")
        give_bands(page, BANDS)
        page.locator("summary", has_text=WORDS.review.levels).first.click()
        page.locator("select[name='element:MP1.cost']").select_option("developed")
        page.get_by_role("button", name=WORDS.review.hand_in).click()
        expect(page.get_by_text(WORDS.review.states.marked_once)).to_be_visible()
    database = place.campus.database
    with database.reading() as session:
        assert markings_by_submission(session, assignment_id)[script][0].elements == {"MP1.cost": "developed"}
    with database.writing() as session:
        second = add_user(
            session,
            User(
                institution_id=place.campus.institution_id, email="b@north.example", name="B", role=Role.TUTOR,
                password_hash=None,
            ),
        )  # fmt: skip
        actor = Actor(
            id=second.id, institution_id=place.campus.institution_id, role=Role.TUTOR,
            permissions=permissions_of(Role.TUTOR), kind="person",
        )  # fmt: skip
        draft_id = place.draft_of(assignment_id, script)
        mark(actor, session, script, NewMarking(draft_id=draft_id, bands={**BANDS, "MP1": 4}, elements={}))
    with Person(browser, place, Role.ADMINISTRATOR) as third:
        page = third.open(f"/teach/scripts/{script}")
        expect(page.locator("#compare .differs", has_text="MP1")).to_be_visible()
        page.get_by_role("link", name=WORDS.review.settle).click()
        give_bands(page, {**BANDS, "MP1": 3})
        page.get_by_role("button", name=WORDS.review.hand_in).click()
        expect(page.get_by_text(WORDS.review.states.adjudicated)).to_be_visible()
        page.goto(f"{place.address}/teach/{assignment_id}")
        page.get_by_label(WORDS.overview.release_sure).check()
        page.get_by_role("button", name=WORDS.overview.release_all).click()
        expect(page.get_by_text(WORDS.overview.is_released)).to_be_visible()
        expect(page.get_by_text("Student 1")).to_be_visible()


def test_a_disagreement_is_answered_beside_the_comment(browser: Browser, place: Place) -> None:
    assignment_id = place.assignment("Disagreements")
    student = place.campus.actor(Role.STUDENT)
    with place.campus.database.writing() as session:
        own = open_submission(student, session, NewSubmission(assignment_id=assignment_id)).submission.id
    begun = place.campus.session(Role.STUDENT)
    httpx2.post(
        f"{place.address}/v1/submissions/{own}/drafts",
        json={"text": DRAFT},
        headers={"x-csrf-token": begun.csrf_token, "cookie": f"markpoint-session={begun.token}"},
    ).raise_for_status()
    with place.campus.database.writing() as session:
        report = read_feedback(student, session, place.draft_of(assignment_id, own)).head.id
        disagree(student, session, report, target="comment:MP1", reason="I <i>do</i> weigh cost.")
    with Person(browser, place, viewport=PHONE) as tutor:
        page = tutor.open(f"/teach/{assignment_id}")
        expect(page.get_by_text(WORDS.triage.disagreements.one)).to_be_visible()
        page.get_by_role("link", name=TEXTS.shell.places.queue).click()
        expect(page.get_by_text("I <i>do</i> weigh cost.")).to_be_visible()
        assert not find_barriers(page)
        page.get_by_label(WORDS.queue.answer).fill("   ")
        page.get_by_role("button", name=WORDS.queue.send).click()
        expect(page.get_by_role("alert")).to_contain_text(WORDS.queue.no_answer)
        page.get_by_label(WORDS.queue.answer).fill("You do: see my change.")
        page.get_by_role("button", name=WORDS.queue.send).click()
        expect(page.get_by_role("status")).to_contain_text(WORDS.done.answered)
        page.get_by_role("link", name=WORDS.queue.answered, exact=True).click()
        expect(page.get_by_text("You do: see my change.")).to_be_visible()


def test_an_administrator_says_how_long_drafts_are_kept(browser: Browser, place: Place) -> None:
    with Person(browser, place, Role.ADMINISTRATOR, viewport=PHONE) as administrator:
        page = administrator.open("/settings")
        page.get_by_label(WORDS.settings.own_days).check()
        page.get_by_role("button", name=WORDS.form.save).click()
        expect(page.get_by_role("alert")).to_contain_text(WORDS.settings.wrong_days)
        page.get_by_label(WORDS.settings.days, exact=True).fill("400")
        page.get_by_role("button", name=WORDS.form.save).click()
        expect(page.get_by_role("status")).to_contain_text(WORDS.done.retention)
        expect(page.get_by_label(WORDS.settings.days, exact=True)).to_have_value("400")
        assert not find_barriers(page)


def test_students_are_kept_out(browser: Browser, place: Place) -> None:
    with Person(browser, place, Role.STUDENT) as student:
        page = student.open("/start")
        expect(page.get_by_role("link", name=TEXTS.shell.places.teach, exact=True)).to_have_count(0)
        for path in ("/teach", f"/teach/{place.assignment_id}/class", "/teach/disagreements", "/settings"):
            answer = page.goto(place.address + path)
            assert answer is not None
            assert answer.status == 403


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_every_page_is_within_reach_of_everybody(
    browser: Browser, place: Place, viewport: dict[str, int], scheme: str
) -> None:
    script = place.scripts(place.assignment_id)[2]
    paths = (
        "/teach",
        "/teach/new",
        f"/teach/{place.assignment_id}",
        f"/teach/{place.assignment_id}/edit",
        f"/teach/{place.assignment_id}/class",
        f"/teach/{place.assignment_id}/exports",
        f"/teach/scripts/{script}",
        f"/teach/scripts/{script}?blind=yes",
        "/teach/disagreements?status=answered",
    )
    with Person(browser, place, viewport=viewport, color_scheme=scheme) as tutor:
        page = tutor.open("/start")
        for path in paths:
            answer = page.goto(place.address + path)
            assert answer is not None
            assert len(answer.body()) < HEAVIEST, path
            page.evaluate("document.querySelectorAll('details').forEach((folded) => (folded.open = true))")
            assert_no_sideways_scrolling(page)
            assert not find_barriers(page), path
