"""What Discord refuses: the limits of messages, components, modals and commands, each with the code it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

UPLOAD_MAX = 10 * 1024 * 1024
TEXT_MAX, FILES_MAX, CHOICES_MAX, COMPONENTS_MAX, LAYOUT_TEXT_MAX = 2000, 10, 25, 40, 4000
EPHEMERAL, VOICE, LOADING, LAYOUT = 1 << 6, 1 << 13, 1 << 7, 1 << 15
ROW, BUTTON, SELECT, INPUT, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 3, 4, 10, 11, 12, 13, 14, 17
SECTION, LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 9, 18, 19, 21, 22, 23
COMMANDS_MAX = {1: 100, 2: 15, 3: 15}  # chat input, on a person, on a message
LOCALES = frozenset(
    re.findall(
        r"\S+",
        "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN"
        " ja zh-TW ko",
    )
)
JSONDict = dict[str, Any]
Upload = tuple[str, bytes, str]  # name, bytes, type


class DiscordError(Exception):
    """What the server answers instead of a result."""

    def __init__(self, status: int, code: int, message: str, **extra: Any) -> None:
        self.status, self.code, self.message, self.extra = status, code, message, extra
        super().__init__(message)


def invalid(what: str) -> DiscordError:
    """Return the answer to a body that breaks a limit."""
    return DiscordError(400, 50035, f"Invalid Form Body: {what}")


def check_files(files: list[Upload], limit: int = UPLOAD_MAX) -> None:
    """Refuse files that are empty or above ``limit`` bytes each."""
    if any(len(data) > limit for _, data, _ in files):
        raise DiscordError(413, 40005, "Request entity too large")
    if any(not data for _, data, _ in files):
        raise invalid("empty file")


def check_message(message: JSONDict) -> None:
    """Refuse a message that is too long, empty, or mixes both kinds of components."""
    if len(message["attachments"]) > FILES_MAX:
        raise invalid("attachments")
    if message["flags"] & LAYOUT:
        if message["content"] or message["embeds"]:
            raise invalid("the flag IS_COMPONENTS_V2 forbids content and embeds")
        if not message["components"]:
            raise DiscordError(400, 50006, "Cannot send an empty message")
        check_layout(message["components"], {item["filename"] for item in message["attachments"]})
        return
    if len(message["content"]) > TEXT_MAX:
        raise invalid("content must be 2000 or fewer in length")
    if any(item["type"] != ROW for item in message["components"]):
        raise invalid("components need the flag IS_COMPONENTS_V2")
    if len(message["components"]) > 5:
        raise invalid("components must be 5 or fewer in length")
    check_items(message["components"])
    if not any(message[key] for key in ("content", "embeds", "attachments", "components")):
        raise DiscordError(400, 50006, "Cannot send an empty message")


def check_layout(components: list[JSONDict], names: set[str]) -> None:
    """Refuse a layout with over 40 components, over 4000 characters, or files that were not uploaded with it."""
    everything = list(walk(components))
    if len(everything) > COMPONENTS_MAX:
        raise invalid("components must be 40 or fewer")
    if sum(len(item.get("content", "")) for item in everything) > LAYOUT_TEXT_MAX:
        raise invalid("texts must be 4000 or fewer in length")
    for item in everything:
        if item["type"] == TEXT and not item["content"]:
            raise invalid("content must be 1 or more in length")
        if item["type"] == GALLERY and not 1 <= len(item["items"]) <= 10:
            raise invalid("items must be 1-10 in length")
        if item["type"] == GALLERY and any(len(one.get("description") or "") > 1024 for one in item["items"]):
            raise invalid("description must be 1024 or fewer in length")
    for address in addresses(everything):
        if address.startswith("attachment://") and address.removeprefix("attachment://") not in names:
            raise invalid("the referenced attachment was not found")
    check_items(components)


def addresses(items: Iterable[JSONDict]) -> list[str]:
    """Return the address of every picture and file in a layout."""
    found = [one["media"]["url"] for item in items if item["type"] == GALLERY for one in item["items"]]
    return found + [item["file"]["url"] for item in items if item["type"] == FILE]


def walk(components: Iterable[JSONDict]) -> Iterable[JSONDict]:
    """Return every component, those inside others too."""
    for item in components:
        yield item
        yield from walk(item.get("components") or ())


def check_items(components: list[JSONDict]) -> None:
    """Refuse rows, buttons and menus that break a limit."""
    for row in (item for item in walk(components) if item["type"] == ROW):
        kinds = [item["type"] for item in row["components"]]
        if not 1 <= len(kinds) <= 5 or (SELECT in kinds and len(kinds) > 1):
            raise invalid("components of a row must be 1-5 buttons or one menu")
    items = [item for item in walk(components) if "custom_id" in item]
    names = [item["custom_id"] for item in items]
    if len(set(names)) != len(names):
        raise invalid("Component custom id cannot be duplicated")
    for item in items:
        if not 1 <= len(item["custom_id"]) <= 100:
            raise invalid("custom_id must be 1-100 in length")
        if item["type"] == BUTTON and not 1 <= len(item.get("label") or "") <= 80:
            raise invalid("label must be 1-80 in length")
        if item["type"] == SELECT:
            _check_menu(item)


def _check_menu(menu: JSONDict) -> None:
    values = [option["value"] for option in menu["options"]]
    if not 1 <= len(values) <= CHOICES_MAX or len(set(values)) != len(values):
        raise invalid("options")
    if any(len(option["value"]) > 100 or not 1 <= len(option["label"]) <= 100 for option in menu["options"]):
        raise invalid("options")
    if sum(bool(option.get("default")) for option in menu["options"]) > (menu.get("max_values") or 1):
        raise invalid("defaults")
    if len(menu.get("placeholder") or "") > 150:
        raise invalid("placeholder")


def check_modal(modal: JSONDict) -> None:
    """Refuse a modal without a title, with more than five parts, or with a part that breaks a limit."""
    if not 1 <= len(modal.get("title") or "") <= 45 or not 1 <= len(modal.get("custom_id") or "") <= 100:
        raise invalid("title must be 1-45 and custom_id 1-100 in length")
    parts = modal["components"]
    if not 1 <= len(parts) <= 5 or any(part["type"] not in (LABEL, TEXT) for part in parts):
        raise invalid("a modal has 1-5 labels and texts")
    for part in parts:
        if part["type"] == TEXT and not 1 <= len(part["content"]) <= LAYOUT_TEXT_MAX:
            raise invalid("content must be 1-4000 in length")
        if part["type"] == LABEL:
            _check_label(part)
    names = [part["component"]["custom_id"] for part in parts if part["type"] == LABEL]
    if len(set(names)) != len(names):
        raise invalid("Component custom id cannot be duplicated")


def _check_label(label: JSONDict) -> None:
    inside = label["component"]
    if not 1 <= len(label["label"]) <= 45 or len(label.get("description") or "") > 100:
        raise invalid("label must be 1-45 and description 0-100 in length")
    if inside["type"] not in (SELECT, INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX):
        raise invalid("component of a label")
    if inside["type"] == UPLOAD and not 0 <= inside.get("min_values", 1) <= inside.get("max_values", 1) <= FILES_MAX:
        raise invalid("a file upload takes 0-10 files")
    if inside["type"] == INPUT and (
        len(inside.get("placeholder") or "") > 100 or len(inside.get("value") or "") > 4000
    ):
        raise invalid("placeholder must be 100, value 4000 or fewer in length")
    if inside["type"] == SELECT:
        _check_menu(inside)


def check_choices(choices: list[JSONDict]) -> None:
    """Refuse more than 25 suggestions, or one that is too long."""
    if len(choices) > CHOICES_MAX:
        raise invalid("choices")
    if any(not 1 <= len(one["name"]) <= 100 or not 1 <= len(str(one["value"])) <= 100 for one in choices):
        raise invalid("choices must be 1-100 in length")


def check_commands(commands: list[JSONDict]) -> None:
    """Refuse a list of commands that has too many of a kind, or one that breaks a limit."""
    for kind, most in COMMANDS_MAX.items():
        names = [command["name"] for command in commands if command.get("type", 1) == kind]
        if len(names) > most or len(set(names)) != len(names):
            raise invalid("commands")
    for command in commands:
        if command.get("type", 1) == 1:
            _check_slash(command)
        elif command.get("description") or command.get("options"):
            raise invalid("a menu has neither description nor options")
        else:
            _check_names(command, r".{1,32}")


def _check_slash(command: JSONDict) -> None:
    _check_named(command)
    options = command.get("options") or []
    if len(options) > CHOICES_MAX or len({option["name"] for option in options}) != len(options):
        raise invalid("options")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        raise invalid("required options must be placed before non-required options")
    for option in options:
        _check_named(option)
        choices = option.get("choices") or []
        if choices and option.get("autocomplete"):
            raise invalid("choices and autocomplete exclude each other")
        check_choices(choices)
    if sum(_size(item) for item in (command, *options)) > 8000:
        raise invalid("command is too large")


def _check_named(item: JSONDict) -> None:
    _check_names(item, r"[-_\w]{1,32}", lower=True)
    translated = item.get("description_localizations") or {}
    if not set(translated) <= LOCALES:
        raise invalid("unknown locale")
    for text in (item["description"], *translated.values()):
        if not 1 <= len(text) <= 100:
            raise invalid("description must be 1-100 in length")


def _check_names(item: JSONDict, pattern: str, lower: bool = False) -> None:
    translated = item.get("name_localizations") or {}
    if not set(translated) <= LOCALES:
        raise invalid("unknown locale")
    for name in (item["name"], *translated.values()):
        if not re.fullmatch(pattern, name) or (lower and name != name.lower()):
            raise invalid("name")


def _size(item: JSONDict) -> int:
    # Name, the longest translation of the description, and the values of choices count.
    described = (item["description"], *(item.get("description_localizations") or {}).values())
    choices = sum(len(c["name"]) + len(str(c["value"])) for c in item.get("choices") or [])
    return (
        max(map(len, (item["name"], *(item.get("name_localizations") or {}).values())))
        + max(map(len, described))
        + choices
    )
