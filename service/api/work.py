"""The addresses of what is handed in and kept, and of what people say of it."""

from service.api import assignments, disagreements, markings, personal_data, reports, rubric_versions, submissions

ROUTERS = (
    rubric_versions.router,
    assignments.router,
    submissions.router,
    markings.router,
    reports.router,
    disagreements.router,
    personal_data.router,
)
TAGS = (
    {"name": "assignments", "description": "What students are asked, and by which rubric it is read"},
    {"name": "submissions", "description": "The record around somebody's drafts for an assignment"},
    {"name": "drafts", "description": "Drafts that are kept, one after another"},
    {"name": "progress", "description": "What moved from draft to draft"},
    {"name": "decisions", "description": "What tutors decide beside the program"},
    {"name": "disagreements", "description": "What students say against a report, and the answers"},
    {"name": "markings", "description": "Two markers who do not see one another, and adjudication"},
    {"name": "releases", "description": "What students may see from then on"},
    {"name": "personal data", "description": "What is held about a person: given out, and deleted"},
)
