"""Buttons of which some hold now. A chat says so by a sign in the label; a page by the state of the button."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.views import Button

SIGN = "✓ "


@dataclass(frozen=True, kw_only=True)
class Marked:
    """Something that can be chosen, and whether it is."""

    label: str
    action: str
    on: bool


def marked(button: Button, on: bool = False) -> Marked:
    """Return a chat's button for a page."""
    label = button.label.removeprefix(SIGN)
    return Marked(label=label, action=button.action, on=on or label != button.label)
