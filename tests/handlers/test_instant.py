"""Drawn at once: a person known from the photos alone, until the training is done."""

from __future__ import annotations

import pytest

from handlers.policy import Limits
from handlers.views import Progress
from storage import ledger
from storage.vault import Vault
from tests.handlers.drawing import draws, sees_clothes, sends_with
from tests.handlers.stage import Person, Stage, action_of, text_of, verbs_of

ONLY_PHOTOS = "Made from photos only"


@pytest.fixture
def stage(tmp_path, db) -> Stage:
    """A stage whose base can draw somebody from photos."""
    return Stage(db, Vault.open(tmp_path), instant=True)


async def asked_to_learn(stage: Stage, ann: Person) -> None:
    """Go as far as a queued training."""
    await ann.agrees()
    await ann.sends()
    await stage.look()
    await ann.types("/train")


async def test_a_newcomer_is_drawn_before_the_face_is_learnt(stage, ann):
    """Photos, Done, portraits within seconds; then the training, and with it portraits that say nothing of photos."""
    await asked_to_learn(stage, ann)
    assert "still learning" in text_of(await ann.types("/portrait oil"))
    offered = await stage.know()
    assert "make portraits of you already" in text_of(offered)
    await ann.presses(action_of(offered, "portrait"))
    album = text_of(await stage.draw(from_photos=True))
    assert ONLY_PHOTOS in album
    assert "73 % likeness" in album
    assert "already learning" in text_of(await ann.types("/train"))
    assert "I know your face now" in text_of(await stage.learn())
    await ann.types("/portrait oil")
    learnt = text_of(await stage.draw(likeness=0.81))
    assert ONLY_PHOTOS not in learnt
    assert "81 % likeness" in learnt
    assert "From your photos alone it was 73 % likeness" in learnt, "beside one another"
    assert "alone" not in album
    number = next(job.own for job in await stage.jobs() if (job.result or {}).get("from_photos"))
    assert ONLY_PHOTOS in text_of(await ann.types("/show", job=str(number)))


@pytest.mark.parametrize("code", ["cancelled", "out-of-memory"])
async def test_a_training_that_ends_without_a_face_leaves_the_one_from_photos(stage, ann, code):
    """Portraits go on, and so may another training."""
    await asked_to_learn(stage, ann)
    await stage.know()
    await stage.fail("device", code)
    assert "done" in verbs_of(await ann.types("/selfies"))
    await ann.types("/portrait oil")
    assert ONLY_PHOTOS in text_of(await stage.draw(from_photos=True))
    await ann.types("/train")
    await stage.know()
    await stage.learn()
    assert (await stage.face()).trained is not None


async def test_where_the_photos_do_not_do_the_training_says_so_alone(stage, ann):
    """One wish, one bad news."""
    await asked_to_learn(stage, ann)
    assert await stage.fail("device", "not-enough-photos", usable=0, needed=1) == []
    assert "still learning" in text_of(await ann.types("/portrait oil"))
    assert len(await stage.fail("device", "not-enough-photos", usable=0, needed=1)) == 1


async def test_clothes_are_tried_on_at_once_too(stage, ann):
    """Whatever is drawn from the photos alone says so."""
    await asked_to_learn(stage, ann)
    await stage.know()
    await sends_with(ann, "tryon")
    await sees_clothes(stage)
    await ann.presses(f"v1:wear:{(await stage.jobs())[0].number}")
    assert ONLY_PHOTOS in text_of(await draws(stage, from_photos=True))
    assert "I know your face now" in text_of(await stage.learn())


async def test_a_learnt_face_is_drawn_with_while_it_is_learnt_anew(stage, ann):
    """Nothing is known at once that is not known better already."""
    await asked_to_learn(stage, ann)
    await stage.know()
    await stage.learn()
    stage.db.clock.advance(60)
    await ann.sends()
    await stage.look()
    await ann.types("/train")
    assert [job.kind for job in await stage.jobs()].count("instant") == 1
    await ann.types("/portrait oil")
    await stage.draw()
    assert "I know your face now" in text_of(await stage.learn())


async def test_a_base_without_person_tokens_offers_nothing(db, tmp_path):
    """What it drew from photos alone would be nobody in particular."""
    plain = Stage(db, Vault.open(tmp_path))
    ann = plain.person()
    await asked_to_learn(plain, ann)
    assert [job.kind for job in await plain.jobs()] == ["enrol", "inspect"]


async def test_what_is_known_at_once_counts_as_computing_time_but_as_no_training(stage, ann):
    """It is charged what it took; a limit of trainings a day still means trainings."""
    await asked_to_learn(stage, ann)
    account, limits = (await stage.face()).account, stage.deps.limits
    async with stage.db.reading() as rx:
        assert await ledger.count(rx, account, "enrol") == 1
        assert await ledger.used(rx, account) == limits.training_seconds + limits.picture_seconds


async def test_a_day_with_room_for_the_training_alone_brings_the_training_alone(db, tmp_path):
    """The allowance is never exceeded for what nobody asked for."""
    limits = Limits(burst=1000.0, seconds_per_day=250.0, training_seconds=240.0, picture_seconds=15.0)
    tight = Stage(db, Vault.open(tmp_path), instant=True, limits=limits)
    ann = tight.person()
    await ann.agrees()
    await ann.sends()
    await tight.look()
    assert isinstance((await ann.types("/train"))[1], Progress)
    assert [job.kind for job in await tight.jobs()] == ["enrol", "inspect"]


async def test_to_forget_ends_both(stage, ann):
    """The training and what is known from the photos."""
    await asked_to_learn(stage, ann)
    await stage.know()
    await ann.presses("v1:forget")
    async with stage.db.reading() as rx:
        assert [await rx.value(f"SELECT count(*) FROM {table}") for table in ("identities", "media", "jobs")] == [0] * 3
