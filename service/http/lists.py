"""Long lists in pages: what an address takes to say which page, and gives to say where the next one is."""

from collections.abc import Callable
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from service.http.cursors import decode_cursor, encode_cursor
from service.storage.paging import Page, PageRequest

MOST = 200
DEFAULT = 50

Out = TypeVar("Out")
Item = TypeVar("Item")


class ListOut(BaseModel, Generic[Out]):
    """A page of a list, the newest first."""

    items: list[Out]
    next_cursor: str | None = Field(
        default=None, description="Send this as `cursor` for the next page; null on the last one"
    )


def ask_page(
    limit: Annotated[int, Query(ge=1, le=MOST, description="Most items of a page")] = DEFAULT,
    cursor: Annotated[
        str | None, Query(max_length=200, description="Where the page begins: `next_cursor` of the page before it")
    ] = None,
) -> PageRequest:
    """The page that a request asks for.

    Raises:
        service.http.errors.InvalidCursorError: the cursor is not one of ours.
    """
    return PageRequest(limit=limit, after=decode_cursor(cursor))


PageDep = Annotated[PageRequest, Depends(ask_page)]


def show_page(page: Page[Item], show: Callable[[Item], Out]) -> ListOut[Out]:
    """A page as an answer."""
    return ListOut(items=[show(item) for item in page.items], next_cursor=encode_cursor(page.next))
