"""/inpaint: a picture comes, faces are found, somebody takes one, and strangers leave no trace."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from handlers import awaiting_photo, views
from handlers.events import Command, Reply, SentFile
from handlers.views import Pictures, Progress, Text
from storage import media, outbox
from storage.retention import Retention, tidy
from tests.handlers.drawing import draws, file_of, sees_faces, sends_with
from tests.handlers.stage import action_of, buttons_of, text_of, verbs_of


@pytest.fixture
async def known(ann):
    """Somebody whose face is learnt."""
    await ann.teaches(photos=1)
    return ann


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A ready picture."""

    name: str
    faces: int = 1


class Book:
    """Seven ready pictures."""

    def names(self):
        return ["cover", "premiere", "globe", "painting", "stamp", "print", "helmet"]

    def get(self, name):
        return Ready(name=name) if name in self.names() else None


async def newest(stage):
    return (await stage.jobs())[0]


async def kept(stage, path) -> bool:
    async with stage.db.reading() as rx:
        return await media.find(rx, path.removeprefix("media:")) is not None


async def test_the_other_pictures_of_an_album_are_no_selfies(stage, known):
    """An album of three, the first captioned /inpaint: the others are of strangers, and were learnt from."""
    album = SentFile(who=known.who, media=await known.uploads(), mime="image/jpeg", album="a1")
    [status] = await stage.handle(Command(who=known.who, name="inpaint", files=(album,)))
    assert isinstance(status, Progress)
    before = len(await stage.jobs())
    others = [replace(album, media=await known.uploads()) for _ in range(2)]
    answers = [await stage.handle(one) for one in others]
    assert ["first of your album" in text_of(one) for one in answers] == [True, False]
    assert len(await stage.jobs()) == before
    assert [await kept(stage, f"media:{one.media}") for one in others] == [False, False]
    await known.sends()  # control: a picture of its own is a selfie again
    assert len(await stage.jobs()) == before + 1


async def test_one_face_becomes_mine_without_a_question(stage, known):
    """Picture in, drawing begins: nothing is asked that has one answer."""
    [status] = await sends_with(known, "inpaint")
    assert isinstance(status, Progress)
    told, drawing = await sees_faces(stage, "")
    assert "replace it with yours" in told.text
    assert isinstance(drawing, Progress)
    job = await newest(stage)
    assert (job.kind, job.request["places"]) == ("template", [1])
    assert job.request["people"] == [f"identity:{(await stage.face()).id}"]


async def test_the_command_alone_takes_the_next_picture(stage, known):
    """Where a platform has no captions; once it could be used, pictures are selfies again."""
    assert "Send it now" in text_of(await known.types("/inpaint"))
    await known.sends()
    assert (await newest(stage)).kind == "inspect-template"
    await sees_faces(stage, "")
    await known.sends()
    assert (await newest(stage)).kind == "inspect"


async def test_a_picture_nobody_can_be_put_into_lets_the_next_one_try(stage, known):
    """The stranger on a second picture must not be taken for a selfie."""
    await known.types("/inpaint")
    await known.sends()
    await stage.fail("look", "no-face-in-template")
    await known.sends()
    assert (await newest(stage)).kind == "inspect-template"


async def test_another_command_or_time_makes_pictures_selfies_again(stage, known, clock):
    """Nobody remembers for ever that they were about to do something else."""
    await known.types("/inpaint")
    await known.types("/me")
    await known.sends()
    await known.types("/inpaint")
    clock.advance(awaiting_photo.PATIENCE)
    await known.sends()
    assert [job.kind for job in await stage.jobs()][:2] == ["inspect", "inspect"]


async def test_several_faces_are_numbered_and_one_is_chosen(stage, known):
    """Whoever is on the group photo says which face becomes theirs."""
    await sends_with(known, "inpaint")
    [asked] = await sees_faces(stage, "", "too-small", "")
    assert isinstance(asked, Pictures)
    assert "3 faces" in asked.text
    assert "Face 2: too small" in asked.text
    seats = [one.action for one in buttons_of([asked]) if ":seat:" in one.action]
    assert [action.rsplit(":", 1)[1] for action in seats] == ["1", "3"]
    [plan] = await known.presses(seats[1])
    assert "Face 3: you" in plan.text
    [status] = await known.presses(action_of([plan], "putin"))
    assert isinstance(status, Progress)
    assert (await newest(stage)).request["places"] == [3]


async def test_a_single_able_face_of_many_needs_no_question(stage, known):
    """The sentence says which one it is."""
    await sends_with(known, "inpaint")
    told, _ = await sees_faces(stage, "turned-away", "", "child")
    assert "Only face 2" in told.text
    assert (await newest(stage)).request["places"] == [2]


@pytest.mark.parametrize("problem", ["turned-away", "too-small", "child"])
async def test_a_picture_without_an_able_face_is_refused_with_its_reason_and_deleted(stage, known, problem):
    """Nothing of it is kept, as there is nothing to do with it."""
    await sends_with(known, "inpaint")
    template = (await newest(stage)).request["template"]
    [answer] = await sees_faces(stage, problem)
    assert "Try another picture" in answer.text
    assert not await kept(stage, template)
    assert "template" not in [job.kind for job in await stage.jobs()]


async def test_variants_come_by_likeness_with_what_can_be_done_next(stage, known):
    """Most alike first, said in figures; again, other faces, talk, favourite, files, report, delete."""
    await sends_with(known, "inpaint")
    await sees_faces(stage, "")
    [album] = await draws(stage)
    assert "74 % likeness" in album.text
    assert "73 % likeness" in album.items[1].caption
    assert "AI-edited" in album.text
    assert verbs_of([album]) == ["reinpaint", "faces", "talk", "fav", "more", "files", "report", "delete"]


async def test_an_unlike_result_says_so(stage, known):
    """Honest figures, and a sentence where they are low."""
    await sends_with(known, "inpaint")
    await sees_faces(stage, "")
    assert "None looks enough like" in text_of(await draws(stage, likely=False))


async def test_among_strangers_nobody_is_made_to_speak(stage, known):
    """The largest face would speak, and that may be a stranger's."""
    await sends_with(known, "inpaint")
    [asked] = await sees_faces(stage, "", "")
    await known.presses(action_of([asked], "seat"))
    await known.presses(f"v1:putin:{(await newest(stage)).number}")
    [album] = await draws(stage)
    assert "talk" not in verbs_of([album])
    number = (await newest(stage)).number
    assert "no longer here" in text_of(await known.presses(f"v1:talk:{number}"))


async def test_again_draws_the_same_place_with_another_seed(stage, known):
    """And the picture is still there for it."""
    await sends_with(known, "inpaint")
    await sees_faces(stage, "")
    [album] = await draws(stage)
    first = (await newest(stage)).request
    await known.presses(action_of([album], "reinpaint"))
    again = (await newest(stage)).request
    assert again["seed"] != first["seed"]
    assert {**again, "seed": 0} == {**first, "seed": 0}


async def test_other_faces_brings_the_numbered_picture_back(stage, known):
    """Undoing a choice without sending the picture again."""
    await sends_with(known, "inpaint")
    await sees_faces(stage, "", "turned-away")
    [album] = await draws(stage)
    [asked] = await known.presses(action_of([album], "faces"))
    assert isinstance(asked, Pictures)
    assert "seat" in verbs_of([asked])


async def test_a_strangers_picture_is_gone_an_hour_after_the_drawing(stage, known, clock):
    """Template, numbered copy: both; the drawing stays."""
    await sends_with(known, "inpaint")
    await sees_faces(stage, "")
    look = (await stage.jobs())[1]
    [album] = await draws(stage)
    clock.advance(awaiting_photo.AFTERWARDS)
    await tidy(stage.db, stage.vault, Retention())
    assert not await kept(stage, look.request["template"])
    assert not await kept(stage, look.result["numbered"])
    assert await kept(stage, album.items[0].media)
    assert "no longer here" in text_of(await known.presses(action_of([album], "reinpaint")))
    assert "no longer here" in text_of(await known.presses(action_of([album], "faces")))


async def test_undo_deletes_the_drawing(stage, known):
    """Asked once, then gone."""
    await sends_with(known, "inpaint")
    await sees_faces(stage, "")
    [album] = await draws(stage)
    [asked] = await known.presses(action_of([album], "delete"))
    await known.presses(action_of([asked], "erase"))
    assert not await kept(stage, album.items[0].media)


async def test_a_reply_to_ones_own_portrait_takes_that_picture_and_never_shortens_its_life(stage, known, clock):
    """One's own pictures are no strangers' pictures."""
    await known.types("/portrait oil 2")
    [album] = await stage.draw()
    job = await newest(stage)
    async with stage.db.transaction() as tx:
        await outbox.put(
            tx, key="k", platform="fake", address=known.who.address, view=views.to_json(album), account=job.account
        )
        row = await tx.one("SELECT id FROM outbox WHERE key = ?", ("k",))
        await outbox.sent(tx, row["id"], {"message": 7, "all": [[7], [8]]})
    await stage.handle(Command(who=known.who, name="inpaint", reply=Reply(message="8", own=True)))
    assert (await newest(stage)).request["template"] == f"media:{album.items[1].media}"
    await sees_faces(stage, "")
    await draws(stage)
    clock.advance(awaiting_photo.AFTERWARDS)
    await tidy(stage.db, stage.vault, Retention())
    assert await kept(stage, album.items[1].media)


async def test_ready_pictures_are_shown_as_pictures_and_chosen_by_button_or_name(stage, known):
    """For whoever has no picture at hand."""
    stage.deps = replace(stage.deps, templates=Book())
    prompt = await known.types("/inpaint")
    [first] = await known.presses(action_of(prompt, "templates"))
    assert [item.media for item in first.items][:2] == ["template:cover", "template:premiere"]
    [second] = await known.presses(action_of([first], "templates"))
    assert len(second.items) == 1
    await known.presses(action_of([first], "template"))
    assert (await newest(stage)).request["template"] == "template:cover"
    await sees_faces(stage, "")
    [album] = await draws(stage)
    await known.presses(action_of([album], "reinpaint"))
    assert (await newest(stage)).request["template"] == "template:cover"


async def test_places_of_a_ready_template_are_called_places(stage, known):
    """Nobody is in it yet: nothing stays as it is, and what nobody takes is left out."""
    stage.deps = replace(stage.deps, templates=Book())
    await known.types("/inpaint cover")
    said = await sees_faces(stage, "", places=True)
    assert "place in it is yours" in text_of(said)
    assert "I see" not in text_of(said)
    await known.types("/inpaint globe")
    asked = text_of(await sees_faces(stage, "", "", places=True))
    assert "2 places" in asked
    assert "stays free" in asked
    assert "stays as it is" not in asked


async def test_a_ready_picture_that_is_none_shows_those_there_are(stage, known):
    """Also where there is no gallery at all."""
    assert "no longer works" in text_of(await known.types("/inpaint nowhere"))
    stage.deps = replace(stage.deps, templates=Book())
    answer = await known.types("/inpaint nowhere")
    assert "no ready picture" in text_of(answer)
    assert verbs_of(answer) == ["templates"]


async def test_without_a_learnt_face_the_way_to_one_is_shown(stage, ann):
    """And no picture is looked at for nothing."""
    await ann.agrees()
    assert "do not know your face" in text_of(await sends_with(ann, "inpaint"))
    assert await stage.jobs() == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"media": None, "problem": "too-large"}, "too large for me"),
        ({"media": None, "problem": "unavailable"}, "send it again"),
        ({"mime": "audio/ogg"}, "not a picture"),
    ],
)
async def test_what_is_no_picture_is_answered_at_once(stage, known, facts, said):
    """Each with its own sentence."""
    files = (await file_of(known, **facts),)
    assert said in text_of(await stage.handle(Command(who=known.who, name="inpaint", files=files)))


async def test_in_a_group_nothing_is_looked_at(stage, known):
    """A face is a private matter."""
    group = stage.person("ann", private=False)
    assert "private" in text_of(await sends_with(group, "inpaint"))
    assert "inspect-template" not in [job.kind for job in await stage.jobs()]


async def test_a_gone_template_a_left_guest_and_errors_are_sentences_with_a_next_step(stage, known):
    """What the engine or the job store ends with reaches a person in words."""
    for code, data, said in (
        ("template-gone", {}, "Send it again"),
        ("guest-left", {}, "Choose again"),
        ("unfit-face", {"number": 1, "reason": "child"}, "under 18"),
    ):
        await sends_with(known, "inpaint")
        await sees_faces(stage, "")
        failed = await stage.fail("device", code, **data)
        assert said in text_of(failed)
        assert verbs_of(failed)[0] in ("reinpaint", "faces")


async def test_only_so_many_pictures_are_looked_at_at_once(stage, known):
    """Looking costs no seconds of the day, but it is no free mill either."""
    for _ in range(stage.deps.limits.queued_jobs):
        await sends_with(known, "inpaint")
    [answer] = await sends_with(known, "inpaint")
    assert isinstance(answer, Text)


async def test_a_drawing_is_charged_by_faces_and_variants(stage, known):
    """Its device seconds count towards the day."""
    await sends_with(known, "inpaint")
    await sees_faces(stage, "")
    async with stage.db.reading() as rx:
        charged = await rx.value("SELECT units FROM ledger WHERE kind = 'template'")
    assert charged == 2 * stage.deps.limits.template_seconds


async def test_a_look_that_is_taken_back_leaves_nothing_of_the_picture(stage, known):
    """Before anybody looked."""
    [status] = await sends_with(known, "inpaint")
    template = (await newest(stage)).request["template"]
    await known.presses(action_of([status], "cancel"))
    assert not await kept(stage, template)


async def test_a_drawing_that_has_to_wait_keeps_its_button(stage, known):
    """The day's seconds are spent: tomorrow one press is enough."""
    limits = replace(stage.deps.limits, templates_per_day=1)
    stage.deps = replace(stage.deps, limits=limits)
    for _ in range(2):
        await sends_with(known, "inpaint")
        answer = await sees_faces(stage, "")
    assert "24 hours" in text_of(answer)
    assert verbs_of(answer) == ["putin"]
