"""Each request has a name, the caller's own where it is fit for a log."""

import pytest
from starlette.types import Scope

from service.http.request_ids import name_request, request_id_of


def scope(sent: bytes | None = None) -> Scope:
    return {"type": "http", "headers": [] if sent is None else [(b"x-request-id", sent)]}


@pytest.mark.parametrize("sent", [b"trace-12", b"0f9a0e6c-1111-4222-8333-444455556666", b"a.b_c-d8"])
def test_a_fit_name_is_kept(sent: bytes) -> None:
    request = scope(sent)
    assert name_request(request) == sent.decode()
    assert request_id_of(request) == sent.decode()


@pytest.mark.parametrize(
    "sent", [None, b"", b"short", b"a" * 65, b"two words", b"line\nbreak", b"\xe9tudiant", b"<script>"]
)
def test_anything_else_is_replaced(sent: bytes | None) -> None:
    request = scope(sent)
    assert name_request(request).isalnum()
    assert name_request(scope(sent)) != request_id_of(request)


def test_outside_the_layers_that_name_it_a_request_has_no_name() -> None:
    assert request_id_of(scope(b"trace-12")) is None
