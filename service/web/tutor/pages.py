"""All pages for tutors."""

from service.web.tutor import assignments, batches, class_page, disagreements, exports, overview, review, settings

BATCHES = batches.BATCHES
"""Where scripts are handed in, many at once."""
ROUTERS = (
    assignments.router,
    overview.router,
    batches.router,
    review.router,
    class_page.router,
    exports.router,
    disagreements.router,
    settings.router,
)
