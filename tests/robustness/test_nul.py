"""The character NUL, which PostgreSQL keeps in no text, is refused or left out wherever words come in."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from service.access.roles import Role
from tests.batches import make_assignment
from tests.service.api.access import opened, settings_for
from tests.service.api.world import with_reader

BOUNDARY = (
    '--x\r\ncontent-disposition: form-data; name="assignment_id"\r\n\r\n{}\r\n'
    '--x\r\ncontent-disposition: form-data; name="files"; filename="a\0b.txt"\r\n\r\nOne.\r\n--x--\r\n'
)


@pytest.mark.slow
def test_nul_is_refused_or_left_out_at_every_door(postgresql_url: str, tmp_path: Path, application: FastAPI) -> None:
    with opened(settings_for(postgresql_url, tmp_path, requests_per_minute=0)) as door:
        with_reader(door, application)
        tutor, administrator, visitor = door.person(Role.TUTOR), door.person(Role.ADMINISTRATOR), door.visitor()
        assignment_id = make_assignment(door.hill)
        form = {"content-type": "multipart/form-data; boundary=x"}
        made = tutor.post("/v1/batches", content=BOUNDARY.format(assignment_id).encode(), headers=form)
        (item,) = tutor.get(f"/v1/batches/{made.json()['batch']['id']}/items").json()["items"]
        assert (made.status_code, item["name"]) == (201, "a")
        table = {"content-type": "text/csv"}
        refused = [
            administrator.post("/v1/groups", json={"name": "a\0b"}),
            tutor.post("/v1/submissions", json={"assignment_id": assignment_id, "participant_id": "1\0"}),
            tutor.post("/v1/assignments", json={"title": "a\0b", "rubric_id": "operations_management.level7"}),
            tutor.patch(f"/v1/assignments/{assignment_id}", json={"prompt": "a\0b"}),
            administrator.post("/v1/webhooks", json={"url": "https://example.org/\0", "events": ["batch.finished"]}),
            tutor.get("/v1/submissions?assignment_id=%00"),
            tutor.get("/v1/assignments?cursor=%00"),
        ]
        assert [answer.status_code for answer in refused] == [422] * len(refused)
        others = [
            visitor.post("/v1/session", json={"email": "a\0@hill.example", "password": "four calm green boats"}),
            visitor.post("/v1/session", json={"email": "a@hill.example", "password": "x", "institution": "H\0"}),
            administrator.post(
                "/v1/users/import", content=b"email,name,role\na\0@b.example,N\0,student\n", headers=table
            ),
            administrator.post("/v1/groups/import", content=b"group,email\nG\0,a\0@b.example\n", headers=table),
            tutor.post("/v1/feedback", json={"text": "One oven\0 is slow, so orders are late."}),
            administrator.get("/v1/audit?action=%00"),
            tutor.get("/v1/batches", headers={"idempotency-key": "k"}),
        ]
        assert max(answer.status_code for answer in others) < 500, [answer.text for answer in others]
