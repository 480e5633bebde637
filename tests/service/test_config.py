from pathlib import Path

import pytest
from pydantic import ValidationError

from service.config import Settings, find_settings, load_settings
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


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_settings_come_from_a_file_in_the_working_folder(folder: Path) -> None:
    (folder / "markpoint.toml").write_text('port = 9000\n[oidc_role_map]\nstaff = "tutor"\n')
    settings = load_settings()
    assert (settings.port, settings.oidc_role_map, settings.max_words) == (9000, {"staff": "tutor"}, 10_000)


def test_settings_come_from_a_file_that_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "markpoint.toml").write_text("port = 9000")
    (folder / "other.toml").write_text("max_words = 20")
    monkeypatch.setenv("MARKPOINT_CONFIG", "other.toml")
    assert (load_settings().port, load_settings().max_words) == (8000, 20)


def test_the_environment_wins_and_each_setting_knows_where_it_came_from(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "markpoint.toml").write_text("port = 9000\nmax_words = 20")
    monkeypatch.setenv("markpoint_port", "9001")
    found = find_settings()
    assert (found.settings.port, found.settings.max_words) == (9001, 20)
    assert {name: found.origins[name] for name in ("port", "max_words", "host")} == {
        "port": "MARKPOINT_PORT",
        "max_words": "markpoint.toml",
        "host": "default",
    }
    assert set(found.origins) == set(Settings.model_fields)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("port = 99999", r"port in markpoint\.toml: Input should be less than or equal to 65535\. Change it"),
        ("colour = 'blue'", r"markpoint\.toml: colour is not a setting"),
        ("config = 'other.toml'", r"markpoint\.toml: config is not a setting"),
        ("port: 8000", r"markpoint\.toml is not TOML\. Write one setting a line"),
        ("\x00", "is not TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(folder: Path, text: str, message: str) -> None:
    (folder / "markpoint.toml").write_text(text)
    with pytest.raises(SettingsError, match=message):
        load_settings()


def test_a_file_that_is_named_and_missing_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARKPOINT_CONFIG", "missing.toml")
    with pytest.raises(SettingsError, match=r"there is no file missing\.toml"):
        load_settings()
    (folder / "missing.toml").mkdir()
    with pytest.raises(SettingsError, match=r"missing\.toml cannot be read: Is a directory"):
        load_settings()


def test_a_secret_that_cannot_be_used_is_not_repeated(folder: Path) -> None:
    (folder / "markpoint.toml").write_text("secret_key = ['hush', 'hush']")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "hush" not in str(caught.value)
