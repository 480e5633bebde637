"""Lists come in pages, the newest first, and rows that are added meanwhile shift nothing."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from service.storage.database import Database
from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.tables import Institution

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


def add(database: Database, *minutes: int) -> None:
    with database.writing() as session:
        for minute in minutes:
            name = f"school {minute} {datetime.now(UTC).isoformat()}"
            session.add(Institution(name=name, created_at=MOMENT + timedelta(minutes=minute)))
            session.flush()


def fetch(database: Database, asked: PageRequest) -> Page[Institution]:
    with database.reading() as session:
        return fetch_page(session, select(Institution), Institution, asked)


def test_pages_show_every_row_once_whatever_is_added(database: Database) -> None:
    add(database, 1, 2, 3, 3, 3, 4)  # three of the same moment
    seen: list[str] = []
    asked = PageRequest(limit=2)
    for _ in range(3):
        page = fetch(database, asked)
        seen += [row.id for row in page.items]
        add(database, 9)
        asked = PageRequest(limit=2, after=page.next)
    assert page.next is None
    assert len(seen) == len(set(seen)) == 6
    newest_first = [
        row.id for row in fetch(database, PageRequest()).items if row.created_at < MOMENT + timedelta(minutes=9)
    ]
    assert seen == newest_first


def test_the_last_page_says_so_even_when_it_is_full(database: Database) -> None:
    add(database, 1, 2)
    page = fetch(database, PageRequest(limit=2))
    assert (len(page.items), page.next) == (2, None)
    assert page.map(lambda row: row.name[:6]).items == ("school", "school")
