"""The web application, built and wired once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from threading import Event
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from rubric.library import load_by_id, rubric_files
from service.api import (
    batches,
    drafts,
    groups,
    health,
    institution,
    keys,
    metrics,
    problems,
    rubrics,
    sessions,
    users,
    webhooks,
    work,
)
from service.config import Settings
from service.errors import ServiceError
from service.extraction import ExtractionLimits
from service.http.body_limit import Allowance, BodyLimit
from service.http.conditional import ConditionalAnswers
from service.http.demo import DemoDoor
from service.http.desk import WorkDesk
from service.http.gate import build_gate, is_https
from service.http.queue_figures import QueueFigures
from service.http.readiness import Readiness
from service.http.reviews import ReviewDesk
from service.http.shield import STATIC_PATH, LastDoor, SafeHeaders
from service.storage.database import open_database
from service.storage.secret_key import load_secret_key
from service.telemetry.sharing import FOLDER, Shelf
from service.web import accounts, demo, evidence, routes, shell
from service.web.administration import pages as administration
from service.web.pages import FormLimits, Pages
from service.web.student import pages as student
from service.web.tutor import pages as tutor
from service.web.workbench import bringing, editing, overview, shaping, trials
from service.workflow import open_engine

THREADS = 2
"""Drafts scored at once. Scoring holds the interpreter, so more threads would only share the same time."""
WAITING = 16
"""Drafts that may wait for a thread."""
BATCHES_PATH = "/v1/batches"
BATCH_PATIENCE = 10
"""How many times longer than other requests a batch may take to arrive."""
FILE_NAME_ENDINGS = ".docx,.odt,.rtf,.pdf,.html,.htm,.md,.txt"
JSON_PATHS = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json")
DESCRIPTION = (
    "A student's draft in, feedback on each criterion of a marking scheme out, each comment backed by the draft's own "
    "words. Nothing is sent elsewhere, and what is handed in without an account is not stored. Errors are problem JSON "
    "(RFC 9457)."
)
TAGS = [
    {"name": "feedback", "description": "Feedback on a draft"},
    {"name": "rubrics", "description": "What drafts are read against"},
    *work.TAGS,
    {"name": "batches", "description": "Many scripts at once"},
    {"name": "webhooks", "description": "Systems of the institution that are told what happens"},
    {"name": "session", "description": "Signing in and out"},
    {"name": "users", "description": "People and service accounts"},
    {"name": "groups", "description": "Students who are taught together"},
    {"name": "keys", "description": "API keys of service accounts"},
    {"name": "institution", "description": "Retention and the audit trail"},
    {"name": "health", "description": "For whoever runs the service"},
]
ROUTERS = (
    drafts.router,
    rubrics.router,
    *work.ROUTERS,
    batches.router,
    webhooks.router,
    sessions.router,
    users.router,
    groups.router,
    keys.router,
    institution.router,
    health.router,
    metrics.router,
    accounts.router,
    evidence.router,
    shell.router,
    *student.ROUTERS,
    *tutor.ROUTERS,
    demo.router,
    overview.router,
    editing.router,
    shaping.router,
    trials.router,
    bringing.router,
    administration.router,
    routes.router,
)
NO_TELEMETRY: dict[str, Any] = {
    "telemetry": dict.fromkeys(("tracing", "metrics", "logs", "operation_spans", "auto_configure"), False)
}
"""The framework's own tracing stays off: it would record messages of exceptions, which may quote a draft."""


def create_app(settings: Settings) -> FastAPI:
    """The application, its engines ready to score.

    Raises:
        service.errors.SettingsError: the address of the database or a key cannot be used.
        models.errors.ModelMissingError: the language model package is missing or another one.
        rubric.errors.RubricError: a rubric does not load, or none has the id in the settings.
    """
    database = open_database(settings)
    desk = build_desk(settings)
    default = desk.engine(settings.rubric_id).rubric
    gate = build_gate(settings, database)

    @asynccontextmanager
    async def live(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()
        gate.close()
        database.close()

    app = FastAPI(
        title="Markpoint",
        version=version("markpoint"),
        summary="Formative feedback on a draft, criterion by criterion",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        lifespan=live,
        **NO_TELEMETRY,
    )
    app.state.desk = desk
    app.state.database = database
    app.state.gate = gate
    app.state.reader = desk.reader(database, load_secret_key(settings))
    app.state.settings = settings
    app.state.demo = DemoDoor(is_laptop=settings.environment == "laptop", reader=app.state.reader, gate=gate)
    app.state.leaving = Event()
    app.state.readiness = Readiness(settings=settings, desk=desk, database=database)
    app.state.figures = QueueFigures(
        database=database,
        desk=desk,
        workers=app.state.readiness.workers,
        others=Shelf(settings.data_dir / FOLDER),
    )
    app.state.pages = Pages(rubric_title=default.title, limits=describe_limits(settings))
    for router in ROUTERS:
        app.include_router(router)
    static = StaticFiles(directory=str(files("service.web").joinpath("static")))
    app.mount(STATIC_PATH, GZipMiddleware(static), name="static")
    add_error_answers(app)
    app.add_middleware(ConditionalAnswers)
    app.add_middleware(
        BodyLimit,
        limit_bytes=settings.max_body_bytes,
        timeout_s=settings.request_timeout_s,
        larger=dict.fromkeys((BATCHES_PATH, tutor.BATCHES), allow_batches(settings)),
    )
    app.add_middleware(LastDoor, respond=answer_unexpected)
    app.add_middleware(SafeHeaders, is_https=is_https(settings))
    describe_api(app)
    return app


def allow_batches(settings: Settings) -> Allowance:
    """How large a batch may be, and how long it may take to arrive: as long as a slow line needs."""
    return Allowance(limit_bytes=settings.max_batch_bytes, timeout_s=BATCH_PATIENCE * settings.request_timeout_s)


def build_desk(settings: Settings) -> ReviewDesk:
    """An engine for every rubric, each tried once, behind one desk."""
    rubric_ids = dict.fromkeys((settings.rubric_id, *rubric_files(settings.rubric_dir)))
    found = [load_by_id(rubric_id, settings.rubric_dir) for rubric_id in rubric_ids]
    desk = ReviewDesk(
        engines={rubric.id: open_engine(rubric, settings) for rubric in found},
        default_id=settings.rubric_id,
        build=partial(open_engine, settings=settings),
        limits=ExtractionLimits.from_settings(settings),
        work=WorkDesk(threads=THREADS, waiting=WAITING, timeout_s=settings.request_timeout_s),
    )
    desk.warm_up()
    return desk


def describe_limits(settings: Settings) -> FormLimits:
    """The limits in the words of the form."""
    megabytes = settings.max_body_bytes / 1_048_576
    return FormLimits(words=f"{settings.max_words:,}", size=f"{megabytes:.3g} MB", accept=FILE_NAME_ENDINGS)


def add_error_answers(app: FastAPI) -> None:
    """Answer every error as problem JSON, or as a page to a browser that asked for one."""

    @app.exception_handler(ServiceError)
    async def on_service_error(request: Request, error: ServiceError) -> Response:
        if wants_page(request):
            return routes.answer_service_error(request, error)
        return problems.answer_service_error(request, error)

    @app.exception_handler(HTTPException)
    def on_http_error(request: Request, error: HTTPException) -> Response:
        if wants_page(request):
            return routes.answer_http_error(request, status=error.status_code)
        return problems.answer_http_error(request, status=error.status_code, headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def on_validation_error(request: Request, error: RequestValidationError) -> Response:
        if wants_page(request):
            return routes.answer_validation_error(request)
        return problems.answer_validation_error(request, error.errors())


def answer_unexpected(request: Request, reference: str) -> Response:
    """The answer to an error that nobody foresaw."""
    answer = routes.answer_unexpected if wants_page(request) else problems.answer_unexpected
    return answer(request, reference)


def wants_page(request: Request) -> bool:
    """Whether a browser asked, outside the addresses that speak JSON."""
    return not request.url.path.startswith(JSON_PATHS) and "text/html" in request.headers.get("accept", "")


def describe_api(app: FastAPI) -> None:
    """Give problems their own content type in the description of the API."""
    build = app.openapi

    def describe() -> dict[str, Any]:
        return problems.correct_problem_types(build())

    app.openapi = describe  # type: ignore[method-assign]
