"""The rubric workbench in a real browser: read, edit with live checks, try out, compare, import and share."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from service.web.texts import load_texts
from tests.acceptance.browsing import Visit, find_barriers
from tests.acceptance.test_page import DRAFT, PHONE, assert_no_sideways_scrolling

pytestmark = pytest.mark.slow
TEXTS = load_texts().workbench
RUBRIC = "/workbench/operations_management.level7"
PART = f"{RUBRIC}/parts/MP1.speed"
PAGE = """Stock control, Level 5

Examiner Marking Points
- Explain re-order levels, safety stock and lead time in one warehouse.
- Evaluate ABC analysis and cycle counting, and justify a recommendation.

Common Misconceptions
- Confusing safety stock with dead stock.

Exam Tips
- Use figures from the case.
"""


def press(page: Page, name: str) -> Page:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state("load")
    return page


@pytest.mark.parametrize("has_script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_part_is_changed_and_kept_as_the_next_version(visit: Visit, has_script: bool) -> None:
    page = visit(role="tutor", java_script_enabled=has_script)
    page.get_by_role("link", name="Rubrics").click()
    page.locator("main").get_by_role("link", name="Operations").first.click()
    page.get_by_role("link", name=f"{TEXTS.edit}: speed").click()
    terms = page.get_by_label(TEXTS.labels.terms, exact=True)
    word = f"swiftness of {'clicks' if has_script else 'posts'}"
    terms.fill(f"{terms.input_value()}\n{word}")
    press(page, TEXTS.save)
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXTS.versions_title)
    expect(page.locator("ins")).to_have_text(word)
    expect(page.locator("main")).to_contain_text("MP1.speed: lexicon.terms")


def test_the_form_is_checked_while_it_is_filled_in(visit: Visit) -> None:
    page = visit(PART, role="tutor")
    name = page.get_by_label(TEXTS.labels.name, exact=True)
    name.fill("x" * 61)
    expect(page.locator("#f-name-notes")).to_contain_text("Cut 1")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_be_focused()
    name.fill("speed")
    expect(page.locator("#f-name-notes")).to_be_empty()
    expect(page.locator("#findings")).to_contain_text(TEXTS.checked)


def test_a_refused_form_keeps_what_was_typed_without_javascript(visit: Visit) -> None:
    page = visit(PART, role="tutor", java_script_enabled=False)
    page.get_by_label(TEXTS.labels.name, exact=True).fill("x" * 61)
    page.get_by_label(TEXTS.labels.hints, exact=True).fill("one hint")
    press(page, TEXTS.save)
    expect(page.locator("#findings")).to_contain_text("1 thing to put right")
    expect(page.get_by_label(TEXTS.labels.name, exact=True)).to_have_value("x" * 61)
    expect(page.get_by_label(TEXTS.labels.hints, exact=True)).to_have_value("one hint")


def test_a_change_is_tried_before_it_is_kept(visit: Visit) -> None:
    page = visit(PART, role="tutor")
    page.get_by_label(TEXTS.labels.phrases, exact=True).fill("stands a second binder ready")
    page.get_by_label(TEXTS.trial_label).fill(
        "The shop stands a second binder ready for every job, so that nobody waits."
    )
    press(page, TEXTS.trial_submit)
    expect(page.locator("#result mark").first).to_have_text("stands a second binder ready")
    expect(page.locator("#result")).to_contain_text("by stands a second binder ready")
    page.goto(page.url)
    expect(page.get_by_label(TEXTS.labels.phrases, exact=True)).not_to_have_value("stands a second binder ready")


def test_two_people_do_not_overwrite_one_another(visit: Visit) -> None:
    first, second = visit(f"{RUBRIC}/parts/MP1.quality", role="tutor"), visit(PART, role="tutor")
    first.get_by_label(TEXTS.labels.hints, exact=True).fill("spotless")
    press(first, TEXTS.save)
    second.get_by_label(TEXTS.labels.hints, exact=True).fill("nimble")
    press(second, TEXTS.save)
    expect(second.get_by_role("alert")).to_contain_text(TEXTS.conflict_do)
    expect(second.get_by_label(TEXTS.labels.hints, exact=True)).to_have_value("nimble")


def test_a_text_shows_what_fires_and_what_is_silent_and_script_in_it_is_text(visit: Visit) -> None:
    page = visit(f"{RUBRIC}/try", role="tutor")
    press(page, TEXTS.try_submit)
    expect(page.get_by_role("alert")).to_contain_text(TEXTS.try_empty)
    page.get_by_label(TEXTS.trial_label).fill(f"{DRAFT} <script>document.title='gone'</script> shows dependability.")
    press(page, TEXTS.try_submit)
    expect(page.locator("main")).to_contain_text(TEXTS.silent)
    expect(page.locator(".trial mark").first).to_be_visible()
    assert TEXTS.try_title in page.title()
    assert find_barriers(page) == ""


def test_marked_scripts_show_where_people_judged_otherwise(visit: Visit) -> None:
    page = visit(f"{RUBRIC}/try", role="tutor")
    press(page, TEXTS.marked_submit)
    expect(page.locator("main")).to_contain_text("judgements on 3 scripts")
    page.locator("summary", has_text="MP1.quality").click()
    expect(page.locator("details[open]")).to_contain_text(TEXTS.unused)
    assert find_barriers(page) == ""


def test_a_specification_page_becomes_a_rubric(visit: Visit, tmp_path: Path) -> None:
    page = visit("/workbench", role="tutor")
    page.get_by_label(TEXTS.page_label).fill("Nothing of the kind")
    press(page, TEXTS.page_submit)
    expect(page.get_by_role("alert")).to_contain_text("no marking points were found")
    expect(page.get_by_label(TEXTS.page_label)).to_have_value("Nothing of the kind")
    page.get_by_label(TEXTS.page_label).fill(PAGE)
    press(page, TEXTS.page_submit)
    page.locator("summary", has_text=TEXTS.draft_yaml).click()
    body = page.get_by_label(TEXTS.draft_body)
    drafted = body.input_value()
    body.fill(drafted.replace("title:", "titel:", 1))
    press(page, TEXTS.draft_submit)
    expect(page.get_by_role("alert")).to_contain_text("did you mean 'title'")
    assert find_barriers(page) == ""
    body.fill(drafted)
    press(page, TEXTS.draft_submit)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stock control")
    with page.expect_download() as sent:
        page.get_by_role("link", name=TEXTS.do_yaml).click()
    shared = tmp_path / "shared.yaml"
    sent.value.save_as(shared)
    page.goto(page.url.rpartition("/")[0])
    page.get_by_label(TEXTS.yaml_label).set_input_files(shared)
    press(page, TEXTS.yaml_submit)
    expect(page.locator("main")).to_contain_text("version 1")


@pytest.mark.parametrize("has_script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_another_subject_is_brought_without_yaml(visit: Visit, has_script: bool) -> None:
    title = f"Crop rotation {'by clicks' if has_script else 'by posts'}"
    page = visit("/workbench", role="tutor", java_script_enabled=has_script)
    page.get_by_label(TEXTS.page_label).fill(PAGE.replace("Stock control", title))
    press(page, TEXTS.page_submit)
    expect(page.locator("main")).not_to_contain_text("catalogue")
    press(page, TEXTS.draft_submit)
    home = page.url
    page.locator("summary", has_text=TEXTS.adding.element.summary).first.click()
    adding = page.get_by_label(TEXTS.adding.element.label).first
    adding.fill("12")
    adding.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("no words")
    adding.fill("fallow year <b>")
    adding.press("Enter")
    expect(page.get_by_role("status").first).to_have_text(TEXTS.added)
    page.get_by_label(TEXTS.labels.terms, exact=True).fill("fallow year\nfallow field")
    press(page, TEXTS.save)
    expect(page.locator("ins").first).to_contain_text("fallow")
    page.goto(f"{home}/parts/MP1.fallow_year/rules")
    page.get_by_label(TEXTS.rules.judge).select_option("comparison")
    press(page, TEXTS.save)
    expect(page.locator("main")).to_contain_text("comparison")
    page.goto(f"{home}/parts/MP1/rules")
    points = page.get_by_label(f"fallow year <b>, {TEXTS.rules.levels.developed}")
    points.fill("-1")
    press(page, TEXTS.save)
    expect(page.get_by_role("alert")).to_be_visible()
    points.fill("3")
    press(page, TEXTS.save)
    expect(page.locator("main")).to_contain_text("3")
    page.goto(f"{home}/parts/MP1.fallow_year")
    page.locator("summary", has_text=TEXTS.remove).click()
    page.get_by_label(TEXTS.remove_sure.format(id="MP1.fallow_year")).check()
    press(page, TEXTS.remove)
    expect(page.get_by_role("status")).to_have_text(TEXTS.removed)
    expect(page.locator("main")).not_to_contain_text("fallow")
    page.goto(home.partition("/workbench")[0] + "/teach/new")
    expect(page.get_by_label(load_texts().tutor.form.rubric_id)).to_contain_text(title)


def test_a_part_is_changed_by_keyboard_alone(visit: Visit) -> None:
    page = visit(f"{RUBRIC}/parts/rubric", role="tutor")
    page.get_by_label(TEXTS.labels.title, exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Operations by keyboard")
    page.keyboard.press("Enter")
    expect(page.locator("ins")).to_have_text("Operations by keyboard")


@pytest.mark.parametrize(
    "path",
    [
        "/workbench",
        RUBRIC,
        PART,
        f"{PART}/rules",
        f"{RUBRIC}/parts/MP1/rules",
        f"{RUBRIC}/parts/MC1/rules",
        f"{RUBRIC}/words",
        f"{RUBRIC}/versions",
    ],
)
def test_no_page_has_a_barrier_or_scrolls_sideways_on_a_dark_phone(visit: Visit, path: str) -> None:
    page = visit(path, role="tutor", viewport=PHONE, color_scheme="dark")
    assert_no_sideways_scrolling(page)
    assert find_barriers(page) == ""


def test_students_do_not_see_the_workbench(visit: Visit) -> None:
    page = visit("/workbench", role="student")
    expect(page.get_by_role("link", name="Rubrics")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text(load_texts().errors.page_title)
