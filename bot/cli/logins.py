"""``python -m bot logins ACTION [NAME]``: who signs in to the web app with a password. The bot may be running.

logins add ann            asks for a password, twice; --admin makes an admin
logins password ann       another password; every browser of that person is signed out
logins remove ann         the name is gone, what its person has here stays until they are erased
logins list               the names, and where each is signed in
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from bot import databases
from bot.frontends.local.login.keeper import NAME_MOST, new_person
from bot.frontends.local.login.passwords import LEAST, Passwords, is_fit
from bot.settings import Settings, load
from bot.wiring import CannotRunError, explained
from storage import accounts, admissions, audit, logins
from storage.database import Database
from storage.errors import StorageError

ASK = getpass.getpass
OPERATOR = "operator"  # whoever may run this command, in the audit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("action", choices=("add", "password", "remove", "list"))
    parser.add_argument("name", nargs="?", default="", help="who signs in")
    parser.add_argument("--admin", action="store_true", help="with add: an admin, who may open the operator page")
    parser.add_argument("--password-file", type=Path, help="a file whose first line is the password")


def main(args: argparse.Namespace, ask: Callable[[str], str] = ASK) -> int:
    """Do it; 1 with one sentence when that is not possible."""
    settings = load()
    name = logins.folded(args.name)
    if args.action != "list" and not (name and len(name) <= NAME_MOST and name.isprintable()):
        print(f"Give a name of 1 to {NAME_MOST} characters.", file=sys.stderr)
        return 1
    password = ""
    if args.action in ("add", "password"):
        password = _password(args.password_file, ask)
        if not password:
            return 1
    try:
        with explained(settings):
            settings.data.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            said, well = asyncio.run(_act(settings, args.action, name, password, admin=args.admin))
    except (CannotRunError, StorageError) as error:
        print(error, file=sys.stderr)
        return 1
    print(said, file=sys.stdout if well else sys.stderr)
    return 0 if well else 1


def _password(file: Path | None, ask: Callable[[str], str]) -> str:
    """Return the password, or "" after saying why there is none."""
    try:
        if file is not None:
            first = file.read_text("utf-8").partition("\n")[0].rstrip("\r")
        else:
            first = ask("Password: ")
            if first and ask("Once more: ") != first:
                print("The two differ.", file=sys.stderr)
                return ""
    except OSError as error:
        print(f"{file} could not be read: {error.strerror}.", file=sys.stderr)
        return ""
    except EOFError:
        print("Nobody is here to ask for the password: name a file of it with --password-file.", file=sys.stderr)
        return ""
    if not is_fit(first):
        print(f"The password must have at least {LEAST} characters.", file=sys.stderr)
        return ""
    return first


async def _act(settings: Settings, action: str, name: str, password: str, *, admin: bool) -> tuple[str, bool]:
    """Return what to print, and whether all is well."""
    kept = await Passwords().hash(password) if password else ""
    async with databases.opened(settings) as db:
        if action == "list":
            return await _listed(db), True
        if action == "add":
            return await _add(db, name, kept, admin=admin)
        async with db.transaction() as tx:
            known = await logins.name(tx, name)
            if known is None:
                return f"Nobody signs in as {name}.", False
            if action == "remove":
                await logins.remove_name(tx, name)
            else:
                await logins.set_password(tx, name, kept)
            await logins.end(tx, [one.digest for one in await logins.sessions(tx, known.user)])
            account = await accounts.find_or_create(tx, logins.PLATFORM, known.user)
            await audit.note(tx, OPERATOR, f"login {action}", account.id)  # not the name: it goes with its person
        return f"{name}: {'removed' if action == 'remove' else 'the password is changed'}, signed out everywhere.", True


async def _add(db: Database, name: str, kept: str, *, admin: bool) -> tuple[str, bool]:
    async with db.transaction() as tx:
        user = await new_person(tx, name, kept)
        if user is None:
            return f"Somebody signs in as {name} already.", False
        account = await accounts.find_or_create(tx, logins.PLATFORM, user)
        await admissions.admit(tx, account.id)
        if admin:
            await accounts.set_role(tx, account.id, "admin")
        await audit.note(tx, OPERATOR, "login add", account.id, admin=admin)
    return f"{name} can sign in{', as an admin' if admin else ''}. Their id is {logins.PLATFORM}:{user}.", True


async def _listed(db: Database) -> str:
    async with db.reading() as rx:
        rows = [(one, await logins.sessions(rx, one.user)) for one in await logins.names(rx)]
    lines = [f"{one.name:<24} local:{one.user}  {len(found)} browsers signed in" for one, found in rows]
    return "\n".join(lines) or "Nobody signs in with a password."
