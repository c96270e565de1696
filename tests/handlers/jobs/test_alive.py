"""Showing that a face is one's own, where an operator asks for it; and photos that were passed on."""

from __future__ import annotations

import pytest

from engine.requests import from_json
from engine.tasks.alive.request import Alive, Lively, Movement
from handlers.events import SentFile
from handlers.jobs import alive, job_kinds
from storage.vault import Vault
from tests.handlers.stage import Stage, action_of, text_of


@pytest.fixture
async def strict(db, tmp_path):
    """A bot that learns nothing before, and somebody with one good photo."""
    stage = Stage(db, Vault.open(tmp_path), liveness=True)
    person = stage.person()
    await person.agrees()
    await person.sends()
    await stage.look()
    return stage, person


async def sent(stage: Stage, person, **more):
    """A file of this person's, as an event."""
    return await stage.handle(SentFile(who=person.who, media=await person.uploads(), **more))


def test_a_code_is_three_movements_and_none_twice_in_a_row():
    """Thirty-six codes, by a seed nobody can foresee."""
    codes = {alive.drawn(seed) for seed in range(500)}
    assert len(codes) == 36
    assert all(len(code) == 3 and code[0] != code[1] != code[2] for code in codes)


async def test_nothing_is_learnt_before_it_was_shown(strict):
    """One press names the steps; a right answer opens the training, which says so."""
    stage, ann = strict
    refused = await ann.types("/train")
    assert "see that it is yours" in text_of(refused)
    asked = await ann.presses(action_of(refused, "alive"))
    assert "1. " in text_of(asked)
    assert "3. " in text_of(asked)
    status = await sent(stage, ann, name="video-note.mp4", mime="video/mp4", seconds=5.0)
    assert status[0].kind == "progress"
    job = next(job for job in await stage.jobs() if job.kind == "alive")
    async with stage.db.transaction() as tx:
        unseal = await stage.vault.unsealing(tx, job.account)
        request = await job_kinds()["alive"].known(tx, job, from_json(Alive, job.request), unseal)
    assert len(request.known_embeddings) == 1
    assert [str(one) for one in request.code] == list(job.request["code"])
    claimed = await stage.claim("look")
    async with stage.db.transaction() as tx:
        done = await stage.finish(tx, claimed, Lively(problem=None))
    assert "it is you" in text_of(done)
    assert (await ann.types("/train"))[1].kind == "progress"
    async with stage.db.reading() as rx:
        left = await rx.all("SELECT id FROM media WHERE purpose = 'upload'")
    assert left == []  # nothing of the video is kept


async def test_a_later_photo_asks_for_it_anew(strict):
    """Or somebody would show their own face first and add another one's photos."""
    stage, ann = strict
    await ann.types("/alive")
    await sent(stage, ann, name="v.mp4", mime="video/mp4")
    claimed = await stage.claim("look")
    async with stage.db.transaction() as tx:
        await stage.finish(tx, claimed, Lively(problem=None))
    stage.db.clock.advance(5)
    await ann.sends()
    await stage.look()
    assert "see that it is yours" in text_of(await ann.types("/train"))


async def test_who_says_afterwards_that_they_are_the_other_person_is_asked_anew(strict):
    """Or one photo of somebody else, sent before and set aside, is learnt after one's own face was shown."""
    stage, ann = strict
    await ann.sends()
    which = await stage.look(problem="other-person", embedding=(0.9,) * 128)
    victim = [one.action for row in which[0].buttons for one in row if one.action.startswith("v1:iam")][1]
    stage.db.clock.advance(5)
    await ann.types("/alive")
    await sent(stage, ann, name="v.mp4", mime="video/mp4")
    claimed = await stage.claim("look")
    async with stage.db.transaction() as tx:
        await stage.finish(tx, claimed, Lively(problem=None))
    stage.db.clock.advance(5)
    await ann.presses(victim)
    assert "see that it is yours" in text_of(await ann.types("/train"))


async def test_what_comes_while_it_is_looked_at_was_not_compared(strict):
    """The look knows the photos of its beginning only."""
    stage, ann = strict
    await ann.types("/alive")
    await sent(stage, ann, name="v.mp4", mime="video/mp4")
    claimed = await stage.claim("look")
    stage.db.clock.advance(5)
    await ann.sends()
    await stage.look()
    stage.db.clock.advance(5)
    async with stage.db.transaction() as tx:
        await stage.finish(tx, claimed, Lively(problem=None))
    assert "see that it is yours" in text_of(await ann.types("/train"))


async def test_photos_come_one_for_each_step(strict):
    """The third one starts the look; an old code is worth nothing."""
    stage, ann = strict
    await ann.types("/alive")
    assert "still to come: 2" in text_of(await sent(stage, ann, name="1.jpg", mime="image/jpeg"))
    assert "still to come: 1" in text_of(await sent(stage, ann, name="2.jpg", mime="image/jpeg"))
    assert (await sent(stage, ann, name="3.jpg", mime="image/jpeg"))[0].kind == "progress"
    assert len(next(job for job in await stage.jobs() if job.kind == "alive").request["files"]) == 3
    await ann.types("/alive")
    stage.db.clock.advance(alive.FRESH + 1)
    assert "too long" in text_of(await sent(stage, ann, name="1.jpg", mime="image/jpeg"))


def steps(views):
    """Return the movements a person is asked for."""
    return [line for line in text_of(views).splitlines() if line[:2] in ("1.", "2.", "3.")]


async def test_nobody_can_ask_until_the_movements_of_a_recording_come(strict):
    """The same as long as they are fresh, then six a day of the thirty-six; the day after there are others."""
    stage, ann = strict
    first = steps(await ann.types("/alive"))
    for _ in range(20):
        assert steps(await ann.types("/alive")) == first
    asked = 1
    for _ in range(40):
        stage.db.clock.advance(alive.FRESH + 1)
        asked += bool(steps(await ann.types("/alive")))
    assert asked == alive.CODES_A_DAY
    assert "tries today" in text_of(await ann.types("/alive"))
    stage.db.clock.advance(24 * 3600)
    assert len(steps(await ann.types("/alive"))) == 3


async def test_who_begins_again_leaves_no_photo_behind(strict):
    """The photos of the first try are no part of the second, and are deleted."""
    stage, ann = strict
    await ann.types("/alive")
    await sent(stage, ann, name="1.jpg", mime="image/jpeg")
    await ann.types("/alive")
    async with stage.db.reading() as rx:
        assert await rx.all("SELECT id FROM media WHERE purpose = 'upload'") == []
    assert "still to come: 2" in text_of(await sent(stage, ann, name="1.jpg", mime="image/jpeg"))


async def test_what_is_not_looked_at_is_not_kept(strict):
    """A photo that was passed on may be anybody's face; one that came too late is of no use, nor those before it."""
    stage, ann = strict
    await ann.types("/alive")
    await sent(stage, ann, name="1.jpg", mime="image/jpeg")
    assert "was forwarded" in text_of(await sent(stage, ann, name="2.jpg", mime="image/jpeg", forwarded=True))
    stage.db.clock.advance(alive.FRESH + 1)
    await sent(stage, ann, name="2.jpg", mime="image/jpeg")
    async with stage.db.reading() as rx:
        assert await rx.all("SELECT id FROM media WHERE purpose = 'upload'") == []


async def test_a_wrong_answer_says_which(strict):
    """And nothing is opened by it."""
    stage, ann = strict
    await ann.types("/alive")
    await sent(stage, ann, name="v.mp4", mime="video/mp4")
    claimed = await stage.claim("look")
    async with stage.db.transaction() as tx:
        said = await stage.finish(tx, claimed, from_json(Lively, {"problem": "code"}))
    assert "not the steps I asked for" in text_of(said)
    assert "see that it is yours" in text_of(await ann.types("/train"))


async def test_without_the_setting_nobody_is_asked(stage, ann):
    """The usual bot learns as before; who wants to may still show it."""
    await ann.agrees()
    await ann.sends()
    await stage.look()
    assert (await ann.types("/train"))[1].kind == "progress"
    assert set(Movement) == {"side", "up", "mouth", "eyes"}


async def test_a_forwarded_photo_is_not_learnt_from_and_not_kept(stage, ann, db):
    """It may be anybody's face; said once for an album. The person's own photo right after is looked at."""
    await ann.agrees()
    refused = await sent(stage, ann, forwarded=True)
    assert "was forwarded" in text_of(refused)
    assert await sent(stage, ann, forwarded=True) == []
    async with db.reading() as rx:
        assert await rx.all("SELECT id FROM media WHERE purpose = 'upload'") == []
    assert await stage.jobs() == []
    await ann.sends()
    assert len(await stage.jobs()) == 1


async def test_a_forwarded_photo_before_the_consent_is_not_kept_either(stage, db):
    """It would wait there to be taken for a selfie."""
    bob = stage.person("bob")
    assert "was forwarded" in text_of(await sent(stage, bob, forwarded=True))
    async with db.reading() as rx:
        assert await rx.all("SELECT id FROM media WHERE purpose = 'upload'") == []
