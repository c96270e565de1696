"""``@bot neon``: one's own favourites, privately, in any chat."""

from __future__ import annotations

import pytest

from bot.frontends.base import Upload
from bot.frontends.telegram.shelf import Kept, StoredShelf
from handlers.context import Deps
from handlers.events import Who
from storage import accounts, favourites
from storage.database import Database
from storage.errors import StoreUnreachableError
from storage.vault import Vault
from tests.bot.frontends.telegram.conftest import listening, make
from tests.fakes.intake import picture
from tests.fakes.telegram import ApiError
from tests.handlers.stage import FakeStyles
from tests.storage.helpers import job_of


class FakeShelf:
    """Favourites in memory."""

    def __init__(self, *kept: Kept) -> None:
        self.kept, self.asked = list(kept), []

    async def find(self, user: str, wanted: str, locale: str) -> list[Kept]:
        self.asked.append((user, wanted, locale))
        return self.kept

    async def words(self, user: str, locale: str) -> str:
        return "None yet"


async def kept(intake) -> str:
    """Return a picture of person 42's that the bot holds."""
    who = Who(platform="telegram", user="42")
    return await intake.keep(who, Upload(name="p.png", mime="image/png", data=picture("red")))


@pytest.fixture
async def asked(server, intake, tmp_path):
    """Ask something in another chat; returns what was answered."""

    async def ask(shelf, query="neon", times=1):
        front = make(server, tmp_path, shelf=shelf)
        async with listening(front, intake):
            for _ in range(times):
                server.user_asks(query)
                await server.until(lambda: not server._asked)
        await front.close()
        return server.called("answerinlinequery")[-1]

    return ask


async def test_favourites_are_offered_to_their_owner_alone(asked, server, intake):
    """Telegram may keep the answer for whoever asked, for seconds, and for nobody else."""
    media = await kept(intake)
    answer = await asked(FakeShelf(Kept(media=media, title="Neon", caption="AI-generated · Neon")))
    [one] = answer["results"]
    assert (one["type"], one["caption"]) == ("photo", "AI-generated · Neon")
    assert str(answer["is_personal"]).lower() == "true"
    assert int(answer["cache_time"]) <= 10
    assert server.shown() == []  # what made the picture known is gone from the chat


async def test_a_store_that_is_away_costs_only_the_pictures_in_it(asked, intake, monkeypatch):
    """Those Telegram knows are offered, and whoever asks gets an answer."""
    known, other = await kept(intake), await kept(intake)
    media = intake.media

    async def away(who, wanted):
        if wanted == other:
            raise StoreUnreachableError("away")
        return await media(who, wanted)

    monkeypatch.setattr(intake, "media", away)
    answer = await asked(FakeShelf(*(Kept(media=each, title="Neon", caption="") for each in (other, known))))
    assert [one["id"] for one in answer["results"]] == [known[:64]]


async def test_a_picture_is_made_known_once(asked, server, intake):
    """The second letter of a word costs no second upload."""
    await asked(FakeShelf(Kept(media=await kept(intake), title="Neon", caption="")), times=3)
    assert len(server.called("sendphoto")) == 1


async def test_a_picture_is_taken_away_also_when_the_network_fails_meanwhile(asked, server, intake):
    """Nobody else knows that it is in the chat, not even /forget; and it is not sent once more for that."""
    deletes = server.on_deletemessage

    async def fails_once(*request):
        server.on_deletemessage = deletes
        raise ApiError(502, "Bad Gateway")

    server.on_deletemessage = fails_once
    answer = await asked(FakeShelf(Kept(media=await kept(intake), title="Neon", caption="")), times=2)
    assert len(answer["results"]) == 1
    assert server.shown() == []
    assert len(server.called("sendphoto")) == 1


async def test_who_has_none_is_led_to_the_bot(asked):
    """An empty list explains nothing."""
    answer = await asked(FakeShelf(), query="")
    assert answer["results"] == []
    assert answer["button"]["text"] == "None yet"


async def test_the_shelf_holds_ones_own_and_what_was_asked_for(tmp_path):
    """The control: another person's favourites, and another style's, are not offered."""
    vault = Vault.open(tmp_path)
    async with Database.open(tmp_path / "portrait.sqlite") as db:
        async with db.transaction() as tx:
            for user, style in (("42", "oil"), ("42", "noir"), ("43", "oil")):
                account = (await accounts.find_or_create(tx, "telegram", user)).id
                job = await job_of(tx, account, request={"style": style})
                row = await vault.put(tx, account, b"p", purpose="portrait", name="p.png")
                await favourites.add(tx, account, row.id, job.id)
        shelf = StoredShelf(db, Deps(styles=FakeStyles(), seed=lambda: 1))
        assert len(await shelf.find("42", "", "en")) == 2
        [found] = await shelf.find("42", "Oil", "en")
        assert (found.title, found.caption) == ("OIL", "AI-generated · OIL")
        assert await shelf.find("44", "", "en") == []
        private = Deps(styles=FakeStyles(), seed=lambda: 1, listed=True, allowed=frozenset({"telegram:43"}))
        assert await StoredShelf(db, private).find("42", "", "en") == [], "they were let in no more"
