"""Somebody else in the picture: only after their own yes, for this drawing, and until they take it back."""

from __future__ import annotations

import json
import re

import pytest

from handlers.views import Pictures, Progress
from storage import jobs, media, outbox, seats
from tests.handlers.drawing import draws, sees_faces, sends_with
from tests.handlers.stage import action_of, buttons_of, text_of, verbs_of


@pytest.fixture
async def host(ann):
    """Ann with a learnt face and a picture of three whose faces were found."""
    await ann.teaches(photos=1)
    await sends_with(ann, "inpaint")
    await sees_faces(ann.stage, "", "", "too-small")
    return ann


@pytest.fixture
async def guest(bob):
    """Bob, with a face of his own."""
    await bob.teaches(photos=1)
    return bob


async def look_of(stage):
    """Return the newest look of Ann's at a picture."""
    return next(job for job in await stage.jobs() if job.kind == "inspect-template")


async def invitation(host, face=2) -> str:
    """Let the host invite somebody; returns the code."""
    look = await look_of(host.stage)
    told = text_of(await host.presses(f"v1:invite:{look.number}:{face}"))
    return re.search(r"\*\*([A-Z2-9]{5}-[A-Z2-9]{5})\*\*", told)[1]


async def told(stage, user="ann") -> list[str]:
    """Return what a person was told without having asked."""
    async with stage.db.reading() as rx:
        rows = await rx.all("SELECT view FROM outbox WHERE key LIKE 'seat:%' ORDER BY id")
    return [row["view"] for row in rows]


async def agrees(host, guest, face=2):
    """Invite, accept, say yes; returns what the guest was asked."""
    asked = await guest.types(f"/accept {await invitation(host, face)}")
    await guest.presses(next(one.action for one in buttons_of(asked) if one.action.endswith(":yes")))
    return asked


async def drawn_with_guest(host, guest):
    """Draw both; returns the job."""
    await agrees(host, guest)
    look = await look_of(host.stage)
    await host.presses(f"v1:seat:{look.number}:1")
    [status] = await host.presses(f"v1:putin:{look.number}")
    assert isinstance(status, Progress)
    return (await host.stage.jobs())[0]


async def seat_of(stage):
    """Return the only seat a guest was asked about."""
    async with stage.db.reading() as rx:
        return await rx.one("SELECT id, state, guest FROM seats WHERE guest IS NOT NULL")


async def test_a_guest_sees_the_picture_and_says_yes_and_both_are_drawn(stage, host, guest):
    """The whole way: code, picture, yes, word to the host, one drawing of two people."""
    asked = await agrees(host, guest)
    assert isinstance(asked[0], Pictures)
    assert "face 2" in asked[0].text
    async with stage.db.reading() as rx:
        copy = await media.find(rx, asked[0].items[0].media)
        assert (await stage.vault.read(rx, copy.id, copy.account))[0] == b"numbered"
    assert any("agrees" in view for view in await told(stage))
    look = await look_of(stage)
    await host.presses(f"v1:seat:{look.number}:1")
    await host.presses(f"v1:putin:{look.number}")
    request = (await stage.jobs())[0].request
    assert request["places"] == [1, 2]
    assert request["people"] == [f"identity:{(await stage.face()).id}", f"guest:{(await seat_of(stage))['id']}"]
    [album] = await draws(stage)
    assert "face 1: 74 % likeness and face 2: 74 % likeness" in album.text


async def test_who_has_no_name_begins_a_sentence_like_a_name(stage, host, guest):
    """In the local chat nobody has a name."""
    asked = await agrees(host, guest)
    assert asked[0].text.startswith("**Somebody would like to put you into this picture")
    assert any("**Somebody agrees**" in view for view in await told(stage))
    assert "1. Somebody: " in text_of(await guest.types("/accept"))


async def test_without_a_yes_a_guest_is_left_out(stage, host, guest):
    """Asked is not agreed: the drawing has the host alone."""
    await guest.types(f"/accept {await invitation(host)}")
    look = await look_of(stage)
    await host.presses(f"v1:seat:{look.number}:1")
    await host.presses(f"v1:putin:{look.number}")
    assert (await stage.jobs())[0].request["people"] == [f"identity:{(await stage.face()).id}"]


async def test_a_no_is_told_and_final(stage, host, guest):
    """The same code asks nobody a second time."""
    code = await invitation(host)
    asked = await guest.types(f"/accept {code}")
    no, yes = (next(b.action for b in buttons_of(asked) if b.action.endswith(end)) for end in (":no", ":yes"))
    await guest.presses(no)
    assert any("does not want" in view for view in await told(stage))
    assert "no longer works" in text_of(await guest.presses(yes))
    assert "does not exist or has expired" in text_of(await guest.types(f"/accept {code}"))


async def test_the_host_cannot_say_yes_for_the_guest(stage, host, guest):
    """Neither with the code nor with the guest's own button."""
    code = await invitation(host)
    assert "your own" in text_of(await host.types(f"/accept {code}"))
    asked = await guest.types(f"/accept {code}")
    for button in buttons_of(asked):
        assert "no longer works" in text_of(await host.presses(button.action))
    assert (await seat_of(stage))["state"] == "asked"
    look = await look_of(stage)
    assert "Nobody has a place" in text_of(await host.presses(f"v1:putin:{look.number}"))


async def test_a_third_person_reaches_neither_code_nor_button(stage, host, guest):
    """Whoever copies a button or a used code gets nothing."""
    eve = stage.person("eve")
    await eve.teaches(photos=1)
    code = await invitation(host)
    asked = await guest.types(f"/accept {code}")
    for button in buttons_of(asked):
        await eve.presses(button.action)
    assert "does not exist or has expired" in text_of(await eve.types(f"/accept {code}"))
    await guest.presses(action_of(asked, "sit"))
    seat = (await seat_of(stage))["id"]
    assert "no longer works" in text_of(await eve.presses(f"v1:unsit:{seat}"))
    assert (await seat_of(stage))["state"] == "agreed"


async def test_guessing_codes_ends_after_a_few_tries(stage, host, guest):
    """Even the right one is not taken then."""
    code = await invitation(host)
    for number in range(5):
        await guest.types(f"/accept WRONG-2222{number + 2}")
    assert "Too many wrong codes" in text_of(await guest.types(f"/accept {code}"))


async def test_a_yes_counts_for_one_drawing(stage, host, guest):
    """Neither Again, nor drawing once more, nor another picture uses it a second time."""
    await drawn_with_guest(host, guest)
    [album] = await draws(stage)
    assert "reinpaint" not in verbs_of([album])
    number = (await stage.jobs())[0].number
    assert "for one picture only" in text_of(await host.presses(f"v1:reinpaint:{number}"))
    look = await look_of(stage)
    assert "Nobody has a place" in text_of(await host.presses(f"v1:putin:{look.number}"))
    await sends_with(host, "inpaint")
    await sees_faces(stage, "", "")
    other = await look_of(stage)
    assert "Nobody has a place" in text_of(await host.presses(f"v1:putin:{other.number}"))


async def test_what_was_lent_is_used_for_nothing_else(stage, host, guest):
    """No favourite and so no sticker, no clip, no post to a group."""
    await drawn_with_guest(host, guest)
    [album] = await draws(stage)
    assert {"talk", "fav"}.isdisjoint(verbs_of([album]))
    number = (await stage.jobs())[0].number
    assert "for this one picture" in text_of(await host.presses(f"v1:fav:{number}"))
    assert "no longer here" in text_of(await host.presses(f"v1:talk:{number}"))
    group = stage.person("ann", private=False)
    assert "for this one picture" in text_of(await group.types(f"/post {(await stage.jobs())[0].own}"))


async def test_a_yes_is_taken_back_before_the_drawing(stage, host, guest):
    """The host is told, and the place is free again."""
    await agrees(host, guest)
    given = await guest.types("/accept")
    assert "not made yet" in text_of(given)
    await guest.presses(action_of(given, "unsit"))
    assert any("no longer agrees" in view for view in await told(stage))
    look = await look_of(stage)
    assert "Nobody has a place" in text_of(await host.presses(f"v1:putin:{look.number}"))


async def test_a_yes_taken_back_later_deletes_the_drawing(stage, host, guest):
    """A person's face is theirs, also in somebody else's picture."""
    await drawn_with_guest(host, guest)
    [album] = await draws(stage)
    given = await guest.types("/accept")
    assert ": made" in text_of(given)
    await guest.presses(action_of(given, "unsit"))
    async with stage.db.reading() as rx:
        assert [await media.find(rx, item.media) for item in album.items] == [None, None]
    assert "not lent your face to anybody" in text_of(await guest.types("/accept"))


async def test_an_invitation_that_is_over_or_taken_back_asks_nobody(stage, host, guest, clock):
    """By the host, by another guest in the place, by time."""
    look = await look_of(stage)
    code = await invitation(host)
    await host.presses(f"v1:unseat:{look.number}:2")
    assert "does not exist or has expired" in text_of(await guest.types(f"/accept {code}"))
    first = await invitation(host)
    await invitation(host)
    assert "does not exist or has expired" in text_of(await guest.types(f"/accept {first}"))
    last = await invitation(host)
    clock.advance(seats.VALID_SECONDS)
    assert "does not exist or has expired" in text_of(await guest.types(f"/accept {last}"))


async def test_a_host_sitting_down_on_a_guests_place_frees_the_guest(stage, host, guest):
    """What the guest was asked about does not exist any more."""
    asked = await guest.types(f"/accept {await invitation(host)}")
    look = await look_of(stage)
    await host.presses(f"v1:seat:{look.number}:2")
    assert "no longer works" in text_of(await guest.presses(action_of(asked, "sit")))


async def test_a_guest_without_a_face_keeps_the_code(stage, host, bob):
    """They are told what is missing, and can come back."""
    code = await invitation(host)
    await bob.agrees()
    assert "do not know your face" in text_of(await bob.types(f"/accept {code}"))
    await bob.teaches(photos=1)
    assert isinstance((await bob.types(f"/accept {code}"))[0], Pictures)


async def test_no_seat_is_given_at_a_face_that_is_none(stage, host):
    """Too small, unknown, no number: the button does not exist."""
    look = await look_of(stage)
    for face in ("3", "9", "0", "-1", "²", "x"):
        for verb in ("seat", "unseat", "invite"):
            assert "no longer works" in text_of(await host.presses(f"v1:{verb}:{look.number}:{face}")), (verb, face)


async def test_forgetting_takes_the_guest_out_of_everything(stage, host, guest):
    """A row that named them is gone with them."""
    await drawn_with_guest(host, guest)
    asked = await guest.types("/forget")
    said = text_of(await guest.presses(action_of(asked, "forget")))
    assert "lend your face" in said
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM seats WHERE guest IS NOT NULL") == 0


async def test_forgetting_takes_the_guests_face_out_of_the_hosts_pictures(stage, host, guest):
    """And out of what was made from them; with the account nobody would know which pictures those are."""
    drawing = await drawn_with_guest(host, guest)
    async with stage.db.transaction() as tx:
        made = [
            (await stage.vault.put(tx, drawing.account, b"both", purpose="portrait")).id
            for _ in ("both", "clip", "own")
        ]
        both, clip, own = made
        await jobs_table(tx, drawing.id, result={"pictures": [{"file": f"media:{both}"}]})
        other = await jobs.enqueue(
            tx, account=drawing.account, kind="talk", lane="device", request={"portrait": f"media:{both}"},
            platform="fake", address={"chat": "chat-ann"},
        )  # fmt: skip
        await jobs_table(tx, other.id, result={"video": f"media:{clip}"})
    await guest.presses("v1:forget")
    async with stage.db.reading() as rx:
        left = {row["id"] for row in await rx.all("SELECT id FROM media WHERE account = ?", (drawing.account,))}
        named = await rx.value("SELECT count(*) FROM outbox WHERE key LIKE 'seat:%' AND sent IS NOT NULL")
    assert left & set(made) == {own}
    assert named == 0


async def jobs_table(tx, job, **columns):
    """Write a result as the job store does."""
    await tx.run("UPDATE jobs SET result = ? WHERE id = ?", (json.dumps(columns["result"]), job))


async def test_the_host_reads_a_name_that_cannot_be_markup(stage, host):
    """Names are typed by people."""
    mallory = stage.person("mallory", name="**`x`** " + "y" * 60)
    await mallory.teaches(photos=1)
    await agrees(host, mallory)
    async with stage.db.reading() as rx:
        [row] = await rx.all("SELECT name FROM seats WHERE guest IS NOT NULL")
    assert "*" not in row["name"]
    assert "`" not in row["name"]
    assert len(row["name"]) <= 30


async def test_words_to_the_host_come_as_a_message_of_their_own(stage, host, guest):
    """An edit of a message far above tells nobody anything."""
    await agrees(host, guest)
    async with stage.db.reading() as rx:
        rows = await rx.all("SELECT * FROM outbox WHERE key LIKE 'seat:%'")
    assert rows
    assert {row["thread"] for row in rows} == {None}
    assert outbox.MessageKind(rows[0]["class"]) is outbox.MessageKind.ANSWER
