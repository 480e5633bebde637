"""`markpoint config`: every setting, what it is and where it came from."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import typer
from pydantic import SecretStr

from service.config import FoundSettings, Settings, find_settings
from service.errors import SettingsError
from service.production import find_unsafe

CANNOT_START = 1
"""Exit status where a setting cannot be used, or is not safe in production."""
HIDDEN = "(set, hidden)"
UNSET = "(none)"

app = typer.Typer()


@app.command("config")
def show_config() -> None:
    """Show every setting with where it came from; secrets are hidden. Fails where `serve` would refuse them."""
    try:
        found = find_settings()
    except SettingsError as error:
        _fail(str(error))
    for line in describe_settings(found):
        typer.echo(line)
    unsafe = find_unsafe(found.settings)
    if unsafe:
        _fail("\nNot safe in production:\n" + "\n".join(f"- {problem}" for problem in unsafe))


def describe_settings(found: FoundSettings) -> Iterator[str]:
    """One line a setting: its name, its value, where that came from."""
    values = {name: _show(getattr(found.settings, name)) for name in Settings.model_fields}
    names = max(map(len, values))
    widest = max(map(len, values.values()))
    for name, value in values.items():
        yield f"{name:{names}}  {value:{widest}}  {found.origins[name]}"


def _show(value: object) -> str:
    if value is None:
        return UNSET
    if isinstance(value, SecretStr):
        return HIDDEN if value.get_secret_value() else UNSET
    if isinstance(value, Path | str):
        return "".join(char if char.isprintable() else "?" for char in str(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(CANNOT_START)
