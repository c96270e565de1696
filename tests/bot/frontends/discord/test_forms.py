"""Forms, from the button to the events they become."""

from __future__ import annotations

import pytest

from bot.frontends.discord import forms
from handlers import consent
from handlers.catalogue import COMMANDS
from handlers.events import Command, Pressed, SentFile
from handlers.text import Translator
from handlers.views import Button, Text
from tests.bot.frontends.discord.conftest import spoken
from tests.fakes.discord import ADA
from tests.fakes.discord_rules import check_modal
from tests.fakes.intake import picture

HERE = {"user": ADA}
PHOTO = ("me.png", picture(), "image/png")


def fields(state) -> dict[str, dict]:
    """Return the fields of the form an interaction was answered with, by their id."""
    parts = state["reply"]["data"]["components"]
    return {part["component"]["custom_id"]: part["component"] for part in parts if "component" in part}


def texts(state) -> list[str]:
    """Return what the form says beside its fields."""
    return [part["content"] for part in state["reply"]["data"]["components"] if part["type"] == 10]


@pytest.fixture
def offer(front, files, server):
    """Show a button and press it."""

    async def pressed(action: str):
        await front.deliver(HERE, Text(text="x", buttons=((Button(label="B", action=action),),)), action, None, files)
        return await server.click(server.shown()[-1], "B")

    return pressed


async def test_ten_selfies_and_the_consent_come_in_one_form(front, server, intake):
    """Nothing to type, nothing to send one by one: the consent first, then the photos it opens."""
    opened = await server.slash("selfies")
    assert opened["reply"]["type"] == 9
    assert "biometrische" in texts(opened)[0]
    assert fields(opened)["photos"]["max_values"] == 10
    await server.submit(opened, photos=[PHOTO] * 10, agreed=True)
    pressed, *sent = await front.events(await intake.arrived(), intake)
    assert isinstance(pressed, Pressed)
    assert pressed.action == f"v1:agree:{consent.VERSION}"
    assert [intake.kept[event.media][1].data for event in sent] == [picture()] * 10


async def test_photos_without_a_yes_are_handed_over_without_one(front, server, intake):
    """The conversation then keeps them unopened and asks."""
    opened = await server.slash("selfies")
    await server.submit(opened, photos=[PHOTO])
    (event,) = await front.events(await intake.arrived(), intake)
    assert isinstance(event, SentFile)


async def test_an_empty_form_is_answered_like_the_command(front, server, intake):
    """Whoever sends nothing reads what to send."""
    opened = await server.slash("selfies")
    await server.submit(opened)
    (event,) = await front.events(await intake.arrived(), intake)
    assert isinstance(event, Command)
    assert event.name == "selfies"


async def test_whoever_agreed_is_not_asked_again(front, server, people):
    """The form is the photos alone."""
    people.agreed.add(ADA)
    opened = await server.slash("selfies")
    assert (texts(opened), list(fields(opened))) == ([], ["photos"])


async def test_the_add_selfies_button_opens_the_same_form(server, offer):
    """Wherever the bot asks for selfies."""
    assert list(fields(await offer("v1:selfies"))) == ["photos", "agreed"]


async def test_a_result_is_drawn_again_with_what_was_changed(front, server, intake, people, offer):
    """The form shows what the picture was made with; what is changed in it is all that changes."""
    people.wishes[ADA, "7"] = {"style": "oil", "count": "4", "seed": "11", "face": "1.0", "strength": "0.25"}
    opened = await offer("v1:form:again:7")
    assert {name: field.get("value") for name, field in fields(opened).items()} == people.wishes[ADA, "7"]
    await server.submit(opened, style="cyberpunk", seed="")
    (event,) = await front.events(await intake.arrived(), intake)
    assert isinstance(event, Command)
    assert (event.name, event.about, event.options) == (
        "again",
        "7",
        {"style": "cyberpunk", "count": "4", "face": "1.0", "strength": "0.25"},
    )


async def test_a_form_nobody_asked_for_is_a_press_like_any_other(front, server, intake, offer):
    """A button of a command that does not exist goes to the conversation, which says so."""
    await offer("v1:form:nothing:7")
    (event,) = await front.events(await intake.arrived(), intake)
    assert event.action == "v1:form:nothing:7"


async def test_a_form_that_cannot_be_opened_leaves_the_command(front, server, intake):
    """Too late for a form is not too late for an answer by message."""
    server.ack_seconds = 0.0
    with pytest.raises(AssertionError, match="did not respond"):
        await server.slash("selfies")
    (event,) = await front.events(await intake.arrived(), intake)
    assert event.name == "selfies"


@pytest.mark.parametrize("locale", Translator().locales)
def test_forms_fit_in_every_language(locale):
    """45 characters for a title, 100 for a hint, five parts: a translation may not break them, nor be cut."""
    say = spoken()[0].words(locale)
    made = [forms.selfies(say, False), *(forms.arguments(say, entry, {}) for entry in COMMANDS.values())]
    for form in made:
        if form.children:
            check_modal(form.to_dict())
    assert len(say("form-agree")) <= forms.LABEL
    assert len(say("form-photos")) <= forms.LABEL
    assert max(len(say("form-photos-hint")), len(say("form-agree-hint"))) <= forms.DESCRIPTION
