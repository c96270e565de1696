"""Forms (modals): ten selfies with the consent in one go, and the arguments of a command to be edited.

A form keeps no state: its custom id and the ids of its fields say everything when it comes back, after any restart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot.frontends.discord.text import render
from handlers import actions, consent
from handlers import forms as asked
from handlers.catalogue import COMMANDS
from handlers.commands import Entry, Parameter
from handlers.text import Words

PHOTOS, AGREED = "photos", "agreed"
SELFIES, ARGUMENTS = "selfies", "form"  # what a custom id begins with
TITLE, LABEL, DESCRIPTION, PARTS = 45, 45, 100, 5  # Discord's limits
MOST_PHOTOS = 10
CANVAS = "canvas"  # among what is given: the picture is the person's own photo
Json = dict[str, Any]


def selfies(say: Words, agreed: bool) -> ui.Modal:
    """Return the form for up to ten selfies; whoever has not agreed reads the text and may tick it here."""
    form = ui.Modal(title=say("form-selfies")[:TITLE], custom_id=f"{SELFIES}:{consent.VERSION}")
    if not agreed:
        form.add_item(ui.TextDisplay(render(say("consent-text"))))
    upload: ui.FileUpload[Any] = ui.FileUpload(custom_id=PHOTOS, min_values=0, max_values=MOST_PHOTOS, required=False)
    form.add_item(_labelled(say("form-photos"), upload, say("form-photos-hint")))
    if not agreed:
        form.add_item(_labelled(say("form-agree"), ui.Checkbox(custom_id=AGREED), say("form-agree-hint")))
    return _stopped(form)


def arguments(say: Words, entry: Entry, given: Mapping[str, str]) -> ui.Modal:
    """Return the form of a command: one field per parameter, showing what is ``given``.

    A job's number is not a field: it is in the form's custom id.
    """
    about = given.get("job", "")
    form = ui.Modal(title=say(entry.help_key)[:TITLE], custom_id=f"{ARGUMENTS}:{entry.name}:{about}")
    known = {one.name: one for one in entry.parameters}
    shown = [known[one.name] for one in asked.fields(say, entry)] if CANVAS in given else list(entry.parameters)
    for parameter in [one for one in shown if one.name != "job"][:PARTS]:
        inside = _field(say, parameter, given.get(parameter.name, ""))
        form.add_item(_labelled(asked.label(say, parameter), inside, say(parameter.help_key)))
    return _stopped(form)


def wanted(action: str) -> tuple[str, str] | None:
    """Return (command, job) when a button opens a form: ``v1:selfies`` or ``v1:form:<command>:<job>``."""
    verb, rest = actions.parse(action) or ("", [])
    if verb == SELFIES and not rest:
        return SELFIES, ""
    if verb == ARGUMENTS and rest and rest[0] in COMMANDS:
        return rest[0], rest[1] if len(rest) > 1 else ""
    return None


def read(data: Mapping[str, Any]) -> Json | None:
    """Return the payload of a form that came back, None for one that is not ours; ``data`` is the raw interaction's."""
    kind, _, rest = data["custom_id"].partition(":")
    fields = {part["component"]["custom_id"]: part["component"] for part in data["components"] if "component" in part}
    if kind == SELFIES:
        known = data.get("resolved", {}).get("attachments", {})
        sent = [known[number] for number in fields[PHOTOS].get("values", []) if number in known]
        agreed = rest if fields.get(AGREED, {}).get("value") else ""
        return {"kind": SELFIES, "agreed": agreed, "files": [attachment(item) for item in sent]}
    if kind == ARGUMENTS:
        name, _, about = rest.partition(":")
        options = {field: _value(one) for field, one in fields.items()}
        return {"kind": "command", "name": name, "options": options, "files": [], "about": about}
    return None


def attachment(item: Mapping[str, Any]) -> Json:
    """Return what a payload keeps of a raw attachment."""
    return {
        "id": item["id"],
        "name": item["filename"],
        "mime": item.get("content_type"),
        "bytes": item["size"],
        "url": item["url"],
        "seconds": item.get("duration_secs") or 0.0,
    }


def _field(say: Words, parameter: Parameter, value: str) -> ui.Item[Any]:
    if named := asked.choices(say, parameter):
        options = [discord.SelectOption(label=text, value=one, default=one == value) for one, text in named]
        return ui.Select(custom_id=parameter.name, options=options[:25], required=parameter.required)
    return ui.TextInput(custom_id=parameter.name, default=value or None, required=parameter.required, max_length=200)


def _labelled(label: str, inside: ui.Item[Any], hint: str) -> ui.Label[Any]:
    return ui.Label(text=label[:LABEL], description=hint[:DESCRIPTION], component=inside)


def _value(component: Mapping[str, Any]) -> str:
    picked = component.get("values")
    return str(picked[0] if picked else component.get("value") or "")


def _stopped(form: ui.Modal) -> ui.Modal:
    form.stop()  # it is read from the raw interaction: the library keeps no state for it
    return form
