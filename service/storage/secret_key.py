"""The secret of this installation: from the settings, or made once and kept beside the data."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from service.config import Settings
from service.errors import SettingsError

FILE_NAME = "secret.key"
_BYTES = 32


def load_secret_key(settings: Settings) -> bytes:
    """The secret that digests and signatures are made with.

    Without a setting it is made at the first call and kept in the data folder, readable by its owner alone. Several
    machines must share one, by `MARKPOINT_SECRET_KEY`.

    Raises:
        service.errors.SettingsError: the secret cannot be read or kept.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    path = settings.data_dir / FILE_NAME
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        return path.read_text(encoding="ascii").encode()
    except OSError as error:
        raise SettingsError(
            f"{path}: {error.strerror}. Set MARKPOINT_SECRET_KEY, or make the folder writable."
        ) from error


def _make(path: Path) -> None:
    """Write a new secret whole, and give it its name only if no other process was first."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(secrets.token_hex(_BYTES))
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
