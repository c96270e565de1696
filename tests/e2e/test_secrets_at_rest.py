"""What opens something, and what somebody wrote, is not left behind in the data folder once it has served."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from tests.e2e.running import bot
from tests.e2e.test_telegram_story import STYLE, Ada
from tests.fakes.executor import FakeExecutor
from tests.fakes.telegram import FakeTelegram
from tests.storage.test_vault import every_byte

WORDS = "ultraviolet hippopotamus"
SAID = "how do I get my periwinkle walrus"
NAME = "Zaphirabelle"
MENTION = re.compile(r"enter#([\w-]{20,})|\b([A-Z2-9]{5}-[A-Z2-9]{5})\b")


class NamedTelegram(FakeTelegram):
    """Tells everybody's name."""

    def user(self, uid: int = 42, language: str = "en") -> dict:
        return {**super().user(uid, language), "first_name": NAME, "username": NAME}


async def newest_secret(ada: Ada, line: str) -> str:
    """Type a command and return the code or link it is answered with."""
    before = len(ada.shown())
    ada.types(line)
    message = await ada.server.until(lambda: next(iter(ada.shown()[before:]), None), 60)
    found = MENTION.search(message["text"])
    assert found is not None, message["text"]
    return found[1] or found[2]


async def settled(folder: Path, needles: list[str]) -> list[str]:
    """Return what is left of some words in a folder, once the bot had the time to clear up after its answers."""
    left = needles
    for _ in range(100):
        left = [each for each in needles if each.encode() in every_byte(folder)]
        if not left:
            break
        await asyncio.sleep(0.05)
    return left


async def test_links_codes_and_words_are_not_kept(tmp_path, capfd, caplog):
    """A one-time link, three kinds of codes, wishes in words and a name, with a log that says all it can."""
    folder = tmp_path / "data"
    async with NamedTelegram() as server:
        ada = Ada(server)
        settings = {
            "DATA_DIR": str(folder), "TELEGRAM_TOKEN": server.token, "TELEGRAM_API_URL": server.url,
            "TELEGRAM_FILE_URL": server.url, "LOCAL_CHAT": "yes", "LOCAL_CHAT_PORT": "0", "LOCAL_CHAT_LOGIN": "link",
            "ADMIN_IDS": "42", "ACCESS": "listed", "INVITATIONS": "yes", "LOG_LEVEL": "debug",
        }  # fmt: skip
        async with bot(settings, FakeExecutor()):
            await ada.is_learnt()
            secrets = [await newest_secret(ada, line) for line in ("/web", "/link", "/invite")]
            assert len({*secrets}) == 3
            assert await settled(folder, secrets) == []
            ada.types(f"/portrait {STYLE} 2 prompt={WORDS}")
            await server.until(lambda: len(ada.pictures()) == 1, 60)
            ada.types(SAID)
            ada.types(f"/join {secrets[2]}")
            ada.types("/show 999")
            await ada.sees("999")
        assert server.texts(), "the control: there was a conversation"
    kept = every_byte(folder)
    assert b"42" in kept, "the control: who they are on the platform is known"
    assert [each for each in (*secrets, WORDS, SAID, NAME) if each.encode() in kept] == []
    logged = capfd.readouterr()
    told = logged.out + logged.err + caplog.text
    assert [each for each in (*secrets, WORDS, SAID, NAME, server.token) if each in told] == []
