"""Whole conversations on Discord: the real bot, database, queue and client; only Discord and the engine are fakes."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator

import pytest

from handlers.text import Translator
from tests.e2e.running import bot, bot_process
from tests.fakes.discord import ADA, FakeDiscord, buttons_of, text_of
from tests.fakes.executor import FakeExecutor
from tests.fakes.intake import picture

words = Translator().words("de")  # what the fake's people have set; English where there is no German yet
STYLE = "cyberpunk"
COLORS = ("red", "green", "blue", "cyan", "magenta", "yellow", "black", "white", "gray", "orange")


def say(key: str, **gaps: object) -> str:
    """Return a sentence without marks."""
    return words(key, **gaps).replace("**", "").replace("`", "")


class Ada:
    """A person on the fake server."""

    def __init__(self, server: FakeDiscord, user: str = ADA) -> None:
        self.server, self.user = server, user

    def shown(self) -> list[dict]:
        """Return what the bot shows this person now."""
        return self.server.shown(self.user)

    def pictures(self) -> list[bytes]:
        """Return the pictures the bot shows."""
        return [data for message in self.shown() for data in self.server.contents(message)]

    async def sees(self, text: str) -> dict:
        """Wait until a message with this text is shown and return it."""
        return await self.server.until(
            lambda: next((m for m in self.shown() if text in text_of(m).replace("**", "").replace("\\", "")), None),
            60,
        )

    async def presses(self, key: str) -> None:
        """Wait for a button, newest message first, and press it."""
        label = say(key)
        message = await self.server.until(
            lambda: next((m for m in reversed(self.shown()) if label in _labels(m)), None), 60
        )
        await self.server.click(message, label, self.user)

    async def is_learnt(self) -> None:
        """Go from a first command to a learnt face."""
        await self.shows_selfies()
        await self.presses("button-done")
        await self.sees(say("train-understood", who=say("looks-woman-adult")))

    async def shows_selfies(self) -> None:
        """Agree and send two photos, one with the command and one by message."""
        await self.server.until(lambda: self.server.logins and self.server.commands, 60)
        await self.server.slash("start", user=self.user)
        await self.presses("button-agree")
        await self.sees(say("consent-given")[:20])
        await self.server.slash(
            "selfies", user=self.user, files={"photo1": ("me.png", picture("red", (640, 640)), "image/png")}
        )
        await self.sees(say("selfies-status", accepted=1))
        photo = self.server.put("me2.png", picture("blue", (640, 640)), "image/png")
        await self.server.dm("", photo, user=self.user)
        await self.sees(say("selfies-status", accepted=2))


def _labels(message: dict) -> list[str]:
    return [label for row in buttons_of(message) for label in row]


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """Discord."""
    async with FakeDiscord() as fake:
        yield fake


@pytest.fixture
def settings(server: FakeDiscord, tmp_path) -> dict[str, str]:
    """Settings that point the bot at the fake."""
    return {
        "DATA_DIR": str(tmp_path / "data"),
        "DISCORD_TOKEN": server.token,
        "DISCORD_API_URL": server.api_url,
        "DISCORD_GATEWAY_URL": server.gateway_url,
        "LOCAL_CHAT": "no",
    }


async def test_a_newcomer_gets_portraits(server, settings):
    """Command, consent, selfies, training, portraits in one message, and again with a button."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor()):
        await ada.is_learnt()
        await server.slash("portrait", style=STYLE, count=4)
        await server.until(lambda: len(ada.pictures()) == 4, 60)
        assert len([m for m in ada.shown() if m["attachments"]]) == 1
        await ada.presses("button-again")
        await server.until(lambda: len(ada.pictures()) == 8, 60)


async def test_a_long_job_ends_in_a_message_when_the_interaction_is_dead(server, settings):
    """A training takes longer than an interaction lives; nothing is delivered through one."""
    ada, engine = Ada(server), FakeExecutor("portrait")
    async with bot(settings, engine):
        await ada.is_learnt()
        await server.slash("portrait", style=STYLE, count=1)
        await ada.sees("⏳ <t:")
        server.token_seconds = 0.0
        engine.release()
        await server.until(lambda: len(ada.pictures()) == 1, 60)


async def test_killed_after_sending_gives_exactly_one_result(server, settings):
    """The bot dies between Discord's effect and its answer; the repetition is recognised."""
    ada = Ada(server)
    async with bot_process(settings) as process:
        await ada.is_learnt()
        server.after = lambda: os.kill(process.pid, signal.SIGKILL)
        await server.slash("portrait", style=STYLE, count=4)
        await process.wait()
    assert len(ada.pictures()) == 4
    logins, patched = server.logins, len(server.calls)
    async with bot_process(settings):
        await server.until(lambda: server.logins > logins, 60)
        await server.until(lambda: any("/messages" in path for _, path, _ in server.calls[patched:]), 60)
        await server.slash("help")
        await ada.sees(say("help-title"))
    assert len(ada.pictures()) == 4


async def test_old_buttons_work_after_a_restart(server, settings):
    """Buttons hold no state, so nothing about them can be lost."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor()):
        await ada.is_learnt()
        await server.slash("portrait", style=STYLE, count=1)
        await server.until(lambda: len(ada.pictures()) == 1, 60)
    logins = server.logins
    async with bot(settings, FakeExecutor()):
        await server.until(lambda: server.logins > logins, 60)
        await ada.presses("button-again")
        await server.until(lambda: len(ada.pictures()) == 2, 60)
    assert server.syncs == 1


async def test_closed_direct_messages_do_not_hold_up_others(server, settings):
    """What waits for them is given up; others are served."""
    ada, bob, engine = Ada(server), Ada(server, "3001"), FakeExecutor("portrait")
    async with bot(settings, engine):
        await ada.is_learnt()
        await bob.is_learnt()
        server.closed.add(ADA)
        for one in (ada, bob):
            await server.slash("portrait", user=one.user, style=STYLE, count=1)
        await bob.sees("⏳ <t:")
        engine.release()
        await server.until(lambda: len(bob.pictures()) == 1, 60)
    assert ada.pictures() == []


async def test_a_newcomer_needs_one_form(server, settings):
    """Ten photos and the consent at once; then a portrait, and the same again with what was changed in a form."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor()):
        await server.until(lambda: server.logins and server.commands, 60)
        opened = await server.slash("selfies")
        photos = [(f"{n}.png", picture(color, (640, 640)), "image/png") for n, color in enumerate(COLORS)]
        await server.submit(opened, photos=photos, agreed=True)
        await ada.sees(say("selfies-status", accepted=10))
        await ada.presses("button-done")
        await ada.sees(say("train-understood", who=say("looks-woman-adult")))
        await server.slash("portrait", style=STYLE, count=2)
        await server.until(lambda: len(ada.pictures()) == 2, 60)
        await ada.presses("button-more")
        form = await server.click(await ada.sees(say("more-seeds", seeds="")), say("button-tune"))
        await server.submit(form, count="3")
        await server.until(lambda: len(ada.pictures()) == 5, 60)


async def test_killed_in_a_training_it_goes_on_and_hears_what_was_said_meanwhile(server, settings):
    """The training ends once; a message Discord will not repeat is read from the history."""
    ada, engine = Ada(server), FakeExecutor()
    async with bot_process(settings, "enrol") as process:
        await ada.shows_selfies()
        await ada.presses("button-done")
        await ada.sees("⏳ <t:")
        process.kill()
        await process.wait()
    await server.dm("/help")
    server.forget_events()
    logins = server.logins
    async with bot(settings, engine):
        await server.until(lambda: server.logins > logins, 60)
        await ada.sees(say("train-understood", who=say("looks-woman-adult")))
        await ada.sees(say("help-title"))
    learnt = say("train-done", minutes=0, photos=2).partition(".")[0]
    done = [text for text in server.texts() if learnt in text.replace("**", "")]
    assert len(done) == 1


async def test_two_people_at_once_and_commands_in_the_wrong_order(server, settings):
    """Whoever begins in the middle is told the first step; nobody sees anything of the other."""
    ada, bob = Ada(server), Ada(server, "3001")
    async with bot(settings, FakeExecutor()):
        await server.until(lambda: server.logins and server.commands, 60)
        await server.slash("portrait", style=STYLE)
        await ada.presses("button-agree")
        await server.slash("portrait", style=STYLE)
        await ada.sees(say("portrait-before-training"))
        await server.slash("show", job=1)
        await ada.sees(say("show-unknown", number=1))
        await bob.is_learnt()
        await server.slash("portrait", user=bob.user, style=STYLE, count=11)
        await bob.sees(say("argument-out-of-range", name=say("field-count"), least="1", most="10"))
        await server.slash("portrait", user=bob.user, style=STYLE, count=1)
        await server.until(lambda: len(bob.pictures()) == 1, 60)
        await server.slash("show", job=2)
        await ada.sees(say("show-unknown", number=2))
    assert ada.pictures() == []


async def test_a_picture_in_a_server_is_put_on_from_its_menu(server, settings):
    """Put me in, and dress me in this, on somebody else's message: the answers come where nobody reads along."""
    ada, engine = Ada(server), FakeExecutor()
    async with bot(settings, engine):
        await ada.is_learnt()
        theirs = await server.dm("", server.put("party.png", picture("red", (600, 900)), "image/png"), user="3001")
        await server.menu("Put me in", theirs, guild=True)
        await ada.sees(say("inpaint-found", count=1, face=1))
        await ada.sees(say("template-done"))
        await server.menu("Dress me in this", theirs, guild=True)
        await ada.sees(say("tryon-stays", parts="Körper und Hintergrund"))
        await ada.presses("button-backdrop")
        await ada.presses("background-beach")
        await ada.sees(say("tryon-done"))
    assert engine.began.count("template") == engine.began.count("tryon") == 1


async def test_a_picture_comes_with_the_command(server, settings):
    """The attachment option."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor()):
        await ada.is_learnt()
        await server.slash("inpaint", files={"file": ("two.png", picture("red", (900, 600)), "image/png")})
        await ada.sees(say("inpaint-who", count=2))
