"""`markpoint database`: look after the tables, the keys that drafts are encrypted with, and what is kept too long."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated

import typer

from service.commands.opened import fail, opened_database
from service.config import Settings
from service.storage.crypto import Keyring
from service.storage.migrating import SchemaState, read_state, upgrade_database
from service.storage.rekeying import count_keys, rekey_database
from service.storage.retention import apply_retention, delete_expired

app = typer.Typer(name="database", help="Look after the database.", no_args_is_help=True)


@app.command("upgrade")
def upgrade() -> None:
    """Bring the tables up to the version of this program. Make a backup first."""
    with opened_database() as opened:
        before = read_state(opened.database)
        after = upgrade_database(opened.database)
    if before.is_current:
        typer.echo(f"The tables are at version {after.current} already.")
    else:
        typer.echo(f"The tables went from version {before.current or 'none'} to {after.current}.")


@app.command("check")
def check() -> None:
    """Say which version the tables have and which keys encrypt what they hold. Exit status 1 if something is wrong."""
    with opened_database() as opened:
        state = read_state(opened.database)
        if not state.is_current:
            fail(_explain(state))
        typer.echo(f"The tables are at version {state.current}, as this program wants them.")
        counts = count_keys(opened.database)
        for line in _describe_keys(counts):
            typer.echo(line)
        known = {key.id for key in _keyring(opened.settings).keys}
        missing = sorted(key_id for key_id in counts if key_id is not None and key_id not in known)
        if missing:
            fail(f"MARKPOINT_ENCRYPTION_KEYS lacks the key {missing[0]}. Without it these values cannot be read.")


@app.command("rekey")
def rekey(
    decrypt: Annotated[bool, typer.Option("--decrypt", help="Store everything without encryption instead.")] = False,
) -> None:
    """Encrypt everything with the first key of MARKPOINT_ENCRYPTION_KEYS; then the others can be thrown away."""
    with opened_database() as opened:
        keyring = _keyring(opened.settings, seals=not decrypt)
        if not keyring.keys:
            fail("There is no key. Set MARKPOINT_ENCRYPTION_KEYS: the new key first, then those used so far.")
        changed = rekey_database(opened.database, keyring)
    how = f"encrypted with the key {keyring.current.id}" if keyring.current else "stored without encryption"
    typer.echo(f"{changed} values changed; everything is {how}.")


@app.command("prune")
def prune() -> None:
    """Delete what is older than its institution keeps it, and what has run out by itself."""
    now = datetime.now(UTC)
    with opened_database() as opened:
        deleted = apply_retention(opened.database, default_days=opened.settings.retention_days, now=now)
        delete_expired(opened.database, now=now)
    typer.echo(
        f"Deleted {deleted.drafts} drafts, {deleted.reports} reports, {deleted.submissions} submissions, "
        f"{deleted.batches} batches."
    )


def _keyring(settings: Settings, *, seals: bool = True) -> Keyring:
    secret = settings.encryption_keys
    return Keyring.parse(secret.get_secret_value() if secret else None, seals=seals)


def _explain(state: SchemaState) -> str:
    if not state.is_known:
        return (
            f"The tables are at version {state.current}, which this program does not know. Install a newer Markpoint."
        )
    return (
        f"The tables are at version {state.current or 'none'}, and this program works with {state.wanted}. "
        "Make a backup, then run: markpoint database upgrade"
    )


def _describe_keys(counts: Mapping[str | None, int]) -> Iterator[str]:
    for key_id, count in sorted(counts.items(), key=lambda entry: entry[0] or ""):
        yield f"{count} values are " + (f"encrypted with the key {key_id}." if key_id else "stored without encryption.")
