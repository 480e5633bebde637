"""Figures for Prometheus."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from service.config import Settings
from service.errors import NotFoundError
from service.http.queue_figures import QueueFigures
from service.telemetry.exposure import CONTENT_TYPE, admit_reader, write_figures

router = APIRouter(include_in_schema=False)


def get_settings(request: Request) -> Settings:
    """The settings of the application."""
    settings: Settings = request.app.state.settings
    return settings


def get_figures(request: Request) -> QueueFigures:
    """The figures of the application."""
    figures: QueueFigures = request.app.state.figures
    return figures


@router.get("/metrics")
def show_metrics(
    request: Request,
    settings: Annotated[Settings, Depends(get_settings)],
    figures: Annotated[QueueFigures, Depends(get_figures)],
    authorization: Annotated[str | None, Header()] = None,
) -> Response:
    """The figures of every process on this machine, and of the queues."""
    if not settings.metrics:
        raise NotFoundError("page")
    client = request.client
    admit_reader(settings, authorization=authorization, address=client.host if client else None)
    return Response(write_figures(figures), media_type=CONTENT_TYPE)
