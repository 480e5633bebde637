"""Every page that links lead to, as each of the demonstration's people: sound, light, without barriers."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from service.web.texts import load_texts
from tests.acceptance.browsing import HEAVIEST, Visit, find_barriers

pytestmark = pytest.mark.slow
TEXTS = load_texts().administration
MOST_PAGES = 40
LEFT_OUT = {"student": (), "tutor": (), "administrator": ("/teach/", "/workbench")}
"""What was looked at as somebody else."""
OF_THEIR_OWN = {"/openapi.json", "/evidence"}
"""Documents with tests of their own."""
VARYING = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "{id}"),
    (re.compile(r"/parts/(?:MP|X|T)[0-9]*\.[a-z_]+$"), "/parts/{element}"),
    (re.compile(r"/parts/[A-Z]+[0-9]*$"), "/parts/{group}"),
    (re.compile(r"/parts/[A-Z]+\.[a-z_]+$"), "/parts/{other}"),
)
EXPECTED = {
    "student": {"/work"},
    "tutor": {"/teach", "/teach/{id}/exports", "/workbench", "/workbench/operations_management.level7/try"},
    "administrator": {
        "/people",
        "/people/{id}",
        "/people/roster",
        "/people/groups",
        "/people/groups/{id}",
        "/people/keys",
    },
}


def kind_of(path: str) -> str:
    """The page that an address is one of."""
    for pattern, name in VARYING:
        path = pattern.sub(name, path)
    return path


def links_of(page: Page, address: str) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map((link) => link.href)")
    parts = [urlsplit(href) for href in hrefs if href.startswith(address)]
    return list(dict.fromkeys(part.path for part in parts))


def weigh(page: Page, path: str) -> int:
    """Opens a page and tells what it weighs with all that it brings along, fonts aside."""
    bodies: list[int] = []
    page.on("requestfinished", lambda request: bodies.append(request.sizes()["responseBodySize"]))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return sum(bodies)


@pytest.mark.parametrize("role", EXPECTED)
def test_every_page_is_sound_light_and_without_barriers(visit: Visit, address: str, role: str) -> None:
    page = visit("/start", role=role)
    waiting = [urlsplit(page.url).path, *links_of(page, address)]
    seen: dict[str, str] = {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in seen or kind in OF_THEIR_OWN or path.startswith(LEFT_OUT[role]):
            continue
        seen[kind] = path
        answer = page.request.get(address + path)
        assert answer.ok, (path, answer.status)
        if "content-disposition" in answer.headers or "text/html" not in answer.headers["content-type"]:
            continue
        opened = page.context.new_page()
        assert weigh(opened, address + path) < HEAVIEST, path
        assert find_barriers(opened) == "", path
        waiting += links_of(opened, address)
        opened.close()
    assert set(seen) >= EXPECTED[role]


def test_an_administrator_adds_somebody_puts_them_into_a_group_and_closes_them_out(visit: Visit) -> None:
    page = visit("/people", role="administrator", java_script_enabled=False)
    page.get_by_label(TEXTS.name, exact=True).fill("Nia <b>New</b>")
    page.get_by_label(TEXTS.email, exact=True).fill("nia@hill.example")
    page.get_by_label(TEXTS.password, exact=True).fill("easy")
    page.get_by_role("button", name=TEXTS.add_submit).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label(TEXTS.name, exact=True)).to_have_value("Nia <b>New</b>")
    page.get_by_label(TEXTS.password, exact=True).fill("four calm green boats")
    page.get_by_role("button", name=TEXTS.add_submit).click()
    expect(page.get_by_role("status")).to_have_text(TEXTS.added)
    page.get_by_role("link", name=TEXTS.tab_groups).click()
    page.get_by_role("link", name="Seminar A").click()
    page.get_by_label(TEXTS.person, exact=True).select_option(label="Nia <b>New</b>, nia@hill.example")
    page.get_by_role("button", name=TEXTS.put).click()
    expect(page.locator("main")).to_contain_text("Nia <b>New</b>, nia@hill.example")
    page.get_by_role("button", name=TEXTS.delete).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Seminar A")
    page.goto(page.url.partition("/groups")[0])
    page.get_by_role("link", name="Nia <b>New</b>").click()
    page.get_by_label(TEXTS.may_come).uncheck()
    page.get_by_role("button", name=TEXTS.keep).click()
    expect(page.get_by_role("status")).to_have_text(TEXTS.changed)
    expect(page.get_by_label(TEXTS.may_come)).not_to_be_checked()


def test_a_roster_is_tried_and_then_taken(visit: Visit, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("email,name,group\nmia@hill.example,Mia <i>Many</i>,Seminar B\nnobody,No Address,\n")
    page = visit("/people", role="administrator", java_script_enabled=False)
    page.get_by_role("link", name=TEXTS.roster).click()
    for action, counted in ((TEXTS.roster_try, TEXTS.roster_tried), (TEXTS.roster_take, TEXTS.roster_taken)):
        page.get_by_label(TEXTS.roster_file).set_input_files(roster)
        page.get_by_role("button", name=action, exact=True).click()
        expect(page.get_by_role("heading", name=counted)).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text(TEXTS.roster_counts.added.format(n=1))
        expect(page.locator("tbody tr")).to_contain_text("3")
    page.goto(page.url.rpartition("/")[0])
    expect(page.get_by_role("link", name="Mia <i>Many</i>")).to_have_count(1)


def test_a_key_is_made_shown_once_and_revoked(visit: Visit) -> None:
    page = visit("/people/keys", role="administrator")
    page.get_by_label(TEXTS.key_name).fill("Records system")
    page.get_by_label(TEXTS.key_days).fill("soon")
    page.get_by_label("submissions:read").check()
    page.get_by_role("button", name=TEXTS.key_submit).click()
    expect(page.get_by_role("alert")).to_contain_text("3650")
    expect(page.get_by_label("submissions:read")).to_be_checked()
    page.get_by_label(TEXTS.key_days).fill("30")
    page.get_by_role("button", name=TEXTS.key_submit).click()
    secret = page.get_by_label(TEXTS.made_label).input_value()
    assert secret.startswith("mp_")
    page.get_by_role("button", name=f"{TEXTS.revoke}: Records system").click()
    expect(page.locator("tbody")).to_contain_text(TEXTS.revoked)
    assert secret not in page.content()
