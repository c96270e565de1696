"""Whole conversations, as people hold them."""

from __future__ import annotations

from handlers.views import Pictures, Progress, Text
from tests.handlers.stage import action_of, text_of, verbs_of


async def test_a_newcomer_gets_a_portrait(stage, ann):
    """The main path: hello, consent, five selfies with a verdict each, Done, training, a portrait with its likeness."""
    hello = await ann.types("/start")
    assert verbs_of(hello) == ["agree", "disagree", "privacy"]
    assert "selfies" in text_of(await ann.presses(action_of(hello, "agree")))
    for number in range(1, 6):
        assert "looking" in text_of(await ann.sends())
        verdict = await stage.look()
        assert f"{number}. ✓ good" in text_of(verdict)
    assert "a woman" in text_of(verdict)
    thanks, status = await ann.presses(action_of(verdict, "done"))
    assert "5 photos" in thanks.text
    assert isinstance(status, Progress)
    learnt = await stage.learn()
    assert "I know your face now" in text_of(learnt)
    status = (await ann.presses(action_of(learnt, "portrait")))[0]
    assert "CYBERPUNK" in status.text
    album = (await stage.draw())[0]
    assert isinstance(album, Pictures)
    assert len(album.items) == 4
    assert "73 % likeness" in album.text
    assert "AI-generated" in album.text


async def test_an_album_is_one_message_that_fills_up(stage, ann):
    """Ten photos at once must not become ten messages: every verdict edits the same one."""
    await ann.agrees()
    shown = [view for _ in range(3) for view in await ann.sends()]
    assert len(shown) == 1
    for _ in range(3):
        shown += await stage.look()
    threads = {view.thread for view in shown}
    assert len(threads) == 1
    assert threads != {""}
    assert shown[-1].text.count("✓") == 3


async def test_photos_after_a_pause_get_a_message_of_their_own(stage, ann):
    """A message far above is not seen: after anything else a new one begins, and late verdicts find the old one."""
    await ann.agrees()
    first = (await ann.sends())[0]
    await ann.says("one moment")
    second = (await ann.sends())[0]
    assert first.thread != second.thread
    verdict = (await stage.look())[0]
    assert verdict.thread == first.thread
    assert "1. ✓" in verdict.text
    assert "2." not in verdict.text


async def test_every_step_out_of_order_says_what_comes_first(stage, ann):
    """Nobody reads manuals: each wrong step names the right one and changes nothing."""
    assert verbs_of(await ann.types("/portrait cyberpunk"))[0] == "agree"
    await ann.agrees()
    assert "Send me a few selfies first" in text_of(await ann.types("/portrait cyberpunk"))
    assert "at least one usable selfie" in text_of(await ann.types("/train"))
    await ann.sends()
    assert "still looking" in text_of(await ann.types("/train"))
    await stage.look()
    assert "Press Done" in text_of(await ann.types("/portrait cyberpunk"))
    await ann.types("/train")
    assert "already learning" in text_of(await ann.types("/train"))
    assert "still learning your face" in text_of(await ann.types("/portrait cyberpunk"))
    assert "learning your face right now" in text_of(await ann.sends())
    assert [job.kind for job in await stage.jobs()] == ["enrol", "inspect"]


async def test_two_people_at_once_never_meet(stage, ann, bob):
    """Interleaved conversations: each gets their own verdicts, faces, jobs and pictures."""
    await ann.agrees()
    await bob.agrees()
    await ann.sends()
    await bob.sends()
    first, second = await stage.look(), await stage.look(problem="blurred", looks=None)
    assert "✓" in text_of(first)
    assert "blurred" in text_of(second)
    await ann.types("/train")
    assert "at least one usable" in text_of(await bob.types("/train"))
    await stage.learn()
    assert "Send me a few selfies" in text_of(await bob.types("/portrait oil"))
    await ann.types("/portrait oil")
    assert [job.kind for job in await stage.jobs("bob")] == ["inspect"]
    assert "OIL" in text_of(await ann.types("/queue"))
    assert "no waiting or running jobs" in text_of(await bob.types("/queue"))


async def test_a_face_can_be_learnt_again_with_more_photos(stage, ann):
    """Somebody who began with one photo adds some later; the old portraits making portraits in the meantime."""
    await ann.teaches(photos=1)
    first = await stage.face()
    assert "already know your face" in text_of(await ann.types("/train"))
    stage.db.clock.advance(60)
    await ann.sends()
    await stage.look()
    assert isinstance((await ann.types("/portrait oil"))[0], Progress)
    await stage.draw()
    thanks, _ = await ann.types("/train")
    assert "2 photos" in thanks.text
    await stage.learn()
    again = await stage.face()
    assert again.id == first.id
    assert again.state == "ready"


async def test_selfies_before_consent_wait_unopened(stage, ann):
    """People send the photo first. It is not looked at before they agree, and not lost either."""
    asked = await ann.sends()
    assert verbs_of(asked)[0] == "agree"
    assert await ann.sends() == []
    assert await stage.jobs() == []
    collected = await ann.agrees()
    assert "Looking at 2 photos" in text_of(collected)
    assert len(await stage.jobs()) == 2


async def test_a_no_erases_the_photos_that_waited(stage, ann):
    """Somebody who says no must leave nothing behind."""
    await ann.sends()
    assert "not kept any" in text_of(await ann.presses("v1:disagree"))
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM media") == 0
    assert isinstance((await ann.agrees())[0], Text)
    assert await stage.jobs() == []
