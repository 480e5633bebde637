"""The evidence card as it was released with this version: how far its judgements can be trusted, and why."""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from gzip import compress
from hashlib import sha256
from http import HTTPStatus
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from service.web.pages import PagesDep
from service.web.routes import root_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

CARD = "evidence_card.html"
POLICY = (
    "default-src 'none'; style-src {styles}; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedCard:
    """The page of the evidence card, and what a browser may do with it."""

    page: str
    packed: bytes
    """The page as gzip, a fraction of its size, for browsers that take it."""
    security_policy: str
    """Allows the one style sheet that the page carries, by its hash, and nothing else."""


def read_card(page: str) -> ReleasedCard:
    """The card with the policy that fits it."""
    styles = " ".join(f"'sha256-{_digest(style)}'" for style in _STYLE.findall(page)) or "'none'"
    packed = compress(page.encode(), mtime=0)
    return ReleasedCard(page=page, packed=packed, security_policy=POLICY.format(styles=styles))


@cache
def load_card() -> ReleasedCard | None:
    """The card that was packaged with the models; None where there is none."""
    card = files("models").joinpath(CARD)
    return read_card(card.read_text(encoding="utf-8")) if card.is_file() else None


@router.api_route("/evidence", methods=["GET", "HEAD"])
def show_evidence(
    request: Request, pages: PagesDep, card: Annotated[ReleasedCard | None, Depends(load_card)]
) -> HTMLResponse:
    """The evidence card, to the letter as it was released."""
    if card is None:
        page = pages.problem(root=root_of(request), detail=pages.texts.errors.not_found)
        return HTMLResponse(page, status_code=HTTPStatus.NOT_FOUND)
    headers = {"content-security-policy": card.security_policy, "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return HTMLResponse(card.packed, headers={**headers, "content-encoding": "gzip"})
    return HTMLResponse(card.page, headers=headers)


def _digest(style: str) -> str:
    return b64encode(sha256(style.encode()).digest()).decode()
