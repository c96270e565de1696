"""The page of all commands, written from the catalogue: ``python -m handlers.manual > docs/commands.md``."""

from __future__ import annotations

from handlers.catalogue import CATALOGUE
from handlers.commands import Entry, Parameter, usage
from handlers.text import Translator, Words

HEAD = """# Commands

Written from the catalogue by `python -m handlers.manual > docs/commands.md`; a test fails when it is not current.

Every command can be typed on Telegram and in the local chat, and is a slash command on Discord. `<must>` has to be
said, `[may]` can be left out; `name=value` works for every parameter. Where a command is **private**, a group is told
to write to the bot alone: Telegram answers in the private chat, Discord so that nobody else sees it.
"""
STYLE = "*style*"  # stands for the one that is asked for


def manual(say: Words) -> str:
    """Return the page as Markdown."""
    people = [entry for entry in CATALOGUE if entry.who == "user"]
    admins = [entry for entry in CATALOGUE if entry.who == "admin"]
    parts = [HEAD, "## For everybody\n", _table(say, people), "## For those who run the bot\n", _table(say, admins)]
    return "\n".join([*parts, "## Parameters\n", _parameters(say)])


def _table(say: Words, entries: list[Entry]) -> str:
    rows = [
        "| command | what it does | where | before consent | costs device time |",
        "| --- | --- | --- | --- | --- |",
    ]
    for entry in entries:
        where = "private" if entry.private else "everywhere"
        early = "no" if entry.consent else "yes"
        cost = say(f"what-{entry.cost}", style=STYLE) if entry.cost else "–"
        rows.append(f"| `{usage(entry)}` | {say(entry.help_key)} | {where} | {early} | {cost} |")
    return "\n".join(rows) + "\n"


def _parameters(say: Words) -> str:
    known = {(one.name, _range(one)): one for entry in CATALOGUE for one in entry.parameters}
    rows = ["| parameter | what it takes | values |", "| --- | --- | --- |"]
    for (name, values), one in sorted(known.items()):
        rows.append(f"| `{name}` | {say(one.help_key)} | {values} |")
    return "\n".join(rows) + "\n"


def _range(one: Parameter) -> str:
    if isinstance(one.choices, tuple) and one.choices:
        return ", ".join(f"`{value}`" for value in one.choices)
    if one.choices:
        return f"one of the {one.choices}, offered while typing"
    if one.type == "text":
        return "text"
    low = "" if one.least is None else f"from {one.least:g}"
    high = "" if one.most is None else f" to {one.most:.10g}"
    return f"{one.type} {low}{high}".strip()


if __name__ == "__main__":
    print(manual(Translator().words("en")), end="")
