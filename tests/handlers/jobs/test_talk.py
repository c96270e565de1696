"""A portrait speaks: /talk, voice messages, the button under portraits, voices and movements."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.requests import from_json
from engine.tasks.talk.request import Spoken, TalkingClip
from handlers import views
from handlers.context import VoiceChoice
from handlers.events import Reply, SentFile
from handlers.views import Choice, Document, Progress, Text, Video
from storage import media, outbox
from tests.handlers.stage import action_of, buttons_of, text_of, verbs_of

VOICES = (
    VoiceChoice(name="de-anna", title="Anna", language="de", kind="robot"),
    VoiceChoice(name="en-heart", title="Heart", language="en", kind="natural"),
    VoiceChoice(name="en-ava", title="Ava", language="en", kind="online"),
)


@pytest.fixture
async def known(stage, ann):
    """Somebody with one portrait, on a bot with three voices."""
    stage.deps = replace(stage.deps, voices=VOICES)
    await ann.teaches(photos=1)
    await ann.types("/portrait oil 1")
    await stage.draw()
    return ann


async def newest(stage):
    return (await stage.jobs())[0]


async def speaks(stage, **changes):
    """End the next talking job with a clip, as the job store does."""
    job = await stage.claim("device")
    assert job.kind == "talk"
    async with stage.db.transaction() as tx:
        files = {
            field: await stage.sealed(tx, job, "portrait", name)
            for field, name in (("file", "talk.mp4"), ("gif", "talk.gif"), ("cover", "cover.jpg"))
        }
        result = {**files, "seconds": 3.1, "width": 512, "height": 512, "fps": 25, "voice": "en-heart", **changes}
        return await stage.finish(tx, job, from_json(TalkingClip, result))


async def sends_voice(person, reply=None, **facts):
    """Send a voice message of three seconds."""
    known = {"media": await person.uploads(), "name": "voice.ogg", "mime": "audio/ogg", "seconds": 3.0, **facts}
    return await person.stage.handle(SentFile(who=person.who, reply=reply, **known))


async def test_a_text_is_said_by_the_only_portrait(stage, known):
    """Nothing is asked that is known already; numbers at the end belong to what is said."""
    [status] = await known.types("/talk I am 42")
    assert isinstance(status, Progress)
    job = await newest(stage)
    request = job.request
    assert (await stage.words_of(job), request["audio"]) == ("I am 42", None)
    assert request["portrait"].startswith("media:")


async def test_a_voice_message_is_said_by_the_only_portrait(stage, known):
    """The paper's third thing people come for: send a voice message, get yourself talking."""
    [status] = await sends_voice(known)
    assert isinstance(status, Progress)
    request = (await newest(stage)).request
    assert request["audio"].startswith("media:")
    assert request["text"] == ""


async def test_a_voice_message_is_no_selfie(stage, known):
    """It is never looked at as a photo."""
    await sends_voice(known)
    assert "inspect" not in [job.kind for job in await stage.jobs() if job.state == "queued"]


@pytest.mark.parametrize("facts", [{"name": "v.mp4", "mime": "video/mp4"}, {"name": "song.mp3", "mime": ""}])
async def test_audio_and_video_files_count_as_voices(stage, known, facts):
    """By what they are declared to be, or by their name where a platform says nothing."""
    await sends_voice(known, **facts)
    assert (await newest(stage)).kind == "talk"


async def test_with_several_portraits_it_is_asked_which(stage, known):
    """And the words wait for the answer."""
    await known.types("/portrait oil 2")
    await stage.draw()
    [choice] = await known.types("/talk hello")
    assert isinstance(choice, Choice)
    assert len(choice.options) == 3
    await known.presses(choice.options[1].action)
    job = (await stage.jobs())[0]
    assert (job.kind, await stage.words_of(job)) == ("talk", "hello")
    drawn = (await stage.jobs())[1].result["pictures"][1]["file"]
    assert job.request["portrait"] == drawn


async def test_nobody_who_reads_the_database_reads_what_is_said(stage, known):
    """Job rows are kept for months, a half-begun clip until the next one: both hold the words sealed."""
    await known.types("/portrait oil 2")
    await stage.draw()
    [choice] = await known.types("/talk my dear secret")
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM sessions WHERE state LIKE '%secret%'") == 0
    await known.presses(choice.options[0].action)
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM jobs WHERE request LIKE '%secret%'") == 0
    assert await stage.words_of(await newest(stage)) == "my dear secret"


async def test_a_reply_to_a_portrait_needs_no_question(stage, known):
    """The picture of the album that was answered is the one that speaks."""
    await known.types("/portrait oil 2")
    [album] = await stage.draw()
    job = await newest(stage)
    async with stage.db.transaction() as tx:
        await outbox.put(
            tx,
            key="k",
            platform="fake",
            address=known.who.address,
            view=views.to_json(album),
            account=job.account,
            job=job.id,
        )
        row = await tx.one("SELECT id FROM outbox WHERE key = ?", ("k",))
        await outbox.sent(tx, row["id"], {"message": 7, "all": [[7], [8]]})
    await sends_voice(known, reply=Reply(message="8", own=True))
    assert (await newest(stage)).request["portrait"] == f"media:{album.items[1].media}"


async def test_make_it_talk_asks_for_words_and_takes_the_next_line(stage, known):
    """Also one that happens to be the name of a style."""
    [job, *_] = await stage.jobs()
    [prompt] = await known.presses(f"v1:talk:{job.number}")
    assert isinstance(prompt, Text)
    assert {"voices", "motions"} <= set(verbs_of([prompt]))
    await known.says("noir")
    assert await stage.words_of(await newest(stage)) == "noir"


async def test_words_are_not_waited_for_for_ever(stage, known, clock):
    """What is typed the next day is not put into a mouth."""
    await known.types("/talk")
    clock.advance(3600)
    await known.says("noir")
    assert (await newest(stage)).kind == "portrait"


async def test_without_a_portrait_the_way_to_one_is_shown(ann):
    """Nothing is queued that cannot be made."""
    await ann.agrees()
    answer = await sends_voice(ann)
    assert "no portrait that could talk" in text_of(answer)
    assert verbs_of(answer) == ["styles"]


async def test_a_voice_message_before_the_consent_is_not_kept_as_a_photo(stage, ann):
    """Photos wait for the consent; a voice is asked for again."""
    await sends_voice(ann)
    await ann.agrees()
    assert await stage.jobs() == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"seconds": 600.0}, "600 seconds"),
        ({"media": None, "problem": "too-large"}, "too large"),
        ({"media": None, "problem": "unavailable"}, "send it again"),
    ],
)
async def test_what_cannot_be_used_is_answered_at_once(stage, known, facts, said):
    """A ten-minute recording is not fetched into a queue to be refused there."""
    assert said in text_of(await sends_voice(known, **facts))
    assert (await newest(stage)).kind == "portrait"


async def test_a_text_beyond_the_limit_is_refused_with_both_numbers(stage, known):
    """So a person knows how much to cut."""
    assert "800" in text_of(await known.types("/talk " + "word " * 300))
    assert (await newest(stage)).kind == "portrait"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("en-heart", "Spoken by Heart (en, natural)"),
        ("de-anna", "Spoken by Anna (de, robot)"),
        ("fr-gone", "Spoken by fr-gone"),
        ("", None),
    ],
)
async def test_a_clip_says_which_voice_spoke(stage, known, name: str, said: str | None):
    """Nobody chose a voice: whether a robot took the natural one's place is said; a person's own voice has no name."""
    await known.types("/talk Hello there")
    [clip] = await speaks(stage, voice=name)
    spoken = [line for line in clip.text.splitlines() if line.startswith("Spoken by")]
    assert spoken == ([said] if said else [])
    assert "AI-generated" in clip.text


async def test_a_finished_clip_is_a_video_with_its_next_steps(stage, known):
    """Again, another movement, another voice, a video note; behind More a GIF, finer, delete."""
    await known.types("/talk hello")
    [clip] = await speaks(stage)
    assert isinstance(clip, Video)
    assert "AI-generated" in clip.text
    wanted = ["retalk", "motions", "voices", "talknote", "more", "talkgif", "talkfine", "talkdelete"]
    assert verbs_of([clip]) == wanted


async def test_the_buttons_of_a_clip_make_it_anew(stage, known):
    """Each changes one thing and keeps the words."""
    await known.types("/talk hello")
    [clip] = await speaks(stage)
    first = (await newest(stage)).request
    await known.presses(action_of([clip], "talknote"))
    note = (await newest(stage)).request
    assert (note["note"], note["text"], note["seed"]) == (True, first["text"], first["seed"])
    await known.presses(action_of([clip], "talkfine"))
    assert (await newest(stage)).request["enhance"] is True
    await known.presses(action_of([clip], "retalk"))
    assert (await newest(stage)).request["seed"] != first["seed"]


async def test_the_moving_preview_comes_as_a_file(stage, known):
    """For places that show no videos."""
    await known.types("/talk hello")
    [clip] = await speaks(stage)
    [file] = await known.presses(action_of([clip], "talkgif"))
    assert isinstance(file, Document)
    assert file.name.endswith(".gif")


async def test_a_clip_is_shown_with_its_size_length_and_cover(stage, known):
    """What a player needs before it has the file."""
    await known.types("/talk hello")
    [clip] = await speaks(stage)
    result = (await newest(stage)).result
    assert (clip.width, clip.height, clip.seconds) == (512, 512, 3.1)
    assert result["cover"] == f"media:{clip.cover}"


async def test_a_deleted_clip_and_its_recording_are_gone(stage, known):
    """Asked once; then neither the video nor the voice is kept."""
    await sends_voice(known)
    [clip] = await speaks(stage)
    [asked] = await known.presses(action_of([clip], "talkdelete"))
    await known.presses(action_of([asked], "talkdelete"))
    assert "button" in text_of(await known.presses(action_of([clip], "retalk"))).lower()
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT COUNT(*) FROM media WHERE id = ?", (clip.media,)) == 0
        assert await rx.value("SELECT COUNT(*) FROM media WHERE id = ?", (clip.cover,)) == 0


async def test_a_clip_of_somebody_else_does_not_exist(stage, known, bob):
    """Neither to look at nor to make anew."""
    await known.types("/talk hello")
    [clip] = await speaks(stage)
    await bob.agrees()
    for verb in ("retalk", "talkgif", "talkdelete", "talknote"):
        assert "no longer works" in text_of(await bob.presses(action_of([clip], verb)))


async def test_the_voices_of_ones_own_language_come_first(known):
    """With where the text goes written beside each."""
    [menu] = await known.presses("v1:voices:1")
    labels = [one.label for one in buttons_of([menu]) if one.action.startswith("v1:voice:")]
    assert [label.split(" ")[0] for label in labels] == ["Heart", "Ava", "Anna"]
    assert "Microsoft" in labels[1]


async def test_a_chosen_voice_is_used_from_then_on(stage, known):
    """Settings are remembered."""
    await known.presses("v1:voice:en-heart")
    await known.presses("v1:motion:7")
    await known.types("/talk hello")
    request = (await newest(stage)).request
    assert (request["voice"], request["pose_style"]) == ("en-heart", 6)


async def test_another_voice_for_a_clip_makes_it_anew(stage, known):
    """The menu under a clip is about that clip."""
    await known.types("/talk hello")
    [clip] = await speaks(stage)
    [menu] = await known.presses(action_of([clip], "voices"))
    await known.presses(next(one.action for one in buttons_of([menu]) if one.action == "v1:voice:de-anna"))
    job = await newest(stage)
    assert (job.request["voice"], await stage.words_of(job)) == ("de-anna", "hello")


async def test_holding_still_is_a_movement_too(stage, known):
    """Lips and lids only."""
    [menu] = await known.presses("v1:motions:1")
    await known.presses(menu.options[0].action)
    await known.types("/talk hello")
    assert (await newest(stage)).request["still"] is True


async def test_there_are_46_movements_on_pages(known):
    """As many as the pose network of the paper's backend knows."""
    found = []
    for page in range(1, 5):
        [menu] = await known.presses(f"v1:motions:{page}")
        found += [one.action for one in menu.options if one.action.startswith("v1:motion:")]
    assert len(set(found)) == 47


async def test_a_voice_can_be_heard_before_it_is_chosen(stage, known):
    """In its own language, as a file with a sound."""
    await known.presses("v1:listen:de-anna")
    job = await stage.claim("look")
    assert (job.kind, job.request["language"]) == ("speak", "de")
    assert "Porträt" in job.request["text"]
    async with stage.db.transaction() as tx:
        spoken = Spoken(file=await stage.sealed(tx, job, "portrait", "voice.ogg"), voice="de-anna", seconds=2.0)
        [file] = await stage.finish(tx, job, spoken)
    assert isinstance(file, Document)


@pytest.mark.parametrize("action", ["v1:voice:nobody", "v1:motion:99", "v1:motion:x", "v1:talk:99", "v1:listen:nobody"])
async def test_forged_choices_change_nothing(stage, known, action):
    """Whatever a button names is looked up again."""
    await known.presses(action)
    await known.types("/talk hello")
    request = (await newest(stage)).request
    assert (request["voice"], request["pose_style"], request["still"]) == ("auto", 0, False)


@pytest.mark.parametrize("reason", ["broken", "no-audio", "too-long", "too-short", "silent", "no-speech"])
async def test_every_refused_sound_has_its_own_sentence(stage, known, reason):
    """What happened and what to do next."""
    await sends_voice(known)
    said = text_of(await stage.fail("device", "bad-sound", reason=reason, seconds=600, most=60, least=0.3))
    assert "Send" in said or "speak" in said or "Say" in said


async def test_deleting_a_portrait_deletes_the_clip_made_of_it(stage, known):
    """It shows the same face, and says so before and after; a clip of another portrait stays."""
    portrait = (await newest(stage)).number
    await known.types("/talk hello")
    [clip] = await speaks(stage)
    asked = await known.presses(f"v1:delete:{portrait}")
    assert "made from them" in text_of(asked)
    assert "made from them is deleted too" in text_of(await known.presses(action_of(asked, "erase")))
    async with stage.db.reading() as rx:
        assert await media.find(rx, clip.media) is None


async def test_a_portrait_without_a_clip_promises_nothing(stage, known):
    """The control: what was never made is not said to be deleted."""
    portrait = (await newest(stage)).number
    assert "made from them" not in text_of(await known.presses(f"v1:delete:{portrait}"))
