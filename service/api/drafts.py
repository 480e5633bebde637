"""A draft in, feedback out."""

from typing import Any

from fastapi import APIRouter, Depends

from service.api.dependencies import JSON, DeskDep, DraftDep
from service.api.problems import describe_problems
from service.api.schemas import DraftFileIn, DraftIn, FeedbackOut
from service.http.authentication import SCHEMES, admit_visitor
from service.http.uploads import MULTIPART

router = APIRouter(prefix="/v1", tags=["feedback"])

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {
                "schema": DraftIn.model_json_schema(),
                "examples": {
                    "text": {
                        "summary": "A short draft as text",
                        "value": {
                            "name": "Bakery, version 1",
                            "text": "The bakery delivers 94% of its orders before seven, since ovens start at three. "
                            "A fourth van would raise this but add 9 pence to the cost of a loaf.",
                        },
                    }
                },
            },
            MULTIPART: {"schema": DraftFileIn.model_json_schema()},
        },
    }
}
PROBLEMS = describe_problems(
    {
        400: "The body is not the JSON or the form it says it is",
        401: "A key was sent that is not valid; or this service wants an account, and nobody is signed in",
        403: "The service wants an account, and the key does not allow feedback",
        404: "No rubric has the id that was asked for",
        408: "The body did not arrive in time",
        413: "The body is too large, or the draft has too many words",
        415: "The body is neither JSON nor a form with a file, or the file is of a kind that is not read",
        422: "A field is missing, unknown or of the wrong kind; or the draft is empty, damaged, protected or a scan",
        429: "Too many requests; Retry-After says when to come again",
        500: "Something went wrong on our side",
        503: "Too many drafts are waiting; Retry-After says when to come again",
        504: "The draft was not read within the time limit",
    }
)


@router.post(
    "/feedback",
    summary="Get feedback on a draft",
    dependencies=[*SCHEMES, Depends(admit_visitor)],
    responses=PROBLEMS,
    openapi_extra=BODY,
)
def give_feedback(sent: DraftDep, desk: DeskDep) -> FeedbackOut:
    """Reads one draft and answers with feedback on every criterion, each comment with the draft's own words.

    Send the text as JSON, or a file as a form. Nothing is stored. The same draft always gets the same feedback.
    """
    review = desk.review(sent.upload, rubric_id=sent.rubric_id)
    return FeedbackOut(text=review.text, report=review.report)
