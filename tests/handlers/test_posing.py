"""Several people of one drawn picture, each with their own yes; and a photo of which only the pose is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.requests import from_json
from engine.tasks.template.request import TemplateFaces
from handlers import awaiting_photo
from handlers.commands import POSE, WORDS
from handlers.views import Pictures
from tests.handlers.drawing import draws, file_of, sees_faces, sends_with
from tests.handlers.stage import action_of, buttons_of, text_of, verbs_of
from tests.handlers.test_guests import agrees, invitation, look_of

BODY = (*(float(number % 10) / 10 for number in range(53)), 0.4273)
HAND = (*(float(number % 7) / 7 for number in range(41)), 0.5391)


@pytest.fixture
async def poser(ann):
    """Ann with a learnt face, on a base that is steered by poses."""
    await ann.teaches(photos=1)
    ann.stage.deps = replace(ann.stage.deps, abilities=ann.stage.deps.abilities | {POSE})
    return ann


@pytest.fixture
async def friend(bob):
    """Bob, with a face of his own."""
    await bob.teaches(photos=1)
    return bob


async def reads_pose(stage, people: int, *, photo: bool = False):
    """End the next look at a pose of so many people."""
    job = await stage.claim("look")
    assert job.kind == "inspect-template"
    faces = [{"number": n, "box": [0.1, 0.1, 0.2, 0.2], "problem": ""} for n in range(1, people + 1)]
    read = {"bodies": [list(BODY)] * people, "hands": [list(HAND)]} if photo else {}
    seen = {"faces": faces, "places": True, "ratio": 0.8, **read}
    async with stage.db.transaction() as tx:
        numbered = await stage.sealed(tx, job, "preview", "numbered.png")
        return await stage.finish(tx, job, from_json(TemplateFaces, {**seen, "numbered": numbered}))


async def joints_of(stage, job) -> tuple:
    """Return the bodies and hands a job is drawn by, as its worker gets them."""
    request = await stage.opened(job)
    return request.bodies, request.hands


async def uploads(stage) -> int:
    """Return how many pictures that were sent are kept."""
    async with stage.db.reading() as rx:
        return await rx.value("SELECT count(*) FROM media WHERE purpose = 'upload'")


async def test_of_several_people_everybody_is_asked_before_their_face_is_drawn(poser, friend):
    """Nobody's face is in the request before their own yes in their own chat; with it, each has their own place."""
    stage = poser.stage
    await poser.types("/portrait oil 1 pose=couple shape=4:5")
    (asked,) = await reads_pose(stage, 2)
    assert isinstance(asked, Pictures)
    assert "Who is who" in text_of([asked])
    look = await look_of(stage)
    await poser.presses(f"v1:seat:{look.number}:1")
    await invitation(poser)
    await poser.presses(f"v1:putin:{look.number}")
    alone = (await stage.jobs())[0].request
    assert [person.split(":")[0] for person in alone["people"]] == ["identity"], "an invitation is no yes"
    assert alone["places"] == [1]
    await poser.presses(f"v1:seat:{look.number}:1")
    await agrees(poser, friend)
    await poser.presses(f"v1:putin:{look.number}")
    job = (await stage.jobs())[0]
    assert job.kind == "template"
    assert [person.split(":")[0] for person in job.request["people"]] == ["identity", "guest"]
    assert job.request["places"] == [1, 2]
    assert (job.request["template"], job.request["style"], job.request["shape"]) == ("pose:couple", "oil", "4:5")


async def test_a_yes_that_is_taken_back_is_no_face_any_more(poser, friend):
    """Until the drawing begins and after: what was drawn with it goes."""
    stage = poser.stage
    await poser.types("/portrait oil 1 pose=couple")
    await reads_pose(stage, 2)
    look = await look_of(stage)
    await agrees(poser, friend)
    listed = await friend.types("/accept")
    await friend.presses(next(each.action for each in buttons_of(listed) if ":unsit:" in each.action))
    await poser.presses(f"v1:seat:{look.number}:1")
    await poser.presses(f"v1:putin:{look.number}")
    assert [person.split(":")[0] for person in (await stage.jobs())[0].request["people"]] == ["identity"]


async def test_of_a_pose_photo_only_the_joints_are_kept(poser):
    """It is deleted as soon as they are read, and what is drawn can be drawn again without it."""
    stage = poser.stage
    before = await uploads(stage)
    told = await poser.types("/portrait oil 1 pose=photo")
    assert "Whose pose" in text_of(told)
    await stage.handle(await file_of(poser))
    assert await uploads(stage) == before + 1
    shown = await reads_pose(stage, 1, photo=True)
    assert "deleted the photo" in text_of(shown)
    assert await uploads(stage) == before
    job = (await stage.jobs())[0]
    assert (job.kind, job.request["style"]) == ("portrait", "oil")
    assert await joints_of(stage, job) == ((BODY,), (HAND,))
    assert job.request["pose_picture"] is None
    await stage.draw()
    await poser.types("/again")
    assert await joints_of(stage, (await stage.jobs())[0]) == ((BODY,), (HAND,))


async def test_how_somebody_stands_in_a_photo_is_sealed_in_the_database_and_gone_with_its_owner(poser, tmp_path):
    """One person and several: what is read of a photo is in no row and no file, only sealed for them."""
    stage = poser.stage
    await sends_with(poser, "portrait", style="oil", pose="photo")
    await reads_pose(stage, 1, photo=True)
    await stage.draw()
    await sends_with(poser, "portrait", style="oil", pose="photo")
    (asked,) = await reads_pose(stage, 2, photo=True)
    await poser.presses(action_of([asked], "seat"))
    await poser.presses(f"v1:putin:{(await look_of(stage)).number}")
    mine = [job for job in await stage.jobs() if job.kind in ("portrait", "template", "inspect-template")]
    assert {job.kind for job in mine} == {"portrait", "template", "inspect-template"}
    assert await joints_of(stage, (await stage.jobs())[0]) == ((BODY, BODY), (HAND,))

    def kept() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())

    sealed = [told for job in mine for row in (job.request, job.result or {}) if (told := row.get("joints"))]
    assert len(sealed) == 4
    assert all(told.startswith("sealed:") for told in sealed)
    assert all(told.encode() in kept() for told in sealed), "the control: this is where it would be"
    for number in (BODY[-1], HAND[-1]):
        assert str(number).encode() not in kept()
    await poser.presses("v1:forget")
    await stage.db.scrub()
    assert not [told for told in sealed if told.encode() in kept()]


async def test_several_people_of_a_pose_photo_are_asked_too(poser):
    """Those of the photo are strangers: who is drawn are those who took a place."""
    stage = poser.stage
    before = await uploads(stage)
    await sends_with(poser, "portrait", style="oil", pose="photo")
    (asked,) = await reads_pose(stage, 2, photo=True)
    assert await uploads(stage) == before
    await poser.presses(action_of([asked], "seat"))
    look = await look_of(stage)
    await poser.presses(f"v1:putin:{look.number}")
    request = (await stage.jobs())[0].request
    assert (request["template"], request["ratio"]) == ("pose:photo", 0.8)
    assert await joints_of(stage, (await stage.jobs())[0]) == ((BODY, BODY), (HAND,))


async def test_a_photo_nobody_can_be_read_in_is_not_kept_either(poser):
    """A child in it, or nobody: the sentence, and nothing of the photo."""
    stage = poser.stage
    before = await uploads(stage)
    await sends_with(poser, "portrait", style="oil", pose="photo")
    assert "nobody" in text_of(await stage.fail("look", "no-pose"))
    assert await uploads(stage) == before


async def test_a_guest_reads_what_the_picture_will_be_before_they_agree(poser, friend):
    """Bones on black are no picture: its style and its host's words are what a guest says yes to."""
    stage = poser.stage
    stage.deps = replace(stage.deps, abilities=stage.deps.abilities | {WORDS})
    await poser.types("/portrait oil 1 pose=couple prompt=asleep in a tiny boat")
    (asked,) = await reads_pose(stage, 2)
    assert "shown your words" in asked.text
    (shown,) = await agrees(poser, friend)
    assert "OIL" in shown.text
    assert "asleep in a tiny boat" in shown.text
    assert any("asleep in a tiny boat" in secret for secret in shown.secrets), "not kept in the outbox"
    assert "asleep" not in str([job.request for job in await stage.jobs()]), "and sealed in the job"


async def test_of_a_template_a_guest_is_told_no_style(poser, friend):
    """The control: there the picture itself is shown."""
    await sends_with(poser, "inpaint")
    await sees_faces(poser.stage, "", "")
    (shown,) = await agrees(poser, friend)
    assert "style" not in shown.text


async def test_after_a_photo_no_pose_was_read_in_the_next_one_is_no_selfie(poser):
    """It shows somebody else, too: their face must not be learnt. With it goes what was said of the picture."""
    stage = poser.stage
    await poser.types("/portrait oil 1 pose=photo seed=7")
    await stage.handle(await file_of(poser))
    await stage.fail("look", "no-pose")
    await stage.handle(await file_of(poser))
    await reads_pose(stage, 1, photo=True)
    job = (await stage.jobs())[0]
    assert (job.kind, job.request["style"], job.request["seed"]) == ("portrait", "oil", 7)
    await stage.handle(await file_of(poser))
    assert (await stage.jobs())[0].kind == "inspect", "the control: once it was read, they are selfies again"


async def test_all_that_was_said_of_a_portrait_holds_beside_the_pose_of_a_photo(poser):
    """How many, how strong, how large: nothing is dropped between the look and the drawing."""
    await sends_with(poser, "portrait", style="oil", pose="photo", count="3", seed="5", face="0.8", size="768")
    await reads_pose(poser.stage, 1, photo=True)
    request = (await poser.stage.jobs())[0].request
    assert [request[name] for name in ("count", "seed", "face_weight", "side")] == [3, 5, 0.8, 768]
    assert (request["pose"], request["scene_picture"]) == ("", None)


async def test_another_pose_takes_the_place_of_one_that_was_read(poser):
    """/again pose=waving: bones of the photo would go before it, unsaid."""
    await sends_with(poser, "portrait", style="oil", pose="photo")
    await reads_pose(poser.stage, 1, photo=True)
    await poser.stage.draw()
    await poser.types("/presets save read")
    await poser.types("/again pose=waving")
    request = (await poser.stage.jobs())[0].request
    assert [request[name] for name in ("pose", "bodies", "hands", "joints")] == ["waving", [], [], ""]
    assert "Whose pose" in text_of(await poser.types("/presets read"))


async def test_a_pose_that_was_read_is_drawn_when_there_is_room(poser):
    """A full queue does not cost the pose: the photo is gone, and the button draws by what was read."""
    stage = poser.stage
    await sends_with(poser, "portrait", style="oil", pose="photo")
    most = stage.deps.limits
    stage.deps = replace(stage.deps, limits=replace(most, portraits_per_day=0, queued_jobs=0))
    told = await reads_pose(stage, 1, photo=True)
    assert "deleted the photo" in text_of(told)
    stage.deps = replace(stage.deps, limits=most)
    await poser.presses(action_of(told, "putin"))
    job = (await stage.jobs())[0]
    assert (job.kind, await joints_of(stage, job)) == ("portrait", ((BODY,), (HAND,)))


async def test_a_face_that_is_gone_by_then_ends_in_a_sentence(poser):
    """The pose was read, and whoever sent it has deleted their face meanwhile."""
    stage = poser.stage
    await sends_with(poser, "portrait", style="oil", pose="photo")
    async with stage.db.transaction() as tx:
        await tx.run("UPDATE identities SET folder = '{}', trained = NULL, state = 'collecting'")
    assert "deleted the photo" in text_of(await reads_pose(stage, 1, photo=True))


async def test_other_people_are_chosen_in_the_very_pose_that_was_drawn(poser):
    """Two looks at one pose are two pictures; and of a pose from a photo the way back is there too."""
    stage = poser.stage
    for style in ("oil", "noir"):
        await poser.types(f"/portrait {style} 1 pose=couple")
        await reads_pose(stage, 2)
    first = [job for job in await stage.jobs() if job.kind == "inspect-template"][-1]
    await poser.presses(f"v1:seat:{first.number}:1")
    await poser.presses(f"v1:putin:{first.number}")
    album = await draws(stage)
    again = await poser.presses(action_of(album, "faces"))
    assert action_of(again, "seat").split(":")[2] == str(first.number)
    await sends_with(poser, "portrait", style="oil", pose="photo")
    (asked,) = await reads_pose(stage, 2, photo=True)
    await poser.presses(action_of([asked], "seat"))
    await poser.presses(f"v1:putin:{(await look_of(stage)).number}")
    assert "faces" in verbs_of(await draws(stage))


async def _drawn_together(poser, line: str):
    """Draw a couple with its sender alone in it; return the look, the job and what is shown."""
    stage = poser.stage
    await poser.types(line)
    await reads_pose(stage, 2)
    return await _seated(poser)


async def _seated(poser):
    """Take the first place of the newest look and draw."""
    stage = poser.stage
    look = await look_of(stage)
    await poser.presses(f"v1:seat:{look.number}:1")
    await poser.presses(f"v1:putin:{look.number}")
    job = (await stage.jobs())[0]
    return look, job, await draws(stage)


async def test_a_picture_of_several_people_is_drawn_from_the_seed_that_was_asked_for(poser):
    """Once; the same places drawn again are new luck, and the same words with the same seed are the same picture."""
    look, job, album = await _drawn_together(poser, "/portrait oil 1 pose=couple seed=77")
    assert job.request["seed"] == 77
    await poser.presses(f"v1:seat:{look.number}:1")
    await poser.presses(f"v1:putin:{look.number}")
    assert (await poser.stage.jobs())[0].request["seed"] != 77
    await draws(poser.stage)
    again = (await _drawn_together(poser, "/portrait oil 1 pose=couple seed=77"))[1]
    apart = {"out"}
    assert {k: v for k, v in again.request.items() if k not in apart} == {
        k: v for k, v in job.request.items() if k not in apart
    }
    assert "keepas" in verbs_of(album)


async def test_again_is_of_the_picture_of_several_people_that_was_drawn_last(poser):
    """Not of an older portrait: everybody is asked anew, and pose, style, shape and words are those it had."""
    stage = poser.stage
    stage.deps = replace(stage.deps, abilities=stage.deps.abilities | {WORDS})
    await poser.types("/portrait noir 1")
    await stage.draw()
    _, job, _ = await _drawn_together(
        poser, "/portrait oil 1 pose=couple shape=4:5 face=0.8 prompt=asleep in a tiny boat"
    )
    await poser.types("/again seed=5")
    await reads_pose(stage, 2)
    _, again, _ = await _seated(poser)
    same = ("template", "style", "shape", "face_weight", "prompt", "count")
    assert {name: again.request[name] for name in same} == {name: job.request[name] for name in same}
    assert again.request["seed"] == 5
    await poser.types(f"/again {job.own} style=noir")
    await reads_pose(stage, 2)
    _, other, _ = await _seated(poser)
    assert (other.request["style"], other.request["template"]) == ("noir", "pose:couple")
    assert other.request["face_weight"] == 1.0, "a new style brings its own"


async def test_again_of_a_pose_photo_asks_for_a_photo_and_keeps_the_rest(poser):
    """Of the photo nothing is left but joints that belong to that picture; what was said comes with the new one."""
    stage = poser.stage
    await sends_with(poser, "portrait", style="oil", pose="photo")
    await reads_pose(stage, 2, photo=True)
    await _seated(poser)
    assert "Whose pose" in text_of(await poser.types("/again seed=9"))
    await stage.handle(await file_of(poser))
    await reads_pose(stage, 2, photo=True)
    _, job, _ = await _seated(poser)
    assert (job.request["style"], job.request["seed"], job.request["template"]) == ("oil", 9, "pose:photo")


async def test_a_preset_of_a_picture_of_several_people_keeps_pose_and_words(poser):
    """By its own button, and as the newest; drawing it asks who stands where."""
    stage = poser.stage
    stage.deps = replace(stage.deps, abilities=stage.deps.abilities | {WORDS})
    await poser.types("/portrait noir 1")
    await stage.draw()
    _, job, album = await _drawn_together(poser, "/portrait oil 1 pose=couple shape=4:5 prompt=asleep in a tiny boat")
    await poser.presses(action_of(album, "keepas"))
    await poser.says("us")
    await poser.types("/presets us")
    await reads_pose(stage, 2)
    _, again, _ = await _seated(poser)
    assert [again.request[name] for name in ("template", "style", "shape")] == ["pose:couple", "oil", "4:5"]
    assert await stage.words_of(again, "prompt") == await stage.words_of(job, "prompt") == "asleep in a tiny boat"


async def test_more_names_the_seed_of_a_picture_of_several_people(poser):
    """With the words; `/again` and that seed draw it once more."""
    stage = poser.stage
    stage.deps = replace(stage.deps, abilities=stage.deps.abilities | {WORDS})
    _, job, _ = await _drawn_together(poser, "/portrait oil 1 pose=couple seed=77 prompt=asleep in a tiny boat")
    shown = text_of(await poser.presses(f"v1:more:{job.number}"))
    assert "asleep in a tiny boat" in shown
    assert "Seed: 77\n" in shown


async def test_again_with_the_pose_of_a_photo_keeps_all_that_was_said_of_the_picture(poser):
    """The photo comes a message later, and what is usual for this person takes the place of nothing that was said."""
    stage = poser.stage
    said = "expression=smile framing=half shape=4:5 light=candlelight scene=forest prompt=asleep in a tiny boat"
    stage.deps = replace(stage.deps, abilities=stage.deps.abilities | {WORDS})
    await poser.types(f"/portrait oil 3 face=0.8 strength=0.4 {said}")
    before = (await stage.jobs())[0].request
    await stage.draw()
    await poser.presses("v1:set:size:1024")
    assert "Whose pose" in text_of(await poser.types("/again pose=photo seed=9"))
    await stage.handle(await file_of(poser))
    await reads_pose(stage, 1, photo=True)
    after = (await stage.jobs())[0].request
    new = {"seed": 9, "ratio": 0.8} | {name: after[name] for name in ("joints", "out")}
    assert after == before | new


async def test_what_was_said_of_a_picture_is_known_as_long_as_its_photo_is_waited_for(poser, clock):
    """Somebody looks for a photo for a quarter of an hour; it comes to the picture they asked for."""
    stage = poser.stage
    await poser.types("/portrait oil 1 pose=photo seed=7")
    clock.advance(awaiting_photo.PATIENCE - 1)
    await stage.handle(await file_of(poser))
    await reads_pose(stage, 1, photo=True)
    job = (await stage.jobs())[0]
    assert (job.kind, job.request["style"], job.request["seed"]) == ("portrait", "oil", 7)


async def test_drawing_another_picture_meanwhile_changes_nothing_of_the_one_that_waits_for_its_photo(poser):
    """A button does not end the wait: what comes with the photo is what was said with its pose."""
    stage = poser.stage
    await poser.types("/portrait noir 2")
    shown = await stage.draw()
    await poser.types("/portrait oil 1 pose=photo seed=7")
    await poser.presses(action_of(shown, "again"))
    await stage.draw()
    await stage.handle(await file_of(poser))
    await reads_pose(stage, 1, photo=True)
    request = (await stage.jobs())[0].request
    assert [request[name] for name in ("style", "seed", "count")] == ["oil", 7, 1]


@pytest.mark.parametrize("end", ["guest-left", "is cancelled", "fewer-drawn"])
async def test_a_picture_that_was_not_begun_has_not_used_its_seed(poser, end):
    """Whoever asked for it gets it; what the model made of it and was refused would be made of it again."""
    stage = poser.stage
    await poser.types("/portrait oil 1 pose=couple seed=77")
    await reads_pose(stage, 2)
    look = await look_of(stage)
    await poser.presses(f"v1:seat:{look.number}:1")
    started = await poser.presses(f"v1:putin:{look.number}")
    if end == "is cancelled":
        await poser.presses(action_of(started, "cancel"))
    else:
        await stage.fail("device", end)
    await poser.presses(f"v1:seat:{look.number}:1")
    await poser.presses(f"v1:putin:{look.number}")
    second, first = [job.request["seed"] for job in await stage.jobs() if job.kind == "template"]
    assert first == 77
    assert (second == 77) is (end != "fewer-drawn")


async def test_the_list_of_presets_offers_to_keep_what_was_drawn_last(poser):
    """As saving without a number does: a picture of several people is one, too."""
    stage = poser.stage
    await poser.types("/portrait noir 1")
    await stage.draw()
    _, job, _ = await _drawn_together(poser, "/portrait oil 1 pose=couple")
    assert action_of(await poser.types("/presets"), "keepas") == f"v1:keepas:{job.number}"
