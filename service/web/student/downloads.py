"""The report on a draft as a file: PDF, a page of its own, or JSON for programs."""

from fastapi import APIRouter
from fastapi.responses import Response

from service.actions.drafts import read_draft
from service.actions.reports import read_feedback
from service.feedback.report import FeedbackReport
from service.rendering import render_html
from service.web.student.desk import WORK, StudentDep

router = APIRouter(include_in_schema=False)


@router.get(f"{WORK}/drafts/{{draft_id}}/report.pdf")
def download_pdf(draft_id: str, desk: StudentDep) -> Response:
    """The report as a PDF."""
    with desk.database.reading() as session:
        view = read_feedback(desk.actor, session, draft_id)
        number = read_draft(desk.actor, session, draft_id).draft.number
    body = desk.reader.turn.run(lambda: _render_pdf(view.report))
    return _file(body, kind="application/pdf", name=f"feedback-{number}.pdf")


@router.get(f"{WORK}/drafts/{{draft_id}}/report.html")
def download_html(draft_id: str, desk: StudentDep) -> Response:
    """The report and the draft as one page that needs nothing else."""
    with desk.database.reading() as session:
        view = read_feedback(desk.actor, session, draft_id)
        number = read_draft(desk.actor, session, draft_id).draft.number
    body = render_html(view.report, view.text).encode()
    return _file(body, kind="text/html; charset=utf-8", name=f"feedback-{number}.html")


@router.get(f"{WORK}/drafts/{{draft_id}}/report.json")
def download_json(draft_id: str, desk: StudentDep) -> Response:
    """The report as values."""
    with desk.database.reading() as session:
        view = read_feedback(desk.actor, session, draft_id)
        number = read_draft(desk.actor, session, draft_id).draft.number
    body = view.report.model_dump_json(indent=2).encode()
    return _file(body, kind="application/json", name=f"feedback-{number}.json")


def _file(body: bytes, *, kind: str, name: str) -> Response:
    return Response(body, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def _render_pdf(report: FeedbackReport) -> bytes:
    """What makes PDF takes long to load, so it is loaded when it is first wanted."""
    from service.rendering.pdf_report import render_pdf

    return render_pdf(report)
