"""A person's sticker set: made, added to, taken away, each sticker once."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.frontends.base import RetryLaterError
from bot.frontends.telegram.stickers import set_name
from handlers.views import Button, PictureItem, Stickers, Text
from tests.bot.frontends.telegram.conftest import make
from tests.fakes.telegram import BOT_ID, BOT_NAME

HERE = {"chat": 42}
NAME = set_name(BOT_ID, BOT_NAME, 42)


def sticker(color):
    """A sticker as the engine makes it."""
    out = io.BytesIO()
    Image.new("RGBA", (512, 400), color).save(out, "WEBP")
    return out.getvalue()


def view(files, *colors):
    """Stickers of these colours."""
    items = tuple(PictureItem(media=files.add(color, sticker(color), "image/webp")) for color in colors)
    rows = ((Button(label="Delete", action="v1:nostickers"),),)
    return Stickers(items=items, text="Made", title="My portraits", buttons=rows)


@pytest.fixture(autouse=True)
def person(server):
    """Somebody who has written to the bot."""
    server.user_text("/start")


def held(server):
    """How many stickers the set has."""
    return len(server.sets[NAME]["stickers"])


async def test_a_set_is_made_and_its_link_replaces_the_status(front, server, files):
    """One message, from "cutting out" to the set."""
    status = await front.deliver(HERE, Text(text="Cutting"), "a", None, files)
    await front.deliver(HERE, view(files, "red", "blue"), "b", status, files)
    (message,) = server.shown()
    assert message["text"] == f"Made\nhttps://t.me/addstickers/{NAME}"
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Delete"
    assert (server.sets[NAME]["title"], held(server)) == ("My portraits", 2)


async def test_later_favourites_are_added(front, server, files):
    """Whoever installed the set sees the new ones too."""
    await front.deliver(HERE, view(files, "red"), "a", None, files)
    await front.deliver(HERE, view(files, "blue", "green"), "b", None, files)
    assert held(server) == 3


async def test_more_than_fifty_make_a_set_as_well(front, server, files):
    """The first fifty with the set, the others one by one."""
    colors = [f"#{n:02x}0000" for n in range(52)]
    await front.deliver(HERE, view(files, *colors), "a", None, files)
    assert held(server) == 52


@pytest.mark.parametrize("method", ["createnewstickerset", "addstickertoset"])
async def test_an_answer_that_was_lost_adds_no_sticker_twice(server, files, tmp_path, method):
    """The set itself says what is done: before the restart, and after it."""
    first = make(server, tmp_path)
    if method == "addstickertoset":
        await first.deliver(HERE, view(files, "white"), "before", None, files)
    server.drop_after = [method]
    with pytest.raises(RetryLaterError):
        await first.deliver(HERE, view(files, "red", "blue", "green"), "b", None, files)
    await first.close()
    second = make(server, tmp_path)
    for _ in range(2):
        await second.deliver(HERE, view(files, "red", "blue", "green"), "b", None, files)
    await second.close()
    assert held(server) == (4 if method == "addstickertoset" else 3)


async def test_a_set_is_taken_away_and_twice_is_no_error(front, server, files):
    """A person, or a crash, may repeat it."""
    await front.deliver(HERE, view(files, "red"), "a", None, files)
    for key in ("b", "c"):
        await front.deliver(HERE, Stickers(items=(), text="Gone", remove=True), key, None, files)
    assert server.sets == {}
    assert server.texts()[1:] == ["Gone", "Gone"]
    await front.deliver(HERE, view(files, "blue"), "d", None, files)
    assert held(server) == 1


def test_names_follow_telegrams_rules_and_tell_nothing_about_their_owner():
    """A set is public; a user id in its name would be too."""
    assert NAME.endswith(f"_by_{BOT_NAME}")
    assert len(set_name(2**63, "a" * 32, 2**63)) <= 64
    assert set_name(BOT_ID, BOT_NAME, 43) != NAME
