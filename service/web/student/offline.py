"""The script that keeps the pages for writing on a device. It lies beside them, for it may serve no others."""

from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

from service.web.student.desk import WORK

router = APIRouter(include_in_schema=False)


@router.get(f"{WORK}/offline.js")
def show_worker() -> Response:
    """The script; open to everybody, since browsers look for a newer one when nobody is signed in, too."""
    body = files("service.web").joinpath("static", "offline.js").read_bytes()
    return Response(body, media_type="text/javascript; charset=utf-8")
