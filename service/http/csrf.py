"""Requests that another site makes a browser send: none of them may change anything."""

from urllib.parse import urlsplit

from starlette.requests import Request

from service.access.tokens import same_token
from service.errors import ForbiddenError

HEADER = "x-csrf-token"
FIELD = "csrf_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN = frozenset({"same-origin", "none"})
_REFUSAL = (
    "The request does not carry the token of your session, so it may not come from you. "
    "Load the page anew and try again."
)


class ForgedRequestError(ForbiddenError):
    """A request that may come from another site."""

    title = "The request may not come from you"
    code = "forged_request"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(_REFUSAL)


def check_token(sent: str | None, expected: str) -> None:
    """Go on only with the token of the session, which other sites cannot read.

    Raises:
        ForgedRequestError: it is missing or another.
    """
    if sent is None or not same_token(sent, expected):
        raise ForgedRequestError


def check_header(request: Request, expected: str) -> None:
    """Go on with what only reads, or with the token of the session in its header.

    Raises:
        ForgedRequestError: the token is missing or another, or the browser says that another site asked.
    """
    if request.method in SAFE_METHODS:
        return
    check_own_site(request)
    check_token(request.headers.get(HEADER), expected)


def check_own_site(request: Request) -> None:
    """Go on unless the browser says that another site asked. Programs say nothing of the kind.

    Raises:
        ForgedRequestError: another site asked.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in _OWN:
        raise ForgedRequestError
    origin = request.headers.get("origin")
    if site is None and origin not in {None, "null"} and urlsplit(str(origin)).netloc != request.url.netloc:
        raise ForgedRequestError
