"""The commands, their parameters and the lists made from them."""

from __future__ import annotations

import re

import pytest

from bot.frontends.discord.commands import build
from handlers import catalogue
from handlers.catalogue import CATALOGUE, COMMANDS, visible
from handlers.commands import BadArgumentError, arguments
from handlers.router import RUNS
from handlers.text import Translator

SAY = Translator().words("en")


def test_every_command_has_a_handler_and_every_handler_a_command():
    """A command in the menu that nothing answers, or one nobody can find, is a mistake."""
    assert RUNS.keys() == COMMANDS.keys()


def test_every_command_and_parameter_is_explained():
    """Help, menus and completion are made from these sentences."""
    for entry in catalogue.CATALOGUE:
        assert SAY(entry.help_key)
        for parameter in entry.parameters:
            assert SAY(parameter.help_key)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cyberpunk", {"style": "cyberpunk"}),
        ("snow queen 4", {"style": "snow queen", "count": "4"}),
        ("oil 2 77", {"style": "oil", "count": "2", "seed": "77"}),
        ("seed=7 oil", {"style": "oil", "seed": "7"}),
        ("style 80s 3 face=0,9", {"style": "style 80s", "count": "3", "face": "0.9"}),
        ("", {}),
    ],
)
def test_a_portrait_line_is_understood_as_people_type_it(line, expected):
    """Words are the style, numbers behind them count and seed, names with = are taken as said."""
    assert arguments(COMMANDS["portrait"], line, {}) == expected


def test_what_the_platform_split_already_is_taken_as_it_is():
    """Discord sends named options; nothing is guessed then."""
    assert arguments(COMMANDS["portrait"], "", {"style": "oil 4", "count": "2"}) == {"style": "oil 4", "count": "2"}


def test_a_report_takes_a_number_and_then_words():
    """The number stands in front there."""
    assert arguments(COMMANDS["report"], "12 not me", {}) == {"job": "12", "reason": "not me"}
    assert arguments(COMMANDS["report"], "the bot is slow", {}) == {"reason": "the bot is slow"}


def test_a_job_may_be_typed_with_its_sign():
    """People copy "#12"."""
    assert arguments(COMMANDS["show"], "#12", {}) == {"job": "12"}


@pytest.mark.parametrize(
    ("command", "line", "key"),
    [
        ("show", "", "argument-missing"),
        ("show", "abc", "argument-not-a-number"),
        ("show", "0", "argument-too-small"),
        ("portrait", "oil 11", "argument-out-of-range"),
        ("portrait", "oil 0", "argument-out-of-range"),
        ("portrait", "oil 2 -5", "argument-out-of-range"),
        ("portrait", "oil count=many", "argument-not-a-number"),
        ("portrait", "oil face=nan", "argument-not-a-number"),
        ("portrait", "oil face=inf", "argument-not-a-number"),
        ("portrait", "oil count=2.5", "argument-out-of-range"),
        ("ban", "", "argument-missing"),
    ],
)
def test_a_bad_argument_is_named(command, line, key):
    """Each mistake has a sentence of its own, and none reaches a handler."""
    with pytest.raises(BadArgumentError) as caught:
        arguments(COMMANDS[command], line, {})
    assert caught.value.key == key
    assert SAY(key, usage="/x", **caught.value.data)


def test_menus_fit_what_the_platforms_allow():
    """Telegram: 100 commands, 32 letters, 256 of description; Discord: 100 of description, 25 options."""
    for code in Translator().locales:
        say = Translator().words(code)
        menu = catalogue.telegram_menu(say)
        assert len(menu) <= 100
        assert all(name.islower() and len(name) <= 32 and 1 <= len(text) <= 256 for name, text in menu)
        for command in catalogue.discord_commands(say, admin=True):
            assert 1 <= len(command["description"]) <= 100
            assert len(command["options"]) <= 25
            required = [option["required"] for option in command["options"]]
            assert required == sorted(required, reverse=True)
            assert all(1 <= len(option["description"]) <= 100 for option in command["options"])


def test_admin_commands_are_hidden_from_everybody_else():
    """Nobody is shown, or offered by a typing mistake, what they cannot use."""
    assert "ban" not in dict(catalogue.telegram_menu(SAY))
    assert "ban" in dict(catalogue.telegram_menu(SAY, admin=True))
    assert "pause" not in catalogue.closest("pausee", admin=False)
    assert "pause" in catalogue.closest("pausee", admin=True)


def test_usage_shows_what_must_and_may_follow():
    """The same notation everywhere: <must> and [may]."""
    assert catalogue.usage(COMMANDS["show"]) == "/show <job>"
    assert catalogue.usage(COMMANDS["stickers"]) == "/stickers [act]"


def test_a_command_is_found_by_the_word_people_use_for_it():
    """Whoever types /templates has read a button of that name; the control is a mistyped word."""
    assert catalogue.closest("templates", admin=False) == ["inpaint"]
    assert set(catalogue.OTHER_WORDS.values()) <= set(COMMANDS)
    assert not set(catalogue.OTHER_WORDS) & set(COMMANDS)
    assert "portrait" in catalogue.closest("portait", admin=False)


def test_what_is_said_of_a_number_is_what_is_accepted():
    """A text that names another range than the one that is checked costs everybody who believes it a try."""
    said, translator = 0, Translator()
    for entry in CATALOGUE:
        for parameter in entry.parameters:
            for language in translator.locales:
                text = translator.say(language, parameter.help_key).replace("1日", "")  # a day
                bounds = [float(one.replace(",", ".")) for one in re.findall(r"\d+(?:[.,]\d+)?", text)]
                if parameter.type != "text" and bounds:
                    assert bounds == [parameter.least, parameter.most], (entry.name, parameter.name, language)
                    said += 1
    assert said


def test_nothing_is_offered_where_it_cannot_work():
    """A picture is posted in a group, and nothing about a face happens there."""
    private = {entry.name for entry in visible(True, group=False)}
    group = {entry.name for entry in visible(True, group=True)}
    assert {"post", "limit"}.isdisjoint(private)
    assert {"post", "limit", "help"} <= group
    assert "portrait" not in group


def test_every_field_and_option_has_a_name_in_every_language():
    """A form in German with fields in English is half a form; Discord takes small letters and no spaces."""
    for command in build(Translator()):
        for option in command.get("options", ()):
            assert set(option["name_localizations"]) >= {"de", "ja", "zh-CN"}, option["name"]
            for name in option["name_localizations"].values():
                assert re.fullmatch(r"[-_'\w]{1,32}", name)
                assert name == name.lower()
        for language in ("de", "ja"):
            names = [option["name_localizations"][language] for option in command.get("options", ())]
            assert len(names) == len(set(names)), command["name"]
