"""Whole conversations on Telegram: the real bot, database, queue and client; only Telegram and the engine are fakes."""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import AsyncIterator

import pytest

from handlers.text import Translator
from tests.e2e.running import bot, bot_process
from tests.fakes.executor import FakeExecutor
from tests.fakes.intake import picture
from tests.fakes.telegram import FakeTelegram

words = Translator().words("en")
STYLE = "cyberpunk"


def say(key: str, **gaps: object) -> str:
    """Return a sentence as it is shown, its marks turned into looks."""
    return words(key, **gaps).replace("**", "").replace("`", "")


class Ada:
    """A person on the fake server."""

    def __init__(self, server: FakeTelegram, uid: int = 42) -> None:
        self.server, self.uid = server, uid

    async def sees(self, text: str) -> dict:
        """Wait until a message with this text is shown and return it."""
        return await self.server.until(lambda: next((m for m in self.shown() if text in _text(m)), None), 60)

    async def presses(self, key: str, **gaps: object) -> None:
        """Wait for a button, newest message first, and press it."""
        label = say(key, **gaps)
        message = await self.server.until(
            lambda: next((m for m in reversed(self.shown()) if label in _labels(m)), None), 60
        )
        self.server.user_press(message, label, self.uid)

    def types(self, line: str) -> None:
        """Send a line."""
        self.server.user_text(line, self.uid)

    def sends(self, count: int) -> None:
        """Send an album of selfies."""
        colors = ("red", "green", "blue", "cyan", "magenta", "yellow")
        self.server.user_album([picture(color, (640, 640)) for color in colors[:count]], self.uid)

    def shown(self) -> list[dict]:
        """Return what the bot shows this person now."""
        return self.server.shown(self.uid)

    def pictures(self) -> list[dict]:
        """Return the messages with a picture of the bot."""
        return [message for message in self.shown() if "photo" in message]

    async def is_learnt(self, selfies: int = 2) -> None:
        """Go from a first hello to a learnt face."""
        self.types("/start")
        await self.presses("button-agree")
        await self.sees("Thank you")
        self.sends(selfies)
        await self.sees(f"{selfies} usable")
        await self.presses("button-done")
        await self.sees(say("train-understood", who=say("looks-woman-adult")))


def _text(message: dict) -> str:
    return message.get("text") or message.get("caption") or ""


def _labels(message: dict) -> list[str]:
    return [b["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for b in row]


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    """Telegram, with its rate limits."""
    async with FakeTelegram(limits=True) as fake:
        yield fake


@pytest.fixture
def settings(server: FakeTelegram, tmp_path) -> dict[str, str]:
    """Settings that point the bot at the fake."""
    return {
        "DATA_DIR": str(tmp_path / "data"),
        "TELEGRAM_TOKEN": server.token,
        "TELEGRAM_API_URL": server.url,
        "TELEGRAM_FILE_URL": server.url,
        "LOCAL_CHAT": "no",
    }


async def test_a_newcomer_gets_portraits(server, settings):
    """Hello, consent, selfies, verdicts, training, portraits, and again with a button."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor()):
        await ada.is_learnt(selfies=5)
        ada.types(f"/portrait {STYLE} 4")
        await server.until(lambda: len(ada.pictures()) == 1, 60)
        (result,) = ada.pictures()
        assert all(f"{rank}. " in result["caption"] for rank in (1, 2, 3, 4))
        assert "90" in result["caption"]
        await ada.presses("button-apart", count=4)
        await server.until(lambda: len(ada.pictures()) == 5, 60)
        assert len({message["media_group_id"] for message in ada.pictures()[1:]}) == 1
        await ada.presses("button-again")
        await server.until(lambda: len(ada.pictures()) == 6, 60)
    assert server.answered == server._pressed


async def test_the_same_where_telegram_calls_the_bot(server, settings):
    """A webhook instead of polling: the bot is told over HTTP, with its secret, and Telegram knows of it."""
    ada = Ada(server)
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    webhook = {"TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram", "TELEGRAM_WEBHOOK_PORT": str(port)}
    async with bot(settings | webhook, FakeExecutor()):
        await ada.is_learnt()
        ada.types(f"/portrait {STYLE} 1")
        await server.until(lambda: len(ada.pictures()) == 1, 60)
    assert server._poller == 0
    assert server.answered == server._pressed


async def test_progress_is_one_message_that_counts_down(server, settings):
    """The status message of the job shows a ticking time and a red button, and becomes the result."""
    ada, engine = Ada(server), FakeExecutor("portrait")
    async with bot(settings, engine):
        await ada.is_learnt()
        ada.types(f"/portrait {STYLE} 1")
        status = await server.until(
            lambda: next((m for m in ada.shown() if any(e["type"] == "date_time" for e in m.get("entities", []))), None)
        )
        assert say("button-cancel") in _labels(status)
        engine.release()
        await server.until(ada.pictures, 60)
    assert [message["message_id"] for message in ada.pictures()] == [status["message_id"]]


async def test_a_running_job_is_cancelled_by_its_button(server, settings):
    """No picture comes, and the status message says so."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor("portrait")):
        await ada.is_learnt()
        ada.types(f"/portrait {STYLE} 1")
        await ada.presses("button-cancel")
        await server.until(lambda: say("button-cancel") not in [x for m in ada.shown() for x in _labels(m)], 60)
    assert ada.pictures() == []


async def test_killed_while_drawing_gives_exactly_one_result(server, settings):
    """Nobody has to ask again after a power cut."""
    ada = Ada(server)
    async with bot_process(settings, "portrait") as process:
        await ada.is_learnt()
        ada.types(f"/portrait {STYLE} 4")
        await ada.sees("⏳")
        process.kill()
        await process.wait()
    async with bot_process(settings):
        await server.until(lambda: len(ada.pictures()) >= 1, 60)
        ada.types("/help")
        await ada.sees(say("help-title"))
    assert len(ada.pictures()) == 1


async def test_killed_after_the_edit_gives_exactly_one_result(server, settings):
    """The bot dies in the instant between Telegram's effect and its answer; the repeated edit changes nothing."""
    ada = Ada(server)
    async with bot_process(settings) as process:
        await ada.is_learnt()
        server.after["editmessagemedia"] = lambda: os.kill(process.pid, signal.SIGKILL)
        ada.types(f"/portrait {STYLE} 4")
        await process.wait()
    assert len(ada.pictures()) == 1
    async with bot_process(settings):
        await server.until(lambda: len(ada.pictures()) >= 1, 60)
        ada.types("/help")
        await ada.sees(say("help-title"))
    assert len(ada.pictures()) == 1


async def test_what_was_sent_while_the_bot_was_down_is_answered(server, settings):
    """Telegram keeps updates; the bot takes them in at its start."""
    ada = Ada(server)
    ada.types("/start")
    async with bot(settings, FakeExecutor()):
        await ada.presses("button-agree")
        await ada.sees("Thank you")


async def test_old_buttons_work_after_a_restart(server, settings):
    """Buttons hold no state, so nothing about them can be lost."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor()):
        await ada.is_learnt()
        ada.types(f"/portrait {STYLE} 1")
        await server.until(lambda: len(ada.pictures()) == 1, 60)
    async with bot(settings, FakeExecutor()):
        await ada.presses("button-again")
        await server.until(lambda: len(ada.pictures()) == 2, 60)


async def test_two_people_at_once_get_their_own(server, settings):
    """And nobody can press another's button."""
    ada, bob, engine = Ada(server, 42), Ada(server, 43), FakeExecutor()
    async with bot(settings, engine):
        await ada.is_learnt()
        await bob.is_learnt()
        for one in (ada, bob):
            one.types(f"/portrait {STYLE} 2")
        await server.until(lambda: len(ada.pictures()) == len(bob.pictures()) == 1, 60)
        message = next(m for m in ada.shown() if say("button-again") in _labels(m))
        query = server.user_press(message, say("button-again"), uid=43)
        await server.until(lambda: query in server.answered)
        bob.types(f"/portrait {STYLE} 1")  # handled after the press, so by then the press has had its effect
        await server.until(lambda: len(bob.pictures()) == 2, 60)
    assert len(ada.pictures()) == 1
    assert engine.began.count("portrait") == 3


async def test_somebody_who_blocks_the_bot_does_not_hold_up_others(server, settings):
    """What waits for them is given up; others are served."""
    ada, bob, engine = Ada(server, 42), Ada(server, 43), FakeExecutor("portrait")
    async with bot(settings, engine):
        await ada.is_learnt()
        await bob.is_learnt()
        ada.types(f"/portrait {STYLE} 1")
        await ada.sees("⏳")
        server.blocked.add(42)
        bob.types(f"/portrait {STYLE} 1")
        engine.release()
        await server.until(lambda: len(bob.pictures()) == 1, 60)
    assert ada.pictures() == []


async def test_killed_while_learning_the_training_ends_in_the_same_message(server, settings):
    """Twenty minutes are long: the status message of a training outlives the process and becomes its result."""
    ada = Ada(server)
    async with bot_process(settings, "enrol") as process:
        ada.types("/start")
        await ada.presses("button-agree")
        await ada.sees("Thank you")
        ada.sends(2)
        await ada.sees("2 usable")
        await ada.presses("button-done")
        status = await ada.sees(say("stage-other", done=1, total=4))  # an edit: so it is known which message to edit
        process.kill()
        await process.wait()
    async with bot_process(settings):
        learnt = await ada.sees(say("train-understood", who=say("looks-woman-adult")))
    assert learnt["message_id"] == status["message_id"]
    assert sum(say("train-understood", who=say("looks-woman-adult")) in _text(m) for m in ada.shown()) == 1


async def test_ten_pictures_come_as_one_and_on_request_as_ten(server, settings):
    """Eleven are more than a job makes, and that is said; ten are one message, and one album when asked."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor()):
        await ada.is_learnt()
        ada.types(f"/portrait {STYLE} 11")
        await ada.sees("10")
        assert ada.pictures() == []
        ada.types(f"/portrait {STYLE} 10")
        await server.until(lambda: len(ada.pictures()) == 1, 60)
        await ada.presses("button-apart", count=10)
        await server.until(lambda: len(ada.pictures()) == 11, 60)
    assert len({message["media_group_id"] for message in ada.pictures()[1:]}) == 1


async def test_the_wrong_order_of_commands_is_answered_with_the_next_step(server, settings):
    """Before consent, before selfies, before training, during it: nobody is left without an answer."""
    ada, engine = Ada(server), FakeExecutor("instant")
    async with bot(settings, engine):
        ada.types(f"/portrait {STYLE}")
        await ada.presses("button-agree")
        await ada.sees("Thank you")
        ada.types(f"/portrait {STYLE}")
        await ada.sees(say("portrait-before-training"))
        ada.types("/train")
        await ada.sees(say("train-no-photos"))
        ada.sends(1)
        await ada.sees("1 usable")
        ada.types(f"/portrait {STYLE}")
        await ada.sees(say("portrait-not-trained", accepted=1))
        ada.types("/train")
        await server.until(lambda: "instant" in engine.began)
        ada.types(f"/portrait {STYLE}")
        await ada.sees(say("portrait-training"))
        ada.types("/show 999")
        await ada.sees(say("show-unknown", number=999))
        engine.release()


async def test_a_favourite_becomes_a_sticker(server, settings):
    """Drawn, marked, cut out, and in a set with a link; taken away again by a button."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor()):
        await ada.is_learnt()
        ada.types(f"/portrait {STYLE} 1")
        await server.until(lambda: len(ada.pictures()) == 1, 60)
        await ada.presses("button-favourite")
        await server.until(lambda: server.answered == server._pressed)
        ada.types("/stickers")
        said = await ada.sees("https://t.me/addstickers/")
        (made,) = server.sets.values()
        assert said["text"].endswith(made["name"])
        assert len(made["stickers"]) == 1
        await ada.presses("button-stickers-delete")
        await ada.presses("button-delete-yes")
        await server.until(lambda: not server.sets, 60)


async def test_two_friends_get_into_one_picture(server, settings):
    """A captioned picture of two, a place of one's own, a code for a friend, their yes, one drawing of both."""
    ada, bob, engine = Ada(server, 42), Ada(server, 43), FakeExecutor()
    async with bot(settings, engine):
        await ada.is_learnt()
        await bob.is_learnt()
        server.user_photo(picture("red", (900, 600)), ada.uid, caption="/inpaint")
        await ada.sees(say("inpaint-who", count=2))
        await ada.presses("button-seat", face=1)
        await ada.presses("button-invite")
        code = re.search(r"/accept ([A-Z2-9-]{11})", _text(await ada.sees("/accept")))
        assert code is not None
        bob.types(f"/accept {code[1]}")
        await bob.sees("as face 2")
        await bob.presses("button-lend")
        await ada.sees("agrees")
        await ada.presses("button-draw")
        await ada.sees(say("template-each", face=2, percent=80))
        assert say("button-again") not in _labels(ada.shown()[-1])
    assert engine.began.count("template") == 1
    assert [message for message in bob.shown() if say("template-done") in _text(message)] == []


async def test_killed_while_drawing_into_a_picture_gives_exactly_one_result(server, settings):
    """The picture of strangers is still there for the second attempt."""
    ada = Ada(server)
    async with bot_process(settings, "template") as process:
        await ada.is_learnt()
        server.user_photo(picture("red", (600, 900)), ada.uid, caption="/inpaint")
        await ada.sees(say("inpaint-found", count=1, face=1))
        await ada.sees("⏳")
        process.kill()
        await process.wait()
    async with bot_process(settings):
        await ada.sees(say("template-done"))
        ada.types("/help")
        await ada.sees(say("help-title"))
    assert len([m for m in ada.shown() if say("template-done") in _text(m)]) == 1


async def test_a_ready_picture_is_chosen_from_pictures(server, settings):
    """No picture at hand: those of the program, shown as pictures."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor()):
        await ada.is_learnt()
        ada.types("/inpaint")
        await ada.presses("button-templates")
        await server.until(lambda: len(ada.pictures()) == 1, 60)
        await ada.presses("template-title-stamp")
        await ada.sees(say("template-done"))


async def test_more_unfolds_in_place_and_a_heart_marks_also_after_a_restart(server, settings):
    """What is behind More is written down with the result; a reaction is a favourite, which inline mode then offers."""
    ada = Ada(server)
    async with bot(settings, FakeExecutor()):
        await ada.is_learnt()
        ada.types(f"/portrait {STYLE} 1")
        await server.until(lambda: len(ada.pictures()) == 1, 60)
        assert {say("button-again"), say("button-more")} <= set(_labels(ada.pictures()[0]))
        assert say("button-delete") not in _labels(ada.pictures()[0])
    async with bot(settings, FakeExecutor()):
        await ada.presses("button-more")
        unfolded = await ada.sees(say("more-seeds", seeds=""))
        assert say("button-delete") in _labels(unfolded)
        assert len(ada.pictures()) == 1
        server.user_reacts(unfolded, "❤", uid=ada.uid)
        await ada.sees(say("favourites-added", number=2, rank=1)[:20])
        server.user_asks("", uid=ada.uid)
        await server.until(lambda: server.called("answerinlinequery"), 60)
        assert len(server.called("answerinlinequery")[-1]["results"]) == 1
        server.user_asks("", uid=43)
        await server.until(lambda: len(server.called("answerinlinequery")) == 2, 60)
        assert server.called("answerinlinequery")[-1]["results"] == []
        assert server.described["short_description", "de"]
