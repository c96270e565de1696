"""Application commands, made from the catalogue and sent to Discord only when they changed.

Discord allows 200 creations a day, and every needless one uses them up: the fingerprint of the last published list is
kept in a small file.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import discord

from handlers.catalogue import discord_commands
from handlers.text import FALLBACK, Translator

TYPES = {"text": 3, "integer": 4, "number": 10}
ATTACHMENT = 11
FILES = {"selfies": 10}
"""Commands that may carry files here: a slash command with attachments is seen by nobody but its author."""
LOCALES = {"en": "en-US", "es": "es-ES", "pt": "pt-BR", "zh": "zh-CN", "sv": "sv-SE"}
"""Discord's spelling where it differs from ours."""
KNOWN = {str(locale) for locale in discord.Locale}
DESCRIPTION_LIMIT, CHOICES = 100, 25
EVERYWHERE = {
    "integration_types": [0, 1],
    "contexts": [0, 1, 2],
}  # in servers, and installed by a person for themselves

Json = dict[str, Any]


def build(translator: Translator) -> list[Json]:
    """Return the payload of every command, with its descriptions in every shipped language."""
    spoken = {locale: discord_commands(translator.words(locale)) for locale in translator.locales}
    return [
        _command({locale: commands[index] for locale, commands in spoken.items()})
        for index in range(len(spoken[FALLBACK]))
    ]


async def publish(client: discord.Client, wanted: list[Json], seen: Path | None) -> bool:
    """Send the commands unless ``seen`` holds their fingerprint; returns whether anything was sent."""
    application = client.application_id
    assert application is not None  # known after login
    fingerprint = hashlib.sha256(json.dumps([application, wanted], sort_keys=True).encode()).hexdigest()
    if _last(seen) == fingerprint:
        return False
    await client.http.bulk_upsert_global_commands(application, wanted)
    _remember(seen, fingerprint)
    return True


def _command(spoken: dict[str, Json]) -> Json:
    plain = spoken[FALLBACK]
    options = [
        _option({locale: command["options"][index] for locale, command in spoken.items()})
        for index in range(len(plain["options"]))
    ]
    described = _described({locale: command["description"] for locale, command in spoken.items()})
    count = FILES.get(plain["name"], 0)
    files = [{"type": ATTACHMENT, "name": f"photo{number}", **described} for number in range(1, count + 1)]
    return {
        "type": 1,
        "name": plain["name"],
        **described,
        # Discord wants what is required in front.
        "options": [*sorted(options, key=lambda option: not option["required"]), *files],
        **EVERYWHERE,
    }


def _option(spoken: dict[str, Json]) -> Json:
    plain = spoken[FALLBACK]
    made: Json = {
        "type": TYPES[plain["type"]],
        "name": plain["name"],
        "required": plain["required"],
        **_described({locale: option["description"] for locale, option in spoken.items()}),
    }
    if plain["autocomplete"]:
        made["autocomplete"] = True
    elif plain["choices"]:
        made["choices"] = [{"name": value, "value": value} for value in plain["choices"][:CHOICES]]
    if plain["least"] is not None:
        made["min_value"] = plain["least"]
    if plain["most"] is not None:
        made["max_value"] = plain["most"]
    return made


def _described(sentences: dict[str, str]) -> Json:
    cut = {
        locale: text if len(text) <= DESCRIPTION_LIMIT else text[: DESCRIPTION_LIMIT - 1] + "…"
        for locale, text in sentences.items()
    }
    names = {locale: LOCALES.get(locale, locale) for locale in cut if locale != FALLBACK}
    others = {name: cut[locale] for locale, name in names.items() if name in KNOWN}
    return {"description": cut[FALLBACK], **({"description_localizations": others} if others else {})}


def _last(seen: Path | None) -> str:
    return seen.read_text("ascii") if seen is not None and seen.exists() else ""


def _remember(seen: Path | None, fingerprint: str) -> None:
    if seen is not None:
        seen.parent.mkdir(parents=True, exist_ok=True)
        seen.write_text(fingerprint, "ascii")
