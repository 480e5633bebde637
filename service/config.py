"""Settings of the service. The only file that sees the environment."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import SettingsError

_PREFIX = "MARKPOINT_"


class Settings(BaseSettings):
    """Everything that may be set from outside; the variable is the field's name in capitals after `MARKPOINT_`."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: Annotated[int, Field(ge=0, le=65_535)] = 8000
    """Port to listen on; 0 lets the system choose."""
    rubric_id: str = "operations_management.level7"
    """The rubric used where a request names none."""
    rubric_dir: Path | None = None
    """A folder with further rubrics."""
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
    public_url: str | None = None
    """The address for browsers, such as `https://feedback.example.edu`; with https, cookies travel by https only."""
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
    request_timeout_s: Annotated[float, Field(gt=0, le=600)] = 60.0
    """Longest time to answer one request."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least severity that is logged."""


def load_settings() -> Settings:
    """The settings of this environment.

    Raises:
        SettingsError: a variable holds a value that cannot be used, or no setting has its name.
    """
    known = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.upper().startswith(_PREFIX) and name.upper() not in known)
    if unknown:
        raise SettingsError(f"{unknown[0]} is not a setting. The settings are {', '.join(sorted(known))}.")
    try:
        return Settings()
    except ValidationError as error:
        problem = error.errors()[0]
        name = f"{_PREFIX}{problem['loc'][0]}".upper()
        raise SettingsError(f"{name}: {problem['msg']}. Change it, or unset it to use the default.") from error
