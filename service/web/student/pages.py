"""The pages for students, in the order in which their addresses are tried."""

from service.web.student import course, downloads, reactions, writing

ROUTERS = (downloads.router, reactions.router, course.router, writing.router)
