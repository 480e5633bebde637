"""The one table of who may do what: what each address answers to each caller.

Each row: what is asked, then the status for a student whose work it is, another student, a tutor, an administrator,
a program with every scope, a program with one scope, and nobody. Callers of another institution never learn anything:
a row says whether they get a list of their own (`theirs`), or are told that there is no such thing.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.service.api.world import BANDS, RUBRIC, SECOND


@dataclass(frozen=True, slots=True)
class Row:
    """What an address answers to whom."""

    asks: str
    owner: int
    peer: int
    tutor: int
    administrator: int
    program: int
    feeble: int
    nobody: int = 401
    theirs: bool = False
    """Whether another institution's callers get an answer about their own."""
    body: dict[str, Any] | None = None
    """JSON; names in braces stand for ids."""
    text: str | None = None
    """A body that is no JSON: CSV."""
    files: tuple[str, str, str] | None = None
    """A form with a file: the names of the field and of the file, its text; `body` holds the other fields."""
    ids: dict[str, str] = field(default_factory=dict)
    """Ids other than the usual ones."""

    @property
    def method(self) -> str:
        """The method."""
        return self.asks.split()[0]

    @property
    def path(self) -> str:
        """The path with names in braces."""
        return self.asks.split()[1]

    @property
    def needs_session_token(self) -> bool:
        """Whether a browser has to send the token of its session: not where it only reads, nor to sign in."""
        return self.method != "GET" and self.nobody == 401 and self.asks != "POST /v1/session"

    @property
    def statuses(self) -> dict[str, int]:
        """What the callers of the first institution are answered."""
        return {
            "hill student": self.owner,
            "hill peer": self.peer,
            "hill tutor": self.tutor,
            "hill administrator": self.administrator,
            "hill program": self.program,
            "hill feeble program": self.feeble,
            "nobody": self.nobody,
        }


BLIND = {"submission_id": "blind_submission_id", "draft_id": "blind_draft_id", "report_id": "blind_report_id"}
EXAM = {"assignment_id": "blind_assignment_id"}
SECOND_DRAFT = {"draft_id": "second_draft_id"}
MARKING = {"draft_id": "{draft_id}", "bands": BANDS}
DECISION = {"target": "band:MP2", "to_value": "2", "reason": "It does."}

# fmt: off
ROWS = (
    #   asks                                                      owner peer tutor admin prog feeble
    Row("POST /v1/feedback",                                        200, 200, 200, 200, 200, 200, 200,
        theirs=True, body={"text": SECOND}),
    Row("GET /v1/rubrics",                                          200, 200, 200, 200, 200, 200, 200, theirs=True),
    Row("GET /v1/rubrics/{rubric_id}",                              200, 200, 200, 200, 200, 200, 200, theirs=True),
    Row("GET /v1/rubrics/{rubric_id}/versions",                     200, 200, 200, 200, 200, 403, theirs=True),
    Row("POST /v1/rubrics/{rubric_id}/versions",                    403, 403, 200, 200, 200, 403, theirs=True, body={}),
    Row("GET /v1/rubrics/{rubric_id}/versions/{version}",           403, 403, 200, 200, 200, 403),
    Row("GET /v1/assignments",                                      200, 200, 200, 200, 200, 403, theirs=True),
    Row("POST /v1/assignments",                                     403, 403, 201, 201, 201, 403, theirs=True,
        body={"title": "Another", "rubric_id": RUBRIC}),
    Row("GET /v1/assignments/{assignment_id}",                      200, 200, 200, 200, 200, 403),
    Row("PATCH /v1/assignments/{assignment_id}",                    403, 403, 200, 200, 200, 403,
        body={"title": "New"}),
    Row("GET /v1/assignments/{assignment_id}/releases",             403, 403, 200, 200, 200, 403),
    Row("POST /v1/assignments/{assignment_id}/releases",            403, 403, 201, 201, 201, 403, body={}),
    Row("POST /v1/assignments/{assignment_id}/releases",            403, 403, 409, 409, 409, 403, body={}, ids=EXAM),
    Row("GET /v1/submissions",                                      200, 200, 200, 200, 200, 403, theirs=True),
    Row("POST /v1/submissions",                                     200, 201, 422, 422, 422, 403,
        body={"assignment_id": "{assignment_id}"}),
    Row("POST /v1/submissions",                                     422, 422, 201, 201, 201, 403,
        body={"assignment_id": "{assignment_id}", "participant_id": "1001"}),
    Row("GET /v1/submissions/{submission_id}",                      200, 404, 200, 200, 200, 403),
    Row("DELETE /v1/submissions/{submission_id}",                   204, 404, 403, 204, 204, 403),
    Row("GET /v1/submissions/{submission_id}/drafts",               200, 404, 200, 200, 200, 403),
    Row("POST /v1/submissions/{submission_id}/drafts",              201, 404, 201, 201, 201, 403,
        body={"text": SECOND}),
    Row("GET /v1/submissions/{submission_id}/progress",             200, 404, 200, 200, 200, 403),
    Row("GET /v1/submissions/{submission_id}/progress",             403, 404, 403, 403, 200, 403, ids=BLIND),
    Row("GET /v1/submissions/{submission_id}/markings",             403, 403, 200, 200, 200, 403, ids=BLIND),
    Row("POST /v1/submissions/{submission_id}/markings",            403, 403, 201, 201, 201, 403,
        body=MARKING, ids=BLIND),
    Row("POST /v1/submissions/{submission_id}/adjudication",        403, 403, 409, 409, 409, 403,
        body=MARKING, ids=BLIND),
    Row("GET /v1/drafts/{draft_id}",                                200, 404, 200, 200, 200, 403),
    Row("GET /v1/drafts/{draft_id}/feedback",                       200, 404, 200, 200, 200, 403),
    Row("GET /v1/drafts/{draft_id}/feedback",                       403, 404, 403, 403, 200, 403, ids=BLIND),
    Row("GET /v1/drafts/{draft_id}/reports",                        200, 404, 200, 200, 200, 403),
    Row("GET /v1/drafts/{draft_id}/reports",                        403, 404, 403, 403, 200, 403, ids=BLIND),
    Row("POST /v1/drafts/{draft_id}/reports",                       403, 403, 200, 200, 200, 403),
    Row("GET /v1/drafts/{draft_id}/self-assessment",                200, 404, 200, 200, 200, 403),
    Row("POST /v1/drafts/{draft_id}/self-assessment",               201, 404, 403, 403, 403, 403,
        body={"bands": BANDS}, ids=SECOND_DRAFT),
    Row("GET /v1/reports/{report_id}",                              200, 404, 200, 200, 200, 403),
    Row("GET /v1/reports/{report_id}",                              403, 404, 403, 403, 200, 403, ids=BLIND),
    Row("GET /v1/reports/{report_id}/decisions",                    403, 403, 200, 200, 200, 403),
    Row("GET /v1/reports/{report_id}/decisions",                    403, 403, 403, 403, 200, 403, ids=BLIND),
    Row("POST /v1/reports/{report_id}/decisions",                   403, 403, 201, 201, 201, 403, body=DECISION),
    Row("POST /v1/reports/{report_id}/decisions",                   403, 403, 403, 403, 201, 403,
        body=DECISION, ids=BLIND),
    Row("POST /v1/reports/{report_id}/disagreements",               201, 404, 403, 403, 403, 403,
        body={"target": "element:MP1.cost", "reason": "It is there."}),
    Row("GET /v1/disagreements",                                    200, 200, 200, 200, 200, 403, theirs=True),
    Row("POST /v1/disagreements/{disagreement_id}/answer",          403, 403, 200, 200, 200, 403,
        body={"answer": "So it is."}),
    Row("GET /v1/users/{user_id}/personal-data",                    200, 404, 404, 200, 200, 403),
    Row("DELETE /v1/users/{user_id}/personal-data",                 200, 404, 404, 200, 200, 403),
    Row("GET /v1/session",                                          200, 200, 200, 200, 200, 200, theirs=True),
    Row("POST /v1/session",                                         401, 401, 401, 401, 401, 401, theirs=True,
        body={"email": "nobody@hill.example", "password": "not this one at all"}),
    Row("DELETE /v1/session",                                       204, 204, 204, 204, 204, 204, theirs=True),
    Row("PUT /v1/session/password",                                 403, 403, 403, 403, 403, 403, theirs=True,
        body={"old": "not this one at all", "new": "five loud yellow trains"}),
    Row("GET /v1/users",                                            403, 403, 403, 200, 200, 403, theirs=True),
    Row("POST /v1/users",                                           403, 403, 403, 201, 201, 403, theirs=True,
        body={"email": "ada@hill.example", "name": "Ada", "role": "student"}),
    Row("POST /v1/users/import",                                    403, 403, 403, 200, 200, 403, theirs=True,
        text="email,name\nada@hill.example,Ada\n"),
    Row("GET /v1/users/{user_id}",                                  200, 403, 403, 200, 200, 403),
    Row("PATCH /v1/users/{user_id}",                                403, 403, 403, 200, 200, 403, body={"name": "Ada"}),
    Row("GET /v1/groups",                                           403, 403, 200, 200, 200, 403, theirs=True),
    Row("POST /v1/groups",                                          403, 403, 403, 201, 201, 403,
        theirs=True, body={"name": "Tuesday"}),
    Row("POST /v1/groups/import",                                   403, 403, 403, 200, 200, 403, theirs=True,
        text="group,email\nTuesday,student@hill.example\n"),
    Row("GET /v1/groups/{group_id}",                                403, 403, 200, 200, 200, 403),
    Row("PATCH /v1/groups/{group_id}",                              403, 403, 403, 200, 200, 403,
        body={"name": "Tuesday"}),
    Row("DELETE /v1/groups/{group_id}",                             403, 403, 403, 204, 204, 403),
    Row("GET /v1/groups/{group_id}/members",                        403, 403, 200, 200, 200, 403),
    Row("PUT /v1/groups/{group_id}/members/{user_id}",              403, 403, 403, 204, 204, 403),
    Row("DELETE /v1/groups/{group_id}/members/{user_id}",           403, 403, 403, 204, 204, 403),
    Row("GET /v1/keys",                                             403, 403, 403, 200, 403, 403, theirs=True),
    Row("POST /v1/keys",                                            403, 403, 403, 201, 403, 403, theirs=True,
        body={"name": "Records", "scopes": ["submissions:read"]}),
    Row("GET /v1/keys/{key_id}",                                    403, 403, 403, 200, 403, 403),
    Row("DELETE /v1/keys/{key_id}",                                 403, 403, 403, 200, 403, 403),
    Row("GET /v1/institution",                                      200, 200, 200, 200, 200, 200, theirs=True),
    Row("PUT /v1/institution/retention",                            403, 403, 403, 200, 200, 403,
        theirs=True, body={"retention_days": 365}),
    Row("GET /v1/audit",                                            403, 403, 403, 200, 200, 403, theirs=True),
    Row("GET /v1/batches",                                          403, 403, 200, 200, 200, 403, theirs=True),
    Row("POST /v1/batches",                                         403, 403, 201, 201, 201, 403,
        files=("files", "one.txt", SECOND), body={"assignment_id": "{assignment_id}"}),
    Row("GET /v1/batches/{batch_id}",                               403, 403, 200, 200, 200, 403),
    Row("GET /v1/batches/{batch_id}/items",                         403, 403, 200, 200, 200, 403),
    Row("GET /v1/batches/{batch_id}/events",                        403, 403, 200, 200, 200, 403),
    Row("POST /v1/batches/{batch_id}/cancel",                       403, 403, 200, 200, 200, 403),
    Row("POST /v1/batches/{batch_id}/retry",                        403, 403, 409, 409, 409, 403),
    Row("GET /v1/batches/{batch_id}/summary",                       403, 403, 200, 200, 200, 403),
    Row("GET /v1/batches/{batch_id}/exports/{form}",                403, 403, 200, 200, 200, 403),
    Row("POST /v1/batches/{batch_id}/exports/{form}",               403, 403, 422, 422, 422, 403,
        files=("file", "sheet.csv", "Identifier,Grade"), body={}, ids={"form": "sheet_form"}),
    Row("GET /v1/webhooks",                                         403, 403, 403, 200, 200, 403, theirs=True),
    Row("POST /v1/webhooks",                                        403, 403, 403, 201, 201, 403, theirs=True,
        body={"url": "https://records.example/other", "events": ["report.ready"]}),
    Row("GET /v1/webhooks/{webhook_id}",                            403, 403, 403, 200, 200, 403),
    Row("PATCH /v1/webhooks/{webhook_id}",                          403, 403, 403, 200, 200, 403,
        body={"is_active": False}),
    Row("DELETE /v1/webhooks/{webhook_id}",                         403, 403, 403, 204, 204, 403),
    Row("POST /v1/webhooks/{webhook_id}/ping",                      403, 403, 403, 202, 202, 403),
    Row("GET /v1/webhooks/{webhook_id}/deliveries",                 403, 403, 403, 200, 200, 403),
    Row("GET /healthz",                                             200, 200, 200, 200, 200, 200, 200, theirs=True),
    Row("GET /readyz",                                              200, 200, 200, 200, 200, 200, 200, theirs=True),
)
# fmt: on
