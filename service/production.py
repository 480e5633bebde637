"""What may not be in production: settings that put learners' drafts, or the accounts of people, at risk."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from service.config import Settings
from service.errors import SettingsError

LEAST_KEY_CHARACTERS = 32
_LEAST_KINDS = 10
"""Different characters of a key that was drawn at random; 32 hexadecimal digits nearly always have more."""
_MAKE_A_KEY = "Make one with: openssl rand -base64 48"


def refuse_unsafe(settings: Settings) -> None:
    """Go on only where the settings are fit for learners' drafts; on a laptop they always are.

    Raises:
        SettingsError: at least one is not; the message names each of them and says what to do.
    """
    problems = find_unsafe(settings)
    if problems:
        raise SettingsError("These settings are not safe in production:\n" + "\n".join(f"- {one}" for one in problems))


def find_unsafe(settings: Settings) -> tuple[str, ...]:
    """What is unsafe, each with what to do about it; nothing on a laptop."""
    if settings.environment != "production":
        return ()
    found = (_of_secrets, _of_storage, _of_addresses, _of_openness)
    return tuple(problem for look in found for problem in look(settings))


def _of_secrets(settings: Settings) -> Iterator[str]:
    if settings.secret_key is None:
        yield f"MARKPOINT_SECRET_KEY is not set. {_MAKE_A_KEY}"
    elif _is_weak(settings.secret_key.get_secret_value()):
        yield (
            f"MARKPOINT_SECRET_KEY is weak: it needs {LEAST_KEY_CHARACTERS} characters drawn at random. {_MAKE_A_KEY}"
        )
    token = settings.metrics_token
    if settings.metrics and token is None:
        yield "MARKPOINT_METRICS_TOKEN is not set. Set it, or MARKPOINT_METRICS=false to keep no figures."
    elif settings.metrics and token is not None and _is_weak(token.get_secret_value()):
        yield f"MARKPOINT_METRICS_TOKEN is weak. {_MAKE_A_KEY}"


def _is_weak(secret: str) -> bool:
    return len(secret) < LEAST_KEY_CHARACTERS or len(set(secret)) < _LEAST_KINDS


def _of_storage(settings: Settings) -> Iterator[str]:
    address = settings.database_url.get_secret_value() if settings.database_url else "sqlite:"
    if address.startswith("sqlite") and settings.machines > 1:
        yield (
            f"MARKPOINT_MACHINES is {settings.machines} and the database is SQLite, which is for one machine. "
            "Set MARKPOINT_DATABASE_URL to a PostgreSQL database."
        )
    has_keys = settings.encryption_keys is not None and settings.encryption_keys.get_secret_value().strip() != ""
    if not has_keys and not settings.unencrypted_drafts:
        yield (
            "MARKPOINT_ENCRYPTION_KEYS is not set: drafts would be stored as plain text. Set it to a name, a colon and "
            "the answer of: openssl rand -base64 32. Where the disk itself is encrypted, say "
            "MARKPOINT_UNENCRYPTED_DRAFTS=true instead."
        )


def _of_addresses(settings: Settings) -> Iterator[str]:
    if settings.public_url is None:
        yield "MARKPOINT_PUBLIC_URL is not set. Set it to the https address that browsers use."
    elif not _is_https(settings.public_url):
        yield (
            "MARKPOINT_PUBLIC_URL is not an https address: drafts and cookies would travel in the open. "
            "Put a proxy that speaks https in front, and set its address."
        )
    if settings.oidc_issuer is not None and not _is_https(settings.oidc_issuer):
        yield "MARKPOINT_OIDC_ISSUER is not an https address: sign-ins could be forged. Use the https address."


def _is_https(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and bool(parts.hostname)


def _of_openness(settings: Settings) -> Iterator[str]:
    if "open_feedback" not in settings.model_fields_set:
        yield (
            "MARKPOINT_OPEN_FEEDBACK is not set. Say false to let only people with an account send drafts, or true to "
            "let anybody."
        )
    for name in ("login_attempts_per_minute", "requests_per_minute"):
        if getattr(settings, name) == 0:
            yield f"MARKPOINT_{name.upper()} is 0: passwords could be guessed without end. Set a limit."
    if settings.log_level == "DEBUG":
        yield "MARKPOINT_LOG_LEVEL is DEBUG. Use INFO, WARNING or ERROR."
