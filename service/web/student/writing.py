"""Writing against an assignment: the list, the page, handing in, saving, and feedback while one writes."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, Response

from service.actions.assignments import list_assignments
from service.actions.drafts import HandedIn, hand_in, list_drafts, read_draft
from service.actions.previews import preview_feedback
from service.actions.submissions import NewSubmission, list_submissions, open_submission
from service.actions.working_copies import OverlookedSaveError, read_working_text, save_working_text
from service.errors import ServiceError
from service.http.lists import MOST
from service.http.reviews import take_text
from service.http.uploads import SentFiles, base_name
from service.storage.paging import PageRequest
from service.web.shell import OwnFormDep
from service.web.student.comments import describe_comments
from service.web.student.desk import WORK, StudentDep, StudentDesk
from service.web.student.writing_page import Refusal, place_comments, show_writing
from service.workflow import Upload

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get(WORK)
def show_work(desk: StudentDep) -> HTMLResponse:
    """What the student is set, the newest first."""
    asked = PageRequest(limit=MOST)
    with desk.database.reading() as session:
        found = list_assignments(desk.actor, session, asked)
        own = list_submissions(desk.actor, session, asked)
    begun = {one.assignment_id: one for one in own.items}
    return desk.shell.page("student/work.html", assignments=found.items, begun=begun)


@router.get(f"{WORK}/{{assignment_id}}")
def show_page(assignment_id: str, desk: StudentDep) -> HTMLResponse:
    """The text beside its feedback."""
    return show_writing(desk, assignment_id)


@router.post(f"{WORK}/{{assignment_id}}")
def take_draft(assignment_id: str, desk: StudentDep, form: OwnFormDep) -> HTMLResponse:
    """Keeps what was written, or the file that was chosen, as the next draft, and shows the feedback at once."""
    words = desk.shell.pages.texts.student
    text = text_of(form)
    file = next(iter(form.files), None)
    if file is None and not text.strip():
        return show_writing(desk, assignment_id, Refusal(problem=words.errors.empty, text=text))
    save_quietly(desk, assignment_id, form)
    note = ""
    try:
        if text.strip():
            made = _keep(desk, assignment_id, take_text(text, name=words.draft_name), text)
            note = words.same if made is None else ""
        if file is not None:
            name = base_name(file.name)
            made = _keep(desk, assignment_id, Upload(filename=name, body=file.body, name=name or words.draft_name))
            note = _open_file(desk, assignment_id, made)
    except ServiceError as error:
        problem = f"{error} {words.errors.choose_again}" if file else str(error)
        return show_writing(desk, assignment_id, Refusal(problem=problem, status=error.status, text=text))
    return show_writing(desk, assignment_id, note=note)


@router.post(f"{WORK}/{{assignment_id}}/copy")
def save_copy(assignment_id: str, desk: StudentDep, form: OwnFormDep) -> Response:
    """Saves what was written so far; says so where it was saved from somewhere else, and what stands there."""
    try:
        with desk.database.writing() as session:
            saved = save_working_text(desk.actor, session, assignment_id, text=text_of(form), based_on=version_of(form))
    except OverlookedSaveError as error:
        with desk.database.reading() as session:
            other = read_working_text(desk.actor, session, assignment_id)
        return JSONResponse({"version": other.version, "text": other.text}, status_code=error.status)
    return JSONResponse({"version": saved.version})


@router.post(f"{WORK}/{{assignment_id}}/preview")
def preview(assignment_id: str, desk: StudentDep, form: OwnFormDep) -> HTMLResponse:
    """Feedback on what is being written. Nothing is kept."""
    pages = desk.shell.pages
    text = text_of(form)
    upload = take_text(text, name=pages.texts.student.draft_name)
    found = preview_feedback(desk.actor, desk.reader, assignment_id, upload)
    values = describe_comments(pages, found.text, found.report, visibility=found.visibility)
    values |= place_comments(text, found.text, values)
    return desk.shell.page("student/live.html", **values)


def text_of(form: SentFiles) -> str:
    """What stood in the editor, with the line ends of a text file."""
    return form.fields.get("text", "").replace("\r\n", "\n")


def version_of(form: SentFiles) -> int:
    """The version that the editor began from; 0 where it does not say."""
    sent = form.fields.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def save_quietly(desk: StudentDesk, assignment_id: str, form: SentFiles) -> None:
    """Save what was written beside whatever else was sent; another window's text is left as it is."""
    if "text" not in form.fields:
        return
    try:
        with desk.database.writing() as session:
            save_working_text(desk.actor, session, assignment_id, text=text_of(form), based_on=version_of(form))
    except OverlookedSaveError:
        return


def _keep(desk: StudentDesk, assignment_id: str, upload: Upload, text: str | None = None) -> HandedIn | None:
    """Hand in; None where the newest draft is the same text, so that sending a page twice makes no second draft."""
    with desk.database.writing() as session:
        submission = open_submission(desk.actor, session, NewSubmission(assignment_id=assignment_id)).submission
    if text is not None:
        with desk.database.reading() as session:
            made = list_drafts(desk.actor, session, submission.id)
            newest = read_draft(desk.actor, session, made[-1].id).text if made else None
        if newest is not None and newest.strip() == text.strip():
            return None
    return hand_in(desk.actor, desk.reader, submission.id, upload)


def _open_file(desk: StudentDesk, assignment_id: str, made: HandedIn | None) -> str:
    """Put the text of a file that was handed in into the editor; what stood there is a draft of its own by now."""
    if made is None:
        return ""
    with desk.database.writing() as session:
        text = read_draft(desk.actor, session, made.draft.id).text
        version = read_working_text(desk.actor, session, assignment_id).version
        save_working_text(desk.actor, session, assignment_id, text=text, based_on=version)
    words: str = desk.shell.pages.texts.student.file_opened
    return words.format(number=made.draft.number)
