"""The database of the application, for whoever answers a request."""

from typing import Annotated

from fastapi import Depends, Request

from service.storage.database import Database


def get_database(request: Request) -> Database:
    """The one database of the application."""
    database: Database = request.app.state.database
    return database


DatabaseDep = Annotated[Database, Depends(get_database)]
