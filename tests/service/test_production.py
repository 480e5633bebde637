"""In production, what would put drafts at risk is refused, with what to do; on a laptop nothing is."""

import base64
import signal
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from service.config import Settings
from service.errors import SettingsError
from service.production import find_unsafe, refuse_unsafe
from tests.server import serving

KEY = "k9Qw2ErT5yUi8oPa1sDf4gHj7kLz0xCv3bNm6"
SAFE = {
    "environment": "production",
    "secret_key": KEY,
    "encryption_keys": f"a:{base64.b64encode(bytes(range(32))).decode()}",
    "public_url": "https://feedback.example.edu",
    "open_feedback": False,
    "metrics_token": KEY[::-1],
}


def problems(**changes: object) -> tuple[str, ...]:
    """What is unsafe with the safe settings changed so; None leaves a setting out."""
    chosen = {name: value for name, value in {**SAFE, **changes}.items() if value is not None}
    return find_unsafe(Settings.model_validate(chosen))


def test_safe_settings_are_taken() -> None:
    assert problems() == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"metrics": False, "metrics_token": None},
        {"encryption_keys": None, "unencrypted_drafts": True},
        {"machines": 3, "database_url": "postgresql://markpoint@db/markpoint"},
        {"machines": 1, "database_url": "sqlite:////data/markpoint.db"},
        {"open_feedback": True},
        {"oidc_issuer": "https://login.example.edu"},
    ],
)
def test_other_ways_to_be_safe_are_taken(changes: dict[str, object]) -> None:
    assert problems(**changes) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"secret_key": None}, "MARKPOINT_SECRET_KEY is not set. Make one with: openssl rand"),
        ({"secret_key": "too-short-Ab12"}, "MARKPOINT_SECRET_KEY is weak"),
        ({"secret_key": "change me " * 8}, "MARKPOINT_SECRET_KEY is weak"),
        ({"encryption_keys": None}, "MARKPOINT_ENCRYPTION_KEYS is not set: drafts would be stored as plain text"),
        ({"encryption_keys": " "}, "MARKPOINT_ENCRYPTION_KEYS is not set"),
        ({"public_url": None}, "MARKPOINT_PUBLIC_URL is not set"),
        ({"public_url": "http://feedback.example.edu"}, "MARKPOINT_PUBLIC_URL is not an https address"),
        ({"public_url": "https://"}, "MARKPOINT_PUBLIC_URL is not an https address"),
        ({"oidc_issuer": "http://login.example.edu"}, "MARKPOINT_OIDC_ISSUER is not an https address"),
        ({"open_feedback": None}, "MARKPOINT_OPEN_FEEDBACK is not set. Say false"),
        ({"machines": 2}, "which is for one machine. Set MARKPOINT_DATABASE_URL"),
        ({"login_attempts_per_minute": 0}, "MARKPOINT_LOGIN_ATTEMPTS_PER_MINUTE is 0"),
        ({"requests_per_minute": 0}, "MARKPOINT_REQUESTS_PER_MINUTE is 0"),
        ({"log_level": "DEBUG"}, "MARKPOINT_LOG_LEVEL is DEBUG. Use INFO"),
        ({"metrics_token": None}, "MARKPOINT_METRICS_TOKEN is not set"),
        ({"metrics_token": "short"}, "MARKPOINT_METRICS_TOKEN is weak"),
    ],
)
def test_each_unsafe_setting_is_named_with_what_to_do(changes: dict[str, object], said: str) -> None:
    (problem,) = problems(**changes)
    assert said in problem


def test_everything_unsafe_is_said_at_once_and_no_secret_is_repeated() -> None:
    settings = Settings.model_validate({"environment": "production", "secret_key": "hush"})
    with pytest.raises(SettingsError) as caught:
        refuse_unsafe(settings)
    message = str(caught.value)
    assert message.count("\n- ") == len(find_unsafe(settings)) >= 5
    assert "hush" not in message


def test_a_laptop_needs_none_of_this() -> None:
    refuse_unsafe(Settings(log_level="DEBUG", requests_per_minute=0))


@pytest.mark.slow
def test_the_service_runs_with_safe_settings_and_by_https_only() -> None:
    environment = {f"MARKPOINT_{name.upper()}": str(value) for name, value in SAFE.items()}
    with serving("--port", "0", **environment) as server:
        address = server.address()
        with urlopen(f"{address}/readyz") as answer:  # noqa: S310
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{address}/metrics")  # noqa: S310
        assert refused.value.code == 401
        refused.value.close()
        with pytest.raises(HTTPError) as refused:
            urlopen(Request(f"{address}/v1/feedback", b'{"text": "a"}', {"content-type": "application/json"}))  # noqa: S310
        assert refused.value.code == 401
        refused.value.close()
        assert server.finish(signal.SIGTERM)[0] == 0
