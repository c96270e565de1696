"""Every command, said once. Telegram's menu, Discord's application commands and the local chat's help come from here.

What is asked of a kind of job stands with that kind in `handlers.jobs`; here are the others, and the order of all.
"""

from __future__ import annotations

import difflib
from typing import Any

from handlers.commands import ABILITIES, INVITATIONS, JOB, LISTED, REQUIRED_JOB, WEB, Entry, Parameter, usage
from handlers.jobs import job_kinds
from handlers.text import Words

_PERSON = Parameter(name="person", required=True)
SETTINGS = ("pictures", "style", "news")  # what /settings can set, beside `handlers.commands.CHOICES`
BLOCK_ACTS = ("me", "undo")
WEB_ACTS = ("out",)  # what /web does beside giving a link
PRESET_ACTS = ("use", "save", "delete")  # what /presets does with a name
#: The order people read; a command that is not in it comes after these.
MENU = (
    "start", "help", "selfies", "train", "portrait", "talk", "inpaint", "tryon", "accept", "styles", "gallery",
    "favourites", "stickers", "presets", "show", "again", "queue", "cancel", "me", "mydata", "export", "forget",
    "receipt", "block", "language", "privacy", "settings", "quota", "alive", "web", "link", "join", "post", "verify",
    "report", "whoami",
)  # fmt: skip

GENERAL: tuple[Entry, ...] = (
    Entry(name="start", private=False, consent=False),
    Entry(name="help", private=False, consent=False),
    Entry(name="styles", private=False, consent=False, parameters=(Parameter(name="search"),)),
    Entry(name="gallery"),
    Entry(name="favourites"),
    Entry(name="presets", parameters=(Parameter(name="do", choices=PRESET_ACTS), Parameter(name="name"), JOB)),
    Entry(name="show", parameters=(REQUIRED_JOB,)),
    Entry(name="queue"),
    Entry(name="cancel", parameters=(JOB,)),
    Entry(name="mydata", consent=False),
    Entry(name="export", consent=False),
    Entry(name="forget", consent=False),
    Entry(name="receipt", consent=False, parameters=(Parameter(name="code", required=True, said="receipt"),)),
    Entry(name="block", consent=False, parameters=(Parameter(name="act", choices=BLOCK_ACTS, strict=True),)),
    Entry(name="language", private=False, consent=False, parameters=(Parameter(name="language", choices="locales"),)),
    Entry(name="privacy", private=False, consent=False),
    Entry(name="settings", parameters=(Parameter(name="setting", choices=SETTINGS), Parameter(name="value"))),
    Entry(name="quota"),
    Entry(name="whoami", private=False, consent=False),
    Entry(name="link", parameters=(Parameter(name="code"),)),
    Entry(
        name="web", consent=False, needs=WEB, parameters=(Parameter(name="browsers", choices=WEB_ACTS, strict=True),)
    ),
    Entry(name="join", consent=False, needs=INVITATIONS, parameters=(Parameter(name="code", required=True),)),
    Entry(
        name="post",
        private=False,
        group=True,
        parameters=(REQUIRED_JOB, Parameter(name="picture", type="integer", least=1, most=10)),
    ),
    Entry(name="report", private=False, consent=False, parameters=(JOB, Parameter(name="reason"))),
    Entry(name="stats", who="admin", consent=False),
    Entry(name="ban", who="admin", consent=False, parameters=(_PERSON,)),
    Entry(name="allow", who="admin", consent=False, parameters=(_PERSON,)),
    Entry(name="admit", who="admin", consent=False, needs=LISTED, parameters=(_PERSON,)),
    Entry(name="expel", who="admin", consent=False, needs=LISTED, parameters=(_PERSON,)),
    Entry(name="invite", who="admin", consent=False, needs=INVITATIONS),
    Entry(name="jobs", who="admin", consent=False, parameters=(JOB, Parameter(name="person"))),
    Entry(name="pause", who="admin", consent=False),
    Entry(name="resume", who="admin", consent=False),
    Entry(name="audit", who="admin", consent=False),
    Entry(name="reports", who="admin", consent=False),
    Entry(name="strikes", who="admin", consent=False),
    Entry(name="pardon", who="admin", consent=False, parameters=(_PERSON,)),
    Entry(name="blocked", who="admin", consent=False),
    Entry(
        name="unblock",
        who="admin",
        consent=False,
        parameters=(Parameter(name="number", type="integer", required=True, least=1),),
    ),
    Entry(
        name="setquota",
        who="admin",
        consent=False,
        parameters=(_PERSON, Parameter(name="minutes", type="integer", least=0, most=1440)),
    ),
    Entry(
        name="adult",
        who="admin",
        consent=False,
        parameters=(_PERSON, Parameter(name="state", choices=("on", "off"), strict=True)),
    ),
    Entry(
        name="setstyle",
        who="admin",
        consent=False,
        parameters=(Parameter(name="state", choices=("on", "off")), Parameter(name="style", choices="styles")),
    ),
    Entry(
        name="broadcast",
        who="admin",
        consent=False,
        parameters=(Parameter(name="text", required=True, rest=True),),
    ),
    Entry(
        name="limit",
        who="admin",
        private=False,
        group=True,
        consent=False,
        parameters=(Parameter(name="count", type="integer", required=True, least=0, most=1000, said="limit"),),
    ),
)
CATALOGUE: tuple[Entry, ...] = tuple(
    sorted(
        (*GENERAL, *(command.entry for kind in job_kinds().values() for command in kind.commands)),
        key=lambda entry: (entry.who == "admin", MENU.index(entry.name) if entry.name in MENU else len(MENU)),
    )
)
#: What people call a command that has another name.
OTHER_WORDS = {
    "templates": "inpaint", "template": "inpaint", "clothes": "tryon", "dress": "tryon", "voice": "talk",
    "speak": "talk", "delete": "forget", "erase": "forget", "photos": "selfies", "upload": "selfies",
    "draw": "portrait", "make": "portrait", "pictures": "gallery", "history": "gallery", "stop": "cancel",
    "status": "queue", "id": "whoami",
}  # fmt: skip
COMMANDS: dict[str, Entry] = {entry.name: entry for entry in CATALOGUE}


def visible(admin: bool, abilities: frozenset[str] = ABILITIES, *, group: bool | None = None) -> list[Entry]:
    """Return the commands a person may use, as the base in use offers them.

    ``group``: only those that do something in a group, or in a private chat; None: all of them.
    """
    offered = [entry for entry in CATALOGUE if not entry.needs or entry.needs in abilities]
    mine = [entry.on(abilities) for entry in offered if admin or entry.who == "user"]
    return mine if group is None else [entry for entry in mine if (not entry.private if group else not entry.group)]


def closest(name: str, admin: bool) -> list[str]:
    """Return up to three command names close to a mistyped one, or the one that was meant by another word."""
    if name.lower() in OTHER_WORDS:
        return [OTHER_WORDS[name.lower()]]
    return difflib.get_close_matches(name.lower(), [entry.name for entry in visible(admin)], n=3, cutoff=0.5)


def help_lines(
    say: Words, admin: bool, abilities: frozenset[str] = ABILITIES, *, group: bool | None = None
) -> list[str]:
    """Return one line per command for help texts."""
    return [f"`{usage(entry)}` {say(entry.help_key)}" for entry in visible(admin, abilities, group=group)]


def telegram_menu(
    say: Words, admin: bool = False, abilities: frozenset[str] = ABILITIES, *, group: bool = False
) -> list[tuple[str, str]]:
    """Return (command, description) pairs for Telegram's command menu."""
    return [(entry.name, say(entry.help_key)) for entry in visible(admin, abilities, group=group)]


def discord_commands(say: Words, admin: bool = False, abilities: frozenset[str] = ABILITIES) -> list[dict[str, Any]]:
    """Return plain descriptions of application commands; the Discord front end turns them into its objects."""
    return [
        {
            "name": entry.name,
            "description": say(entry.help_key),
            "private": entry.private,
            "admin": entry.who == "admin",
            "group": entry.group,
            "options": [_discord_option(say, parameter) for parameter in entry.parameters],
        }
        for entry in visible(admin, abilities)
    ]


def _discord_option(say: Words, parameter: Parameter) -> dict[str, Any]:
    fixed = parameter.choices if isinstance(parameter.choices, tuple) else ()
    return {
        "name": parameter.name,
        "label": say(f"field-{parameter.name}"),
        "description": say(parameter.help_key),
        "type": parameter.type,
        "required": parameter.required,
        "choices": list(fixed),
        "autocomplete": parameter.choices if isinstance(parameter.choices, str) else "",
        "least": parameter.least,
        "most": parameter.most,
    }
