from __future__ import annotations

from bot.frontends.local.suggest import commands
from handlers import catalogue


class Styles:
    def names(self):
        return ["noir", "pencil"]

    def get(self, name):
        raise NotImplementedError

    def closest(self, name):
        raise NotImplementedError

    def info(self, name, language):
        return {"title": f"{name} in {language}", "tags": ()}


def offered(styles=None):
    return {entry["name"]: entry for entry in commands("en", styles)}


def test_every_command_a_person_may_use_is_offered():
    """The catalogue is the one list; a command missing here would be hidden on this platform."""
    assert list(offered()) == [entry.name for entry in catalogue.visible(admin=False, group=False)]
    assert all(entry["help"] for entry in offered().values())


def test_styles_are_offered_by_name_and_title():
    """Nobody knows the slugs by heart."""
    assert offered(Styles())["portrait"]["choices"] == [
        {"value": "noir", "label": "noir in en"},
        {"value": "pencil", "label": "pencil in en"},
    ]


def test_languages_and_fixed_values_are_offered_too():
    """Whatever the catalogue limits can be completed."""
    assert "en" in [choice["value"] for choice in offered()["language"]["choices"]]
    assert [choice["value"] for choice in offered()["settings"]["choices"]]
    assert offered()["start"]["choices"] == []


def test_a_style_an_admin_took_out_is_not_suggested():
    """What is refused after it was typed would better not have been offered; the control is the other style."""
    shown = {entry["name"]: entry for entry in commands("en", Styles(), hidden=frozenset({"noir"}))}
    assert [one["value"] for one in shown["portrait"]["choices"]] == ["pencil"]
