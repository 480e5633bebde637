"""All pages for administrators; what has a name of its own comes before what has an id."""

from fastapi import APIRouter

from service.web.administration import groups, keys, people, roster
from service.web.administration.desk import PEOPLE

router = APIRouter()
router.include_router(groups.router, prefix=PEOPLE)
router.include_router(keys.router, prefix=PEOPLE)
router.include_router(roster.router)
router.include_router(people.router)
