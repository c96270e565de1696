"""The same client on a simulator nobody here wrote: what our fake lets through, another one must let through too."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import simcord

from bot.frontends.discord import DiscordFrontEnd, DiscordOptions
from bot.frontends.discord.listening import Listener
from handlers import consent
from handlers.events import Command, Pressed
from handlers.text import Translator
from handlers.views import Button, Choice, Progress, Text
from tests.bot.frontends.discord.conftest import Book, spoken
from tests.bot.frontends.discord.test_deliver import CANCEL, album
from tests.fakes.intake import FakeFiles, FakeIntake, picture


@dataclass
class World:
    """A server with Ada in it, and the bot."""

    env: simcord.Env
    front: DiscordFrontEnd
    client: Listener
    channel: Any
    ada: Any

    @property
    def here(self) -> dict[str, str]:
        """Ada's address."""
        return {"user": str(self.ada.id)}

    async def told(self) -> list[Any]:
        """Return what the bot shows in Ada's direct messages."""
        return [one for one in self.ada.user.dm_channel.history() if one.author.bot]


@pytest.fixture
def simulated(intake: FakeIntake, tmp_path):
    """Start a simulator; the test does it, because the simulated clock belongs to its task."""

    @contextlib.asynccontextmanager
    async def running() -> AsyncIterator[World]:
        translator, published = spoken()
        options = DiscordOptions(folder=tmp_path, ready_seconds=0.05)
        front = DiscordFrontEnd("x", styles=Book(), translator=translator, published=published, options=options)
        client = front.listener(intake)
        async with simcord.run(client) as env:
            front.speak_through(client)
            guild = env.create_guild()
            ada = guild.add_member(env.create_user("ada"))
            yield World(env, front, client, guild.create_text_channel("general"), ada)
        await front.close()

    return running


async def newest(world: World, intake: FakeIntake, count: int = 1) -> Any:
    """Return the first event of the newest update."""
    return (await world.front.events(await intake.arrived(count), intake))[0]


async def test_the_commands_are_accepted_and_heard(simulated, intake):
    """Every limit of a command list, as somebody else understood it."""
    async with simulated() as world:
        answered = await world.ada.slash(world.channel, "portrait", style="oil", count=2)
        event = await newest(world, intake)
        assert answered.ephemeral
        assert isinstance(event, Command)
        assert (event.name, event.options) == ("portrait", {"style": "oil", "count": "2"})


async def test_styles_are_completed(simulated):
    """At most 25."""
    async with simulated() as world:
        offered = await world.ada.autocomplete(world.channel, "portrait", "style", "style")
        assert len(offered) == 25


async def test_the_selfie_form_takes_ten_files_and_a_yes(simulated, intake):
    """Text, files and a tick in one form."""
    async with simulated() as world:
        shown = await world.ada.slash(world.channel, "selfies")
        files = [(f"{number}.png", picture()) for number in range(10)]
        await world.ada.submit_modal(shown, {"photos": files, "agreed": True})
        payload = await intake.arrived()
        assert (payload["kind"], payload["agreed"], len(payload["files"])) == ("selfies", consent.VERSION, 10)


async def test_a_status_becomes_a_card_whose_buttons_outlive_a_restart(simulated, intake):
    """An edit turns the classic message into a card; a fresh client still hears its buttons."""
    async with simulated() as world:
        files = FakeFiles()
        again = ((Button(label="Again", action="v1:again:7"),),)
        status = await world.front.deliver(
            world.here, Progress(job="7", text="Queued", buttons=CANCEL), "a", None, files
        )
        await world.front.deliver(world.here, album(files, 4, text="Done", buttons=again), "b", status, files)
        (message,) = await world.told()
        assert message.flags.components_v2
        fresh = world.front.listener(intake)
        await world.env.restart_bot(fresh)
        await world.ada.user.click(message, label="Again")
        event = await newest(world, intake)
        assert isinstance(event, Pressed)
        assert event.action == "v1:again:7"


async def test_a_menu_is_picked_from(simulated, intake):
    """What was picked is the action."""
    async with simulated() as world:
        options = tuple(Button(label=f"Style {n}", action=f"v1:style:{n}") for n in range(30))
        await world.front.deliver(world.here, Choice(text="Which?", options=options), "k", None, FakeFiles())
        (message,) = await world.told()
        await world.ada.user.select(message, ["v1:style:29"], custom_id="menu:1")
        assert (await newest(world, intake)).action == "v1:style:29"


async def test_a_message_menu_is_a_command(simulated, intake):
    """The recording of somebody else, picked in a server."""
    async with simulated() as world:
        spoken = await world.ada.send(world.channel, "say this")
        name = Translator().say("en", "menu-talk")
        answered = await world.ada.context_menu(world.channel, name, spoken)
        event = await newest(world, intake)
        assert answered.ephemeral
        assert (event.name, event.reply.text) == ("talk", "say this")


async def test_the_form_of_a_result_comes_back_as_a_command(simulated, intake):
    """Opened by a button, sent by the person."""
    async with simulated() as world:
        tune = ((Button(label="Again with", action="v1:form:again:7"),),)
        await world.front.deliver(world.here, Text(text="Done", buttons=tune), "k", None, FakeFiles())
        (message,) = await world.told()
        shown = await world.ada.user.click(message, label="Again with")
        await world.ada.user.submit_modal(shown, {"style": "oil"})
        event = await newest(world, intake)
        assert (event.name, event.about, event.options) == ("again", "7", {"style": "oil"})
