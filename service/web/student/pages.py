"""The pages for students, in the order in which their addresses are tried."""

from service.web.student import course, downloads, offline, reactions, writing

ROUTERS = (offline.router, downloads.router, reactions.router, course.router, writing.router)
