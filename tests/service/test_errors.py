import inspect

import pytest

from service import errors
from service.errors import DraftError, ServiceError

ALL = [value for _, value in inspect.getmembers(errors, inspect.isclass) if issubclass(value, ServiceError)]
OF_DRAFTS = [error for error in ALL if issubclass(error, DraftError)]


@pytest.mark.parametrize("error", ALL)
def test_an_error_has_a_status_a_title_and_a_code(error: type[ServiceError]) -> None:
    assert 400 <= error.status < 600
    assert error.title[0].isupper()
    assert error.code.replace("_", "").islower()


def test_codes_and_titles_tell_errors_apart() -> None:
    codes = [error.code for error in ALL if error is not errors.UnreadableDraftError]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error", OF_DRAFTS)
def test_an_error_about_a_draft_says_what_happened_and_what_to_do(error: type[DraftError]) -> None:
    raised = error("it is odd").named("essay.docx")
    assert type(raised) is error
    assert str(raised) == f"essay.docx: it is odd. {error.advice}"
    assert error.advice.endswith(".")
