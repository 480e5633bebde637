"""Takes the screenshots of the README: of a fresh server with the demonstration, so that they are true.

Run by `make screenshots`; needs Chromium.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.acceptance.browsing import Visit, browsing, demonstrating, visiting

FOLDER = Path(__file__).parent
SIZE = {"width": 1200, "height": 760}
RUBRIC = "/workbench/operations_management.level7"


def open_draft(page: Page) -> None:
    """The student's newest feedback beside the draft."""
    page.get_by_role("link", name="Operations of one organisation").first.click()
    page.wait_for_load_state("networkidle")


def open_assignment(page: Page) -> None:
    """What the tutor sees first of an assignment with scripts."""
    page.get_by_role("link", name="Operations of one organisation").first.click()
    page.wait_for_load_state("networkidle")


def try_change(page: Page) -> None:
    """An element tried on a sentence, scrolled to what fired."""
    page.get_by_label("Try it on a text").fill(
        "Dependability matters most here, because a care home cannot serve lunch two hours late. The kitchen delivers "
        "91% of its orders on time, since a second van covers each round."
    )
    page.get_by_role("button", name="Try without keeping").click()
    page.wait_for_load_state("networkidle")
    page.locator("#result").scroll_into_view_if_needed()


SHOTS: dict[str, tuple[str, str, Callable[[Page], None]]] = {
    "student": ("student", "/work", open_draft),
    "tutor": ("tutor", "/teach", open_assignment),
    "workbench": ("tutor", f"{RUBRIC}/parts/MP1.dependability", try_change),
}
"""By the name of the file: as whom, from where, and what to do before the picture is taken."""


def take_all(visit: Visit) -> list[Path]:
    """Take every picture; their files."""
    made = []
    for name, (role, path, prepare) in SHOTS.items():
        page = visit(path, role=role, viewport=SIZE)
        prepare(page)
        file = FOLDER / f"{name}.png"
        page.screenshot(path=file)
        made.append(file)
    return made


def main() -> None:
    """Take every picture and name its file."""
    with demonstrating() as address, browsing() as browser, visiting(browser, address) as visit:
        for file in take_all(visit):
            sys.stdout.write(f"{file.relative_to(FOLDER.parent.parent)}\n")


if __name__ == "__main__":
    main()
