"""The pages for students, in the order in which their addresses are tried."""

from service.web.student import reactions, writing

ROUTERS = (reactions.router, writing.router)
