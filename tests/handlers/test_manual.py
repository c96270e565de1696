"""The page of commands, and that no platform hides one."""

from __future__ import annotations

from pathlib import Path

from bot.frontends.discord.commands import build
from bot.frontends.local.suggest import commands
from bot.frontends.telegram.menu import menus
from handlers.catalogue import CATALOGUE
from handlers.commands import ABILITIES, INVITATIONS, LISTED, STARS, WEB
from handlers.manual import manual
from handlers.router import RUNS
from handlers.text import Translator

EVERYTHING = ABILITIES | {WEB, LISTED, INVITATIONS, STARS}  # an operator who switched all of it on
PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_page_of_commands_is_current():
    """Written anew by `python -m handlers.manual > docs/commands.md`."""
    assert PAGE.read_text("utf-8") == manual(Translator().words("en"))


def test_the_page_names_every_command_with_every_parameter():
    """The control: a page that lost a command would still be equal to itself."""
    text = PAGE.read_text("utf-8")
    for entry in CATALOGUE:
        assert f"`/{entry.name}" in text
        assert all(f"| `{parameter.name}` |" in text for parameter in entry.parameters)


def test_every_command_has_a_handler_and_every_handler_a_command():
    """The catalogue promises nothing that nobody answers."""
    assert {entry.name for entry in CATALOGUE} == RUNS.keys()


def test_everybody_reaches_the_same_on_every_platform():
    """One catalogue: Telegram's menu, Discord's slash commands and the local chat's line offer the same.

    What only a group can be told is offered in groups.
    """
    translator = Translator()
    wanted = {entry.name for entry in CATALOGUE if entry.who == "user" and not entry.group}
    telegram = next(menu for menu in menus(translator, (), EVERYTHING) if not menu.language)
    discord = {one["name"] for one in build(translator, EVERYTHING) if one["type"] == 1}
    local = {one["name"] for one in commands("en", None, EVERYTHING)}
    assert {name for name, _ in telegram.entries} == local == wanted
    assert discord == {entry.name for entry in CATALOGUE}


def test_admins_find_their_commands_where_they_are_known():
    """Telegram lists them in the admin's own chat, Discord for those who manage a server."""
    translator = Translator()
    admin = {entry.name for entry in CATALOGUE if entry.who == "admin"}
    groups = {entry.name for entry in CATALOGUE if entry.group}
    made = menus(translator, ["telegram:7"], EVERYTHING)
    theirs = next(menu for menu in made if menu.where == "7" and not menu.language)
    assert admin - groups <= {name for name, _ in theirs.entries}
    hidden = {one["name"] for one in build(translator, EVERYTHING) if "default_member_permissions" in one}
    assert hidden == admin


def test_what_the_operator_did_not_switch_on_is_offered_nowhere():
    """A link into a web app that nobody can reach, an invitation to a bot that is for everybody."""
    translator = Translator()
    off = {entry.name for entry in CATALOGUE if entry.needs}
    assert off == {"web", "join", "admit", "expel", "invite", "paysupport", "terms"}
    shown = {name for menu in menus(translator, ["telegram:7"]) for name, _ in menu.entries}
    assert not off & (shown | {one["name"] for one in (*build(translator), *commands("en", None))})


def test_groups_are_offered_only_what_works_there():
    """A menu full of refusals is no menu."""
    public = {entry.name for entry in CATALOGUE if not entry.private and entry.who == "user"}
    group = next(menu for menu in menus(Translator()) if menu.where == "groups" and not menu.language)
    assert {name for name, _ in group.entries} == public
