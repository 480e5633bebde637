"""Settings of the service. The only file that sees the environment."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.scores import LEAST_SCRIPTS
from service.errors import SettingsError

_PREFIX = "MARKPOINT_"
CONFIG_FILE = Path("markpoint.toml")
"""The file with settings that is read where it lies in the working folder and none is named."""


class Settings(BaseSettings):
    """Everything that may be set from outside; the variable is the field's name in capitals after `MARKPOINT_`."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="forbid")

    config: Path | None = None
    """A TOML file with settings, named as here; unset, `markpoint.toml` in the working folder where there is one."""
    environment: Literal["laptop", "production"] = "laptop"
    """In `production`, settings that would put learners' drafts at risk are refused."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: Annotated[int, Field(ge=0, le=65_535)] = 8000
    """Port to listen on; 0 lets the system choose."""
    rubric_id: str = "operations_management.level7"
    """The rubric used where a request names none."""
    rubric_dir: Path | None = None
    """A folder with further rubrics."""
    least_marked_scripts: Annotated[int, Field(ge=0, le=10_000)] = LEAST_SCRIPTS
    """Marked scripts from which a rubric's models must have learned before bands and estimates are shown."""
    data_dir: Path = Path(".markpoint")
    """The folder for what the service keeps."""
    database_url: SecretStr | None = None
    """`sqlite:///file` or `postgresql://user:password@host/database`; without one, a SQLite file in the data folder."""
    auto_upgrade: bool | None = None
    """Whether starting brings older tables up to date; unset, it does so on SQLite only."""
    secret_key: SecretStr | None = None
    """What digests and signatures are made with; without one, it is made once and kept in the data folder."""
    encryption_keys: SecretStr | None = None
    """Keys that encrypt drafts at rest, `id:base64` of 32 bytes each with commas between; the first one encrypts."""
    unencrypted_drafts: bool = False
    """Says that drafts are stored without encryption on purpose; in production one of the two must be said."""
    retention_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    """Days after which drafts and reports are deleted where the institution says nothing itself; unset, they stay."""
    machines: Annotated[int, Field(ge=1, le=10_000)] = 1
    """How many machines share the database; SQLite is for one."""
    public_url: str | None = None
    """The address for browsers, such as `https://feedback.example.edu`; with https, cookies travel by https only."""
    trusted_proxies: str = "127.0.0.1"
    """Proxies in front, as addresses or networks with commas; what they say of who asks is believed."""
    open_feedback: bool = True
    """Whether feedback of which nothing is stored is given without an account."""
    session_hours: Annotated[float, Field(gt=0, le=720)] = 12.0
    """How long somebody stays signed in."""
    login_attempts_per_minute: Annotated[int, Field(ge=0, le=1_000)] = 10
    """Most attempts a minute to sign in as one person; 0 for no limit."""
    requests_per_minute: Annotated[int, Field(ge=0, le=1_000_000)] = 1_200
    """Most requests a minute of one person, key or address without account; 0 for no limit."""
    oidc_issuer: str | None = None
    """The sign-in service of the institution (OpenID Connect), as it names itself; without one, local accounts only."""
    oidc_client_id: str | None = None
    """What the sign-in service calls us."""
    oidc_client_secret: SecretStr | None = None
    """What we show the sign-in service; without one, we are a public client."""
    oidc_role_claim: str | None = None
    """The claim that names roles, with dots for one inside another; without one, newcomers are students."""
    oidc_role_map: dict[str, Literal["student", "tutor", "administrator"]] = {}
    """What the values of that claim mean here, as JSON: `{"staff": "tutor"}`."""
    oidc_institution: str | None = None
    """The name of the institution that the sign-in service belongs to; needed where there are several."""
    max_body_bytes: Annotated[int, Field(ge=1_000, le=200_000_000)] = 10_485_760
    """Largest file or request body."""
    max_words: Annotated[int, Field(ge=1, le=50_000)] = 10_000
    """Longest draft in words."""
    extraction_timeout_s: Annotated[float, Field(gt=0, le=600)] = 10.0
    """Longest time to read one file, wall clock and processor alike."""
    extraction_memory_bytes: Annotated[int, Field(ge=134_217_728)] = 536_870_912
    """Most memory that reading one file may take."""
    max_batch_bytes: Annotated[int, Field(ge=1_000, le=2_000_000_000)] = 104_857_600
    """Largest zip, or files together, of a batch."""
    request_timeout_s: Annotated[float, Field(gt=0, le=600)] = 60.0
    """Longest time to answer one request."""
    workers: Annotated[int, Field(ge=0, le=64)] = 1
    """How many processes `serve` starts to score batches, once there are any; 0 where all workers run by themselves."""
    worker_niceness: Annotated[int, Field(ge=0, le=19)] = 19
    """How far workers stand back behind everything else on their machine; 0 for not at all."""
    heartbeat_s: Annotated[float, Field(ge=0.05, le=60)] = 2.0
    """How often a worker gives a sign of life; after ten that fail to come, others take over what it had begun."""
    allow_private_webhooks: bool = False
    """Whether webhooks may lead into private networks, and go without https."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least severity that is logged."""
    metrics: bool = True
    """Whether figures for Prometheus are kept and shown at `/metrics`."""
    metrics_token: SecretStr | None = None
    """What a reader of the figures sends as `Authorization: Bearer`; without one, this machine alone may read them."""
    metrics_port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    """A further port for the figures of this process alone, for workers on machines of their own."""
    otel_endpoint: str | None = None
    """Where traces are sent, such as `http://collector:4318`; needs `pip install 'markpoint[otel]'`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSettings:
    """The settings, and where each came from: a variable, a file or the default."""

    settings: Settings
    origins: Mapping[str, str]


def load_settings() -> Settings:
    """The settings of this environment and its file; the environment wins.

    Raises:
        SettingsError: a setting holds a value that cannot be used, none has its name, or the file cannot be read.
    """
    return find_settings().settings


def find_settings() -> FoundSettings:
    """The settings of this environment and its file, with where each came from.

    Raises:
        SettingsError: a setting holds a value that cannot be used, none has its name, or the file cannot be read.
    """
    origins = dict.fromkeys(Settings.model_fields, "default")
    variables = _read_variables()
    path = Path(variables["config"]) if variables.get("config") else CONFIG_FILE
    in_file = _read_file(path, is_wanted="config" in variables)
    origins.update(dict.fromkeys(in_file, str(path)))
    origins.update({name: _variable(name) for name in variables})
    try:
        settings = Settings(**{name: value for name, value in in_file.items() if name not in variables})
    except ValidationError as error:
        problem = error.errors()[0]
        name = str(problem["loc"][0]) if problem["loc"] else "config"
        place = _variable(name) if origins.get(name) != str(path) else f"{name} in {path}"
        raise SettingsError(f"{place}: {problem['msg']}. Change it, or unset it to use the default.") from error
    return FoundSettings(settings=settings, origins=origins)


def _variable(name: str) -> str:
    return f"{_PREFIX}{name}".upper()


def _read_variables() -> dict[str, str]:
    """What the environment sets, by the names of the settings."""
    found = {name.upper(): text for name, text in os.environ.items() if name.upper().startswith(_PREFIX)}
    known = {_variable(name): name for name in Settings.model_fields}
    unknown = sorted(set(found) - set(known))
    if unknown:
        raise SettingsError(f"{unknown[0]} is not a setting. The settings are {', '.join(sorted(known))}.")
    return {known[name]: text for name, text in found.items()}


def _read_file(path: Path, *, is_wanted: bool) -> dict[str, Any]:
    """What the file sets; nothing where there is none and none was named."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if not is_wanted:
            return {}
        raise SettingsError(
            f"MARKPOINT_CONFIG: there is no file {path}. Name one that is there, or unset it."
        ) from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Check its rights.") from error
    except ValueError as error:
        raise SettingsError(f"{path} is not TOML. Write one setting a line, such as: port = 8000") from error
    unknown = sorted(set(read) - (set(Settings.model_fields) - {"config"}))
    if unknown:
        raise SettingsError(f"{path}: {unknown[0]} is not a setting. The settings are in the README, in small letters.")
    return read
