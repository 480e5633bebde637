"""`markpoint admin`: the first administrator of an institution, by whoever may run commands on the machine."""

import getpass
import sys
from typing import Annotated

import typer

from service.actions.institutions import FirstAdministrator, set_up_institution
from service.commands.opened import fail, opened_database
from service.storage.migrating import prepare_database

app = typer.Typer()


@app.command("admin")
def admin(
    email: Annotated[str, typer.Argument(help="E-mail address of the administrator.")],
    institution: Annotated[str, typer.Option(help="Name of the institution; made where there is none of that name.")],
    name: Annotated[str | None, typer.Option(help="Name of the administrator; the address without one.")] = None,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Give no password: the administrator signs in by the institution.")
    ] = False,
) -> None:
    """Make an administrator, and the institution if need be. The password is asked for, or read from standard input."""
    if "@" not in email or email.split() != [email]:
        fail("That is not an e-mail address.")
    if not institution.strip():
        fail("An institution needs a name.")
    password = None if no_password else _ask_password()
    first = FirstAdministrator(
        institution=institution.strip(), email=email, name=(name or email).strip(), password=password
    )
    with opened_database() as opened:
        prepare_database(opened.database, upgrade=opened.settings.auto_upgrade)
        with opened.database.writing() as session:
            set_up_institution(session, first)
    typer.echo(f"{email} administers {first.institution}. Start the service and sign in at /login.")


def _ask_password() -> str:
    """The password: typed twice at a terminal, or one line of standard input. It never stands on the command line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        fail("The two are not the same. Run the command again.")
    return password
