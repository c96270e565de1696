"""Application commands, made from the catalogue and sent to Discord only when they changed.

Discord allows 200 creations a day, and every needless one uses them up. Commands keep their names in every language,
because every sentence names them so; what they do, and the names of message menus, are translated.
"""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.frontends.discord.suggest import source_of
from bot.frontends.published import Published
from handlers.catalogue import COMMANDS, discord_commands
from handlers.commands import ABILITIES
from handlers.text import FALLBACK, Translator

TYPES = {"text": 3, "integer": 4, "number": 10}
ATTACHMENT = 11
PHOTOS = ("selfies", 10)
"""The command that takes photos, and how many: what comes with a slash command is seen by nobody but its author."""
MENUS = ("talk", "inpaint", "tryon")
"""Commands that can be picked from the menu of a message, where the catalogue has them; ``menu-<command>`` names it."""
LOCALES = {"es": "es-ES", "pt": "pt-BR", "zh": "zh-CN", "sv": "sv-SE"}
"""Discord's spelling where it differs from ours."""
KNOWN = {str(locale) for locale in discord.Locale}
DESCRIPTION_LIMIT, MENU_LIMIT, CHOICES = 100, 32, 25
MANAGE_SERVER = str(1 << 5)
ADMINS = {"integration_types": [0], "contexts": [0], "default_member_permissions": MANAGE_SERVER}
"""Admin commands are seen in servers alone, by those who manage one; the conversation obeys the bot's own admins."""
SERVERS = {"integration_types": [0, 1], "contexts": [0]}
EVERYWHERE = {
    "integration_types": [0, 1],
    "contexts": [0, 1, 2],
}  # in servers, and installed by a person for themselves

Json = dict[str, Any]


def build(translator: Translator, abilities: frozenset[str] = ABILITIES) -> list[Json]:
    """Return the payload of every command and message menu, described in every shipped language.

    What the base in use cannot do (``abilities``) is not among the options.
    """
    spoken = {name: discord_commands(translator.words(name), True, abilities) for name in translator.locales}
    slash = [
        _command(translator, {locale: commands[index] for locale, commands in spoken.items()})
        for index in range(len(spoken[FALLBACK]))
    ]
    return slash + [_menu(translator, name) for name in menus(translator)]


def menus(translator: Translator) -> dict[str, str]:
    """Return what the menu of a message offers: name -> command."""
    known = [name for name in MENUS if name in COMMANDS and translator.has(f"menu-{name}")]
    return {translator.say(FALLBACK, f"menu-{name}")[:MENU_LIMIT]: name for name in known}


async def publish(client: discord.Client, wanted: list[Json], seen: Published) -> bool:
    """Send the commands unless they are the ones sent last; returns whether anything was sent."""
    application = client.application_id
    assert application is not None  # known after login
    if not seen.is_news(application, wanted):
        return False
    await client.http.bulk_upsert_global_commands(application, wanted)
    seen.remember(application, wanted)
    return True


def _menu(translator: Translator, shown: str) -> Json:
    key = f"menu-{menus(translator)[shown]}"
    names = {locale: translator.say(locale, key)[:MENU_LIMIT] for locale in translator.locales}
    return {"type": 3, "name": shown, **_translated("name", names), **EVERYWHERE}


def _command(translator: Translator, spoken: dict[str, Json]) -> Json:
    plain = spoken[FALLBACK]
    options = [
        _option({locale: command["options"][index] for locale, command in spoken.items()})
        for index in range(len(plain["options"]))
    ]
    described = _described({locale: command["description"] for locale, command in spoken.items()})
    entry, (photos, count) = COMMANDS[plain["name"]], PHOTOS
    names = [f"photo{number}" for number in range(1, count + 1)] if plain["name"] == photos else []
    names += ["file"] if entry.files else []
    files = [{"type": ATTACHMENT, "name": name, **_file_named(translator, name), **described} for name in names]
    return {
        "type": 1,
        "name": plain["name"],
        **described,
        # Discord wants what is required in front.
        "options": [*sorted(options, key=lambda option: not option["required"]), *files],
        **(ADMINS if plain["admin"] else SERVERS if plain["group"] else EVERYWHERE),
    }


def _file_named(translator: Translator, name: str) -> Json:
    """Return what a file among the options is called in other languages; photos are numbered."""
    kind = name.rstrip("0123456789")
    called = {one: translator.say(one, f"field-{kind}") for one in translator.locales}
    return _translated("name", {one: spelled(f"{text}{name.removeprefix(kind)}") for one, text in called.items()})


def _option(spoken: dict[str, Json]) -> Json:
    plain = spoken[FALLBACK]
    made: Json = {
        "type": TYPES[plain["type"]],
        "name": plain["name"],
        **_translated("name", {locale: spelled(option["label"]) for locale, option in spoken.items()}),
        "required": plain["required"],
        **_described({locale: option["description"] for locale, option in spoken.items()}),
    }
    if source_of(plain["name"], plain["autocomplete"]):
        made["autocomplete"] = True
    elif plain["choices"]:
        made["choices"] = [{"name": value, "value": value} for value in plain["choices"][:CHOICES]]
    if plain["least"] is not None:
        made["min_value"] = plain["least"]
    if plain["most"] is not None:
        made["max_value"] = plain["most"]
    return made


def spelled(label: str) -> str:
    """Return what something is called as Discord spells names: small letters, and a line instead of a space."""
    return re.sub(r"[^\w'-]+", "_", label.lower()).strip("_")[:MENU_LIMIT]


def _described(sentences: dict[str, str]) -> Json:
    cut = {
        locale: text if len(text) <= DESCRIPTION_LIMIT else text[: DESCRIPTION_LIMIT - 1] + "…"
        for locale, text in sentences.items()
    }
    return {"description": cut[FALLBACK], **_translated("description", cut)}


def _translated(what: str, texts: dict[str, str]) -> Json:
    names = {locale: LOCALES.get(locale, locale) for locale in texts if locale != FALLBACK}
    others = {name: texts[locale] for locale, name in names.items() if name in KNOWN}
    return {f"{what}_localizations": others} if others else {}
