from pathlib import Path

import pytest
from pydantic import ValidationError

from service.config import Settings, load_settings
from service.errors import SettingsError


def test_settings_have_defaults_that_serve_on_this_machine_only() -> None:
    settings = Settings()
    assert (settings.host, settings.port, settings.rubric_id) == ("127.0.0.1", 8000, "operations_management.level7")
    assert (settings.max_words, settings.rubric_dir) == (10_000, None)


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("MARKPOINT_PORT", "9000", "port", 9000),
        ("markpoint_max_words", "500", "max_words", 500),
        ("MARKPOINT_RUBRIC_DIR", "rubrics", "rubric_dir", Path("rubrics")),
        ("MARKPOINT_EXTRACTION_TIMEOUT_S", "2.5", "extraction_timeout_s", 2.5),
        ("PORT", "9000", "port", 8000),
    ],
)
def test_settings_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, read: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(load_settings(), field) == read


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("MARKPOINT_PORT", "99999", r"MARKPOINT_PORT: Input should be less than or equal to 65535\. Change it"),
        ("MARKPOINT_LOG_LEVEL", "LOUD", r"MARKPOINT_LOG_LEVEL: Input should be 'DEBUG'"),
        ("MARKPOINT_MAX_WORDS", "0", "MARKPOINT_MAX_WORDS"),
        ("MARKPOINT_EXTRACTION_TIMEOUT_S", "0", "MARKPOINT_EXTRACTION_TIMEOUT_S"),
        ("MARKPOINT_MAX_WORD", "500", "MARKPOINT_MAX_WORD is not a setting. The settings are .*MARKPOINT_MAX_WORDS"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=message):
        load_settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]
