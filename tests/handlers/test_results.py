"""What a person sees of a job: progress, the end, every error."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import bot
import handlers
import storage
from bot.core import outgoing
from engine.errors import EngineError, JobCancelledError
from engine.files import Media
from engine.requests import MalformedError
from engine.requests import Progress as Step
from engine.requests import from_json as from_row
from engine.tasks.portrait.request import Portraits
from engine.tasks.talk.request import Spoken
from handlers import ending
from handlers.ending import Rendering
from handlers.views import Failure, Pictures, Progress, Text, from_json, to_json
from tests.handlers.stage import action_of, buttons_of, text_of, verbs_of
from tests.handlers.test_text import tree

DATA = {
    "content-refused": {"category": "hate"},
    "bad-photo": {"reason": "blurred"},
    "not-enough-photos": {"usable": 0, "needed": 1},
    "unknown-style": {"name": "oli", "closest": ["oil", "noir"]},
    "style-not-here": {"name": "Hanfu", "base": "pocket", "how": "python -m bot weights fetch base-sd15"},
    "base-too-large": {"name": "qwen-image-edit"},
    "needs-cuda": {"name": "qwen-image-edit"},
    "bad-base": {"name": "dreamy", "reason": "it needs a file"},
    "unknown-scene": {"name": "forst", "closest": ["forest", "night"]},
    "bad-sound": {"reason": "broken"},
    "nothing-to-say": {"reason": "empty"},
    "unknown-voice": {"name": "zoe", "closest": ["en-anna"]},
    "no-such-face": {"number": 3, "faces": 2},
    "unfit-face": {"number": 1, "reason": "too-small"},
    "spoilt-template": {"fault": "neck"},
    "spoilt-portrait": {"fault": "hair"},
    "no-garment": {"reason": "ground"},
    "no-such-garment": {"number": 3, "garments": 2},
    "garment-too-small": {"pixels": 90, "needed": 256},
    "unfit-head": {"reason": "no-face"},
    "weight-missing": {"component": "base", "how": "python -m bot weights fetch"},
    "weight-corrupt": {"component": "base", "file": "x.safetensors", "how": "python -m bot weights fetch"},
    "no-shoulders": {"number": 2},
    "pose-not-here": {"base": "pocket"},
    "dresser-not-here": {"name": "drawn", "base": "pocket"},
    "source-unreachable": {"component": "base", "tried": ["hub", "registry"]},
}


@pytest.fixture
async def known(ann):
    """Somebody whose face is learnt."""
    await ann.teaches(photos=1)
    return ann


@pytest.mark.parametrize("error", tree(EngineError), ids=lambda error: error.code)
async def test_every_error_ends_in_a_sentence_with_its_gaps_filled(stage, known, error):
    """One clear sentence, what to do next, an id for the log; never a code, a trace or a hole."""
    await known.types("/portrait oil")
    views = await stage.fail("device", error.code, **DATA.get(error.code, {}))
    assert len(views) == 1
    assert "{" not in views[0].text
    assert views[0].text.endswith(".") or views[0].text.endswith("`.")
    if error.code == "cancelled":
        assert isinstance(views[0], Text)
    else:
        assert isinstance(views[0], Failure)
        assert views[0].trace


async def test_an_error_of_a_newer_engine_gets_the_general_sentence(stage, known):
    """An upgrade half done must not leave a person without an answer."""
    await known.types("/portrait oil")
    assert "went wrong on my side" in text_of(await stage.fail("device", "something-new", colour="blue"))


async def test_pictures_come_ranked_with_their_likeness(stage, known):
    """The measured likeness stands with each picture, best first, with the label."""
    await known.types("/portrait oil 3 7")
    album = (await stage.draw())[0]
    assert isinstance(album, Pictures)
    captions = [item.caption for item in album.items]
    assert captions == ["1. 73 % likeness", "2. 72 % likeness", "3. 71 % likeness"]
    assert "AI-generated · job" in album.text
    assert all("OIL" in item.alt for item in album.items)


async def test_pictures_unlike_the_person_are_called_that(stage, known):
    """Honest degradation: below the threshold it says so and offers what helps."""
    await known.types("/portrait oil 1")
    album = await stage.draw(likely=False, likeness=0.31)
    assert "31 % likeness (not close enough)" in text_of(album)
    assert "closer" in verbs_of(album)
    assert "Closer to me" in album[0].text


async def test_what_kept_the_fusion_weak_is_said_when_most_pictures_have_it(stage, known):
    """A person who looks less like themselves than last time is told the reason the machine knows."""
    await known.types("/portrait oil 3")
    said = text_of(await stage.draw(notes=("glasses", "glasses", "")))
    assert "There are glasses" in said
    await known.types("/portrait oil 3")
    assert "There are glasses" not in text_of(await stage.draw(notes=("glasses", "", "")))


async def test_withheld_pictures_are_mentioned(stage, known):
    """Somebody who asked for four and gets three is told why."""
    await known.types("/portrait oil 4")
    assert "One picture is not shown" in text_of(await stage.draw(withheld=1))


async def test_every_button_of_a_result_fits_and_answers(stage, known):
    """Pressed in turn, weeks later: none may end in an error."""
    await known.types("/portrait oil")
    album = await stage.draw()
    assert {"again", "like", "restyle", "form", "closer", "bolder", "talk", "fav", "files"} <= set(verbs_of(album))
    for one in buttons_of(album):
        assert len(one.action.encode()) <= 64
        assert "no longer works" not in text_of(await known.presses(one.action))


async def test_every_view_survives_the_outbox(stage, known):
    """Views wait as JSON; what comes out is what went in."""
    await known.types("/portrait")
    await known.types("/portrait oil")
    await stage.draw()
    await known.types("/gallery")
    kinds = {view.kind for view in stage.seen}
    assert {"text", "choice", "progress", "pictures"} <= kinds
    for view in stage.seen:
        assert from_json(to_json(view)) == view


async def test_the_status_names_place_and_time(stage, known, bob):
    """Where in the queue, when about, and a way out."""
    await bob.teaches(photos=1)
    await known.types("/portrait oil")
    status = (await bob.types("/portrait oil"))[0]
    assert isinstance(status, Progress)
    assert "place 2 of 2" in status.text
    assert status.finish_at > stage.db.clock.now()
    assert status.finish_text.startswith("Ready in")
    assert [one.kind for one in buttons_of([status])] == ["danger"]


async def test_progress_counts_steps_and_time(stage, known):
    """The engine's numbers in words, and as a share for a bar."""
    await known.types("/portrait oil")
    job = await stage.claim("device")
    stage.db.clock.advance(30.0)
    async with stage.db.transaction() as tx:
        value = Step(stage="drawing", done=5, total=20, seconds_left=90.0)
        status = await ending.progress(tx, job, value, stage.deps)
    assert "making the picture, step 5 of 20" in status.text
    assert status.done == 0.25
    assert status.finish_at == int(stage.db.clock.now() + 90)
    assert status.finish_text == "Ready in about 2 minutes."


async def test_an_unknown_stage_still_reads_as_a_sentence(stage, known):
    """A newer engine may name stages this bot has no words for."""
    await known.types("/portrait oil")
    job = await stage.claim("device")
    async with stage.db.transaction() as tx:
        status = await ending.progress(tx, job, Step(stage="dreaming", done=1, total=2), stage.deps)
    assert "working, 1 of 2" in status.text


async def shown(run, job, seconds, name, done, total, left=None):
    """Let time pass, then report a step and write what is shown of it, as the job store does."""
    run.db.clock.advance(seconds)
    async with run.db.transaction() as tx:
        step = Step(stage=name, done=done, total=total, seconds_left=left)
        status = await ending.progress(tx, job, step, run.deps)
        await outgoing.progress(tx, [status], job)
    return status


async def test_the_bar_never_goes_back_and_the_time_is_never_over_before_the_work(stage, known):
    """Each stage counts from nothing again; a person sees one job."""
    await known.types("/portrait oil")
    job = await stage.claim("device")
    steps = [
        await shown(stage, job, 0.0, "starting", 0, 1),
        await shown(stage, job, 10.0, "drawing", 19, 20, 0.0),
        await shown(stage, job, 1.0, "drawing", 20, 20, 0.0),
        await shown(stage, job, 1.0, "finishing", 0, 4, 600.0),
        await shown(stage, job, 300.0, "finishing", 4, 4, 0.0),
    ]
    bars = [status.done for status in steps]
    assert bars == sorted(bars)
    assert bars[-1] < 1.0
    assert all(status.finish_text for status in steps)
    ends = [status.finish_at for status in steps]
    assert ends[0] == int(stage.db.clock.now() - 312.0 + 60.0)  # from the first second, by the operator's estimate
    assert ends[-1] > stage.db.clock.now()


async def test_the_time_is_learnt_from_what_past_jobs_took_here(stage, known):
    """On this machine a picture takes five seconds, whatever the estimate says."""
    await known.types("/portrait oil 4")
    await stage.draw(seconds=20.0)
    status = (await known.types("/portrait oil 2"))[0]
    assert status.finish_at == int(stage.db.clock.now() + 10.0)


async def test_progress_carries_its_stage_and_its_picture(stage, known):
    """Front ends edit when the stage changes, and show the picture while it forms."""
    await known.types("/portrait oil")
    job = await stage.claim("device")
    async with stage.db.transaction() as tx:
        value = Step(stage="drawing", done=1, total=2, preview=Media("abc").path)
        status = await ending.progress(tx, job, value, stage.deps)
        assert (status.stage, status.preview) == ("drawing", "abc")
        assert (await ending.progress(tx, job, replace(value, preview=None), stage.deps)).preview is None


async def test_a_photo_has_no_progress_of_its_own(stage, ann):
    """Its verdict is there within two seconds; a bar would only flicker."""
    await ann.agrees()
    await ann.sends()
    job = await stage.claim("look")
    async with stage.db.transaction() as tx:
        assert await Rendering(stage.deps).progressed(tx, job, Step(stage="looking", done=0, total=1)) == []


async def test_the_answer_keeps_the_language_it_was_asked_in(stage):
    """A result may come an hour later; it speaks as the question did."""
    ann = stage.person("ann", locale="es")
    await ann.teaches(photos=1)
    await ann.types("/portrait oil")
    job = (await stage.jobs())[0]
    assert job.locale == stage.deps.translator.match("es")


async def test_a_cancelled_training_is_no_failure(stage, ann):
    """The owner knows why it ended."""
    await ann.agrees()
    await ann.sends()
    await stage.look()
    status = (await ann.types("/train"))[1]
    job = await stage.claim("device")
    await ann.presses(action_of([status], "cancel"))
    async with stage.db.transaction() as tx:
        _, views = await ending.fail(tx, job, JobCancelledError(), Rendering(stage.deps))
    assert text_of(views) == f"Job {job.own} is cancelled. It does not count towards your limit."
    assert (await stage.face()).state == "collecting"


async def test_an_own_photo_is_called_that_and_no_likeness_is_told(stage, known):
    """A photo is like the person on it whatever was learnt; the drawn pictures above are the control."""
    await known.types("/portrait oil 2 7")
    album = (await stage.draw(source="photo", photo=1))[0]
    assert [item.caption for item in album.items] == [
        "1. your photo in a new light",
        "2. your photo in a new light",
    ]
    assert "AI-edited · job" in album.text
    assert "%" not in album.text
    assert "AI-generated" not in "".join([album.text, *(item.alt for item in album.items)])
    assert "mien" in verbs_of([album])
    assert "closer" not in verbs_of([album])


async def test_a_photo_with_few_pixels_is_said_to_be_soft(stage, known):
    """A large picture of a small face promises more than it shows; a photo with enough pixels is the control."""
    await known.types("/portrait oil 1")
    assert "few pixels" not in text_of(await stage.draw(source="photo", enlarged=1.2))
    await known.types("/portrait oil 1")
    assert "few pixels" in text_of(await stage.draw(source="photo", enlarged=3.0))


async def test_a_framing_the_photos_cannot_give_is_said(stage, known):
    """Who asks for half of themselves and gets a head is told why; a photo that shows as much is the control."""
    await known.types("/portrait oil 1")
    assert "less of you" not in text_of(await stage.draw(source="photo"))
    await known.types("/portrait oil 1")
    assert "less of you" in text_of(await stage.draw(source="photo", tighter=True))


def test_the_ending_of_a_job_is_written_once():
    """Two copies of it drift apart: what a test stage ended by itself passed, and broke in a chat."""
    rooms = [Path(room.__file__).parent for room in (bot, handlers, storage)]
    files = [file for room in (*rooms, Path(__file__).parent) for file in room.rglob("*.py")]
    sources = [file for file in files if file != Path(__file__)]
    ended = re.compile(r'move\(\s*tx,[^,]+,\s*"rendered"')
    assert [file.name for file in sources if ended.search(file.read_text("utf-8"))] == ["ending.py"]
    kinds_named = re.compile(r'kind ==|kind in \(|"enrol"')
    assert [f.name for f in rooms[2].rglob("*.py") if kinds_named.search(f.read_text("utf-8"))] == []


async def test_a_field_a_result_does_not_have_is_an_error_before_anybody_sees_it(stage, known):
    """What the stage answers is the engine's own type, so a field renamed there fails here and not in a chat."""
    await known.types("/portrait oil 1")
    job = await stage.claim("device")
    with pytest.raises(MalformedError, match="pictures"):
        from_row(Portraits, {"style": "oil", "base": "pocket", "style_weight": 0.25, "face_weight": 1.0, "images": []})
    async with stage.db.transaction() as tx:
        with pytest.raises(AttributeError):
            await stage.finish(tx, job, Spoken(file=Media("a").path, voice="en-anna", seconds=1.0))
