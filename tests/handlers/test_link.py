"""One person on two platforms."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from handlers import codes
from handlers.views import Text
from storage import accounts, links, strikes
from tests.handlers.stage import Person, action_of, text_of
from tests.handlers.test_removal import drawn, removals, shown


@pytest.fixture
def twin(stage) -> Person:
    """Ann as she is known elsewhere."""
    here = stage.person("ann7")
    return Person(stage, replace(here.who, platform="elsewhere", address={"chat": "dm"}))


async def code_of(person: Person) -> str:
    return re.search(r"\*\*([A-Z0-9]{5}-[A-Z0-9]{5})\*\*", text_of(await person.types("/link"))).group(1)


async def asked_of(stage, platform: str) -> str:
    """Return the newest question or answer somebody was sent about a code."""
    async with stage.db.reading() as rx:
        return await rx.value(
            "SELECT view FROM outbox WHERE key LIKE 'link%' AND platform = ? ORDER BY id DESC", (platform,)
        )


async def account_of(stage, platform: str, user: str) -> str:
    async with stage.db.reading() as rx:
        found = await accounts.find(rx, platform, user)
        assert found is not None
        return found.id


async def test_a_code_joins_a_new_account_to_the_one_with_the_face(stage, ann, twin):
    """The usual case: the other side is empty, nothing is lost, and both sides are told."""
    await ann.teaches(photos=1)
    await twin.agrees()
    asked = await twin.types(f"/link {(await code_of(ann)).lower()}")
    assert "faces 1" in text_of(asked)
    assert "Both accounts have a learnt face" not in text_of(asked)
    assert "I have asked on Fake" in text_of(await twin.presses(action_of(asked, "join")))
    assert await account_of(stage, "elsewhere", "ann7") != await account_of(stage, "fake", "ann")
    assert "Linked" in text_of(await ann.presses("v1:linkyes"))
    assert await account_of(stage, "elsewhere", "ann7") == await account_of(stage, "fake", "ann")
    assert (await twin.types("/portrait oil"))[0].kind == "progress"
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM accounts") == 1
    assert "Linked" in await asked_of(stage, "elsewhere")
    assert {"linked", "link offered"} <= set(await stage.audited())


async def test_nothing_happens_before_the_confirmation(stage, ann, twin):
    """Typing the code only asks; No leaves both as they are."""
    await ann.teaches(photos=1)
    await twin.agrees()
    asked = await twin.types(f"/link {await code_of(ann)}")
    await twin.presses(action_of(asked, "keep"))
    assert await account_of(stage, "elsewhere", "ann7") != await account_of(stage, "fake", "ann")


@pytest.mark.parametrize("which", ["there", "here"])
async def test_with_two_faces_the_person_says_which_stays(stage, ann, twin, which):
    """Faces are never mixed; the other one is erased, key and all."""
    await ann.teaches(photos=1)
    await twin.teaches(photos=2)
    there, here = await account_of(stage, "fake", "ann"), await account_of(stage, "elsewhere", "ann7")
    code = await code_of(ann)
    asked = await twin.types(f"/link {code}")
    assert "Both accounts have a learnt face" in text_of(asked)
    assert text_of(asked).count("faces 1") == 2
    await twin.presses(f"v1:join:{code.replace('-', '')}:{which}")
    assert ("**this one is erased**" in await asked_of(stage, "fake")) == (which == "here")
    await ann.presses("v1:linkyes")
    stays = there if which == "there" else here
    assert await account_of(stage, "fake", "ann") == await account_of(stage, "elsewhere", "ann7") == stays
    async with stage.db.reading() as rx:
        assert await rx.all("SELECT id FROM accounts WHERE id <> ?", (stays,)) == []
        assert await rx.value("SELECT count(*) FROM identities") == 1
    assert "Linked" not in text_of(await twin.presses(f"v1:join:{code.replace('-', '')}:{which}"))


async def test_a_code_is_old_after_ten_minutes_and_used_up_after_one_use(stage, ann, twin, bob):
    """A code in an old message opens nothing."""
    await ann.agrees()
    await twin.agrees()
    await bob.agrees()
    code = await code_of(ann)
    stage.db.clock.advance(links.VALID_SECONDS)
    assert "has expired" in text_of(await twin.types(f"/link {code}"))
    code = await code_of(ann)
    await twin.presses(action_of(await twin.types(f"/link {code}"), "join"))
    assert "code is wrong or has expired" in text_of(await twin.types(f"/link {code}"))
    assert "code is wrong or has expired" in text_of(await bob.types(f"/link {code}"))
    stage.db.clock.advance(links.VALID_SECONDS)
    assert "code is wrong or has expired" in text_of(await ann.presses("v1:linkyes"))


async def test_guessing_ends_after_a_few_tries(stage, ann, twin):
    """Also with the right code then, until an hour has passed; every wrong one is written down."""
    await ann.agrees()
    await twin.agrees()
    for number in range(codes.TRIES):
        assert "code is wrong or has expired" in text_of(await twin.types(f"/link WRONG-0000{number}"))
    assert "Too many wrong codes" in text_of(await twin.types(f"/link {await code_of(ann)}"))
    assert "Too many wrong codes" in text_of(await twin.presses("v1:join:AAAAAAAAAA:there"))
    assert (await stage.audited()).count("link refused") == codes.TRIES
    stage.db.clock.advance(codes.TRIES_SECONDS)
    assert "Link both" in text_of(await twin.types(f"/link {await code_of(ann)}"))


async def test_ones_own_code_is_told_apart(ann):
    """Typed on the same platform it would erase the only account."""
    await ann.agrees()
    assert "belongs to this account" in text_of(await ann.types(f"/link {await code_of(ann)}"))


async def test_somebody_else_on_the_same_platform_cannot_use_a_code(stage, ann, bob):
    """Whoever looks over a shoulder would be that person at once."""
    await ann.teaches(photos=1)
    await bob.agrees()
    code = await code_of(ann)
    assert "code is wrong or has expired" in text_of(await bob.types(f"/link {code}"))
    assert "code is wrong or has expired" in text_of(await bob.presses(f"v1:join:{code.replace('-', '')}:there"))
    assert await account_of(stage, "fake", "bob") != await account_of(stage, "fake", "ann")


async def test_whoever_was_faster_under_the_same_name_is_told_apart(stage, ann, twin):
    """Names are chosen freely: the number on both sides is the asker's own, and another's is another."""
    await ann.teaches(photos=1)
    numbers = []
    for user in ("ann7", "eve"):
        asker = Person(stage, replace(twin.who, user=user, name="Ann", address={"chat": user}))
        await asker.agrees()
        said = text_of(await asker.presses(action_of(await asker.types(f"/link {await code_of(ann)}"), "join")))
        number = re.search(r"\*\*(\d{4})\*\*", said)[1]
        assert f"**{number}**" in await asked_of(stage, "fake")
        numbers.append(number)
        await ann.presses("v1:linkno")
    assert numbers[0] != numbers[1]


async def test_who_asks_is_named_where_the_code_was_made_and_a_no_is_final(stage, ann, twin):
    """The maker sees another's name, and the code is worth nothing afterwards."""
    await ann.teaches(photos=1)
    thief = Person(stage, replace(twin.who, name="Mallory **", user="m"))
    await thief.agrees()
    code = await code_of(ann)
    await thief.presses(action_of(await thief.types(f"/link {code}"), "join"))
    assert "Mallory on Elsewhere" in await asked_of(stage, "fake")
    assert "Nothing was linked" in text_of(await ann.presses("v1:linkno"))
    assert "was declined" in await asked_of(stage, "elsewhere")
    for _ in range(2):
        assert "code is wrong or has expired" in text_of(await ann.presses("v1:linkyes"))
    assert "code is wrong or has expired" in text_of(await thief.types(f"/link {code}"))
    assert await account_of(stage, "elsewhere", "m") != await account_of(stage, "fake", "ann")


async def test_only_the_maker_can_confirm(stage, ann, twin):
    """The buttons name nothing: pressed by anybody else they are about that person's own account."""
    await ann.teaches(photos=1)
    await twin.agrees()
    await twin.presses(action_of(await twin.types(f"/link {await code_of(ann)}"), "join"))
    assert "code is wrong or has expired" in text_of(await twin.presses("v1:linkyes"))
    assert await account_of(stage, "elsewhere", "ann7") != await account_of(stage, "fake", "ann")


@pytest.mark.parametrize("which", ["here", "there"])
async def test_a_pause_is_not_left_behind(stage, ann, twin, which):
    """Whoever was refused too often may not go on as somebody who was not."""
    await ann.agrees()
    await twin.agrees()
    async with stage.db.transaction() as tx:
        owner = await accounts.find(tx, "fake", "ann")
        await strikes.pause(tx, owner.id, tx.now() + 1000)
    await twin.types(f"/link {(code := await code_of(ann))}")
    await twin.presses(f"v1:join:{code.replace('-', '').lower()}:{which}")
    await ann.presses("v1:linkyes")
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM accounts") == 1
    async with stage.db.reading() as rx:
        left = await accounts.find(rx, "elsewhere", "ann7")
        assert await strikes.paused_until(rx, left.id) == rx.now() + 1000


async def test_who_is_banned_before_the_yes_is_not_joined(stage, ann, twin):
    """A ban would end with the account it was written to."""
    await ann.agrees()
    await twin.agrees()
    await twin.types(f"/link {(code := await code_of(ann))}")
    await twin.presses(f"v1:join:{code.replace('-', '').lower()}:there")
    async with stage.db.transaction() as tx:
        await accounts.ban(tx, (await accounts.find(tx, "elsewhere", "ann7")).id)
    assert "Joined" not in text_of(await ann.presses("v1:linkyes"))
    assert await account_of(stage, "elsewhere", "ann7") != await account_of(stage, "fake", "ann")


@pytest.mark.parametrize("which", ["there", "here"])
async def test_the_pictures_of_the_erased_account_leave_its_chats(stage, ann, twin, which):
    """Nobody could have them deleted from there any more; those of the account that stays are left alone."""
    await ann.teaches(photos=1)
    await twin.teaches(photos=2)
    await shown(stage, "ann", "of-there", await drawn(stage, ann), chat="chat-ann")
    await shown(stage, "ann7", "of-here", await drawn(stage, twin), platform="elsewhere", chat="dm", on="elsewhere")
    code = await code_of(ann)
    await twin.presses(f"v1:join:{code.replace('-', '')}:{which}")
    await ann.presses("v1:linkyes")
    gone = {"there": ("elsewhere", ["of-here"], True), "here": ("fake", ["of-there"], True)}[which]
    assert await removals(stage) == [gone]


async def test_what_admins_were_told_of_somebody_who_links_stays(stage, ann, twin):
    """They are here still, by the same name: "somebody it named is no longer here" would be untrue."""
    await ann.agrees()
    await twin.agrees()
    async with stage.db.transaction() as tx:
        await accounts.find_or_create(tx, "fake", "root")
    await shown(stage, "root", "list", Text(text="elsewhere:ann7 asks"), chat="chat-root")
    await twin.presses(action_of(await twin.types(f"/link {await code_of(ann)}"), "join"))
    await ann.presses("v1:linkyes")
    assert await account_of(stage, "elsewhere", "ann7") == await account_of(stage, "fake", "ann")
    assert await removals(stage) == []
    await ann.presses(action_of(await ann.types("/forget"), "forget"))
    assert [messages for _, messages, _ in await removals(stage)] == [["list"]]
