"""`markpoint config` shows what is set and from where, and gives no secret away."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.config import Settings

WORDS = "do-not-show-me-0123456789-abcdef"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(output: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in output.splitlines() if line}


def test_every_setting_is_shown_with_where_it_came_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "markpoint.toml").write_text("max_words = 20\nport = 1")
    monkeypatch.setenv("MARKPOINT_PORT", "9000")
    done = CliRunner().invoke(app, ["config"])
    assert done.exit_code == 0
    shown = rows(done.output)
    assert list(shown) == list(Settings.model_fields)
    assert shown["port"] == ["9000", "MARKPOINT_PORT"]
    assert shown["max_words"] == ["20", "markpoint.toml"]
    assert shown["open_feedback"] == ["true", "default"]
    assert shown["public_url"] == ["(none)", "default"]


def test_secrets_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = [name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)]
    assert {"secret_key", "database_url", "encryption_keys", "oidc_client_secret", "metrics_token"} <= set(secrets)
    for name in secrets:
        monkeypatch.setenv(f"MARKPOINT_{name.upper()}", WORDS)
    done = CliRunner().invoke(app, ["config"])
    assert WORDS not in done.output
    assert rows(done.output)["secret_key"] == ["(set,", "hidden)", "MARKPOINT_SECRET_KEY"]


def test_what_serve_would_refuse_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARKPOINT_ENVIRONMENT", "production")
    done = CliRunner().invoke(app, ["config"])
    assert done.exit_code == 1
    assert "- MARKPOINT_SECRET_KEY is not set." in done.stderr
    monkeypatch.setenv("MARKPOINT_PORT", "eighty")
    done = CliRunner().invoke(app, ["config"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("MARKPOINT_PORT: ")
