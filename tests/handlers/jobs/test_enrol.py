"""Selfies, verdicts, corrections, training."""

from __future__ import annotations

import pytest

from engine.requests import from_json
from engine.tasks.inspect.request import InspectPhoto, PhotoProblem
from handlers.jobs import job_kinds
from handlers.policy import Limits
from storage import identities, selfies
from storage.vault import Vault
from tests.handlers.stage import LOOKS, Stage, action_of, buttons_of, text_of, verbs_of

MAN = {**LOOKS, "gender": "man"}


@pytest.mark.parametrize("problem", sorted(set(PhotoProblem) - {PhotoProblem.OTHER_PERSON}))  # see test_majority
async def test_a_refused_photo_gets_its_reason_and_is_not_learnt_from(stage, ann, problem):
    """Each of the bad inputs: one sentence that says what to try, and the collection goes on."""
    await ann.agrees()
    await ann.sends()
    verdict = await stage.look(problem=str(problem), looks=None)
    assert stage.deps.translator.say("en", f"photo-{problem}") in text_of(verdict)
    assert "none usable yet" in text_of(verdict)
    assert "done" not in verbs_of(verdict)
    await ann.sends()
    assert "1 usable" in text_of(await stage.look())


@pytest.mark.parametrize(("problem", "sentence"), [("too-large", "photo-too-large"), ("disk-full", "error-disk-full")])
async def test_a_file_that_never_arrived_is_explained(stage, ann, problem, sentence):
    """The platform or the disk refused it before anybody could look."""
    await ann.agrees()
    views = await ann.sends(media=None, problem=problem)
    assert text_of(views) == stage.deps.translator.say("en", sentence)
    assert await stage.jobs() == []


async def test_a_photo_whose_inspection_failed_is_asked_for_again(stage, ann):
    """The worker died over it: not the person's fault, and said so."""
    await ann.agrees()
    await ann.sends()
    assert "could not look at this photo" in text_of(await stage.fail("look", "worker-died"))
    await ann.sends()
    reason = await stage.fail("look", "bad-photo", reason="broken")
    assert "arrived damaged" in text_of(reason)


async def test_one_photo_is_enough_and_the_bot_is_honest_about_it(stage, ann):
    """One selfie may be all somebody has; they learn what five would give."""
    await ann.agrees()
    await ann.sends()
    verdict = await stage.look()
    assert "with 5 or more the likeness is much better" in text_of(verdict)
    thanks, _ = await ann.presses(action_of(verdict, "done"))
    assert "only one photo" in thanks.text
    assert "only one photo" in text_of(await stage.learn())


async def test_five_photos_get_no_more_advice(stage, ann):
    """Enough is enough."""
    await ann.agrees()
    for _ in range(5):
        await ann.sends()
        verdict = await stage.look()
    assert "enough for a good likeness" in text_of(verdict)
    thanks, _ = await ann.types("/train")
    assert "only" not in thanks.text


async def test_what_was_understood_is_shown_and_can_be_corrected(stage, ann):
    """The trigger word of the training comes from it, so a wrong guess spoils every portrait."""
    await ann.agrees()
    await ann.sends()
    verdict = await stage.look(looks=MAN)
    assert "a man" in text_of(verdict)
    asked = await ann.presses(action_of(verdict, "looks"))
    woman = next(one for one in buttons_of(asked) if one.label == "Woman")
    older = next(one for one in buttons_of(asked) if one.label == "40 or over")
    await ann.presses(woman.action)
    assert "**a woman aged 40 or over**" in text_of(await ann.presses(older.action))
    await ann.sends()
    assert "**a woman aged 40 or over**" in text_of(await stage.look(looks=MAN))
    await ann.types("/train")
    request = (await stage.jobs())[0].request
    assert (request["gender"], request["age_band"]) == ("woman", "mature")


async def test_nobody_has_to_be_a_man_or_a_woman(stage, ann):
    """The third choice is learnt as the person's own word, and no photo overrules it."""
    await ann.agrees()
    await ann.sends()
    asked = await ann.presses(action_of(await stage.look(looks=MAN), "looks"))
    neutral = next(one for one in buttons_of(asked) if one.label == "No preference")
    pressed = await ann.presses(neutral.action)
    assert "**a person**" in text_of(pressed)
    assert "✓ No preference" in [one.label for one in buttons_of(pressed)]
    await ann.sends()
    assert "**a person**" in text_of(await stage.look(looks=MAN))
    await ann.types("/train")
    assert (await stage.jobs())[0].request["gender"] == "person"


async def test_without_a_correction_the_engine_decides(stage, ann):
    """No guess of ours is passed off as the owner's word."""
    await ann.agrees()
    await ann.sends()
    await stage.look()
    await ann.types("/train")
    request = (await stage.jobs())[0].request
    assert (request["gender"], request["age_band"]) == (None, None)


async def test_a_correction_after_training_can_be_learnt(stage, ann):
    """Done works again once there is something new to learn."""
    await ann.teaches(photos=1)
    stage.db.clock.advance(60)
    asked = await ann.types("/me")
    corrected = await ann.presses(action_of(asked, "correct"))
    assert "learn your face again" in text_of(corrected)
    assert (await ann.presses(action_of(corrected, "done")))[1].kind == "progress"


async def test_a_pattern_of_under_age_photos_stops_the_training(stage, ann):
    """Only adults are drawn; one doubtful photo among many good ones is merely left out."""
    await ann.agrees()
    await ann.sends()
    await stage.look()
    await ann.sends()
    verdict = await stage.look(problem="under-age", looks=None)
    assert "only make portraits of adults" in text_of(verdict)
    assert "done" not in verbs_of(verdict)
    assert "look under 18" in text_of(await ann.types("/train"))
    await ann.sends()
    await stage.look()
    assert (await ann.types("/train"))[1].kind == "progress"


async def test_an_admin_can_vouch_for_somebody_the_age_check_refuses(stage, ann):
    """The look at their photos and the training are told so, the audit shows it, and it can be taken back."""
    root = Stage(stage.db, stage.vault, admins=frozenset({"fake:root"})).person("root")
    await ann.agrees()
    await ann.sends()
    await stage.look()
    await ann.sends()
    await stage.look(problem="under-age", looks=None)
    assert "look under 18" in text_of(await ann.types("/train"))
    assert "as an adult" in text_of(await root.types("/adult fake:ann"))
    assert "adult" in text_of(await root.types("/audit"))
    await ann.sends()
    assert [job.request["vouched"] for job in await stage.jobs()].count(True) == 1
    await stage.look()
    assert (await ann.types("/train"))[1].kind == "progress"
    assert next(job for job in await stage.jobs() if job.kind == "enrol").request["vouched"]
    assert "decides for" in text_of(await root.types("/adult fake:ann off"))
    assert "no /adult" in text_of(await ann.types("/adult fake:ann"))  # nobody vouches for themselves


async def test_photos_refused_for_age_are_told_to_the_next_look(db, stage, ann):
    """Several photos of one person decide together: the score and whose it was go along, sealed until then."""
    await ann.agrees()
    await ann.sends()
    await stage.look(problem="under-age", looks={**MAN, "grown": -2.5})
    await ann.sends()
    job = await stage.claim("look")
    kind = job_kinds()[job.kind]
    async with db.transaction() as tx:
        unseal = await stage.vault.unsealing(tx, job.account)
        request = await kind.known(tx, job, from_json(InspectPhoto, job.request), unseal)
    assert [(one.grown, len(one.embedding)) for one in request.scores] == [(-2.5, 128)]
    assert "-2.5" not in str(job.request)


async def test_there_is_an_end_to_photos(stage, db, tmp_path):
    """A face has room for so many; the answer says how to go on."""
    small = Stage(db, Vault.open(tmp_path), limits=Limits(photos_most=2))
    ann = small.person("ann")
    await ann.agrees()
    for _ in range(2):
        await ann.sends()
    full = await ann.sends()
    assert "the most I can take" in text_of(full)
    assert verbs_of(full) == ["done"]
    assert len(await small.jobs()) == 2


async def test_a_long_album_shows_the_newest_verdicts(stage, ann):
    """A message has an end; the counter still counts everything."""
    await ann.agrees()
    for _ in range(12):
        await ann.sends()
    for _ in range(12):
        verdict = await stage.look()
    assert "12 usable" in text_of(verdict)
    assert "and 2 photos before that" in text_of(verdict)
    assert text_of(verdict).count("✓") == 10


async def test_a_training_that_failed_can_be_tried_again(stage, ann):
    """The photos are still there; the failure message carries the button."""
    await ann.agrees()
    await ann.sends()
    await stage.look()
    await ann.types("/train")
    failure = await stage.fail("device", "out-of-memory")
    assert "ran out of memory" in text_of(failure)
    assert (await ann.presses(action_of(failure, "done")))[1].kind == "progress"


async def test_more_photos_after_a_failed_training_go_to_the_same_face(stage, ann):
    """Nothing has to be sent twice."""
    await ann.agrees()
    await ann.sends()
    await stage.look()
    await ann.types("/train")
    await stage.fail("device", "worker-died")
    await ann.sends()
    assert "2 usable" in text_of(await stage.look())


async def test_verdicts_on_a_face_erased_meanwhile_say_nothing(stage, ann):
    """/forget while a photo is looked at must not bring anything back."""
    await ann.agrees()
    await ann.sends()
    job = await stage.claim("look")
    face = await stage.face()
    async with stage.db.transaction() as tx:
        await identities.remove(tx, face.id, job.account)
    async with stage.db.transaction() as tx:
        row = await tx.one("SELECT selfie FROM jobs WHERE id = ?", (job.id,))
    assert row["selfie"] is None


async def test_selfies_says_where_the_collection_stands(stage, ann):
    """The command at every stage of the way."""
    await ann.agrees()
    assert "Send me selfies" in text_of(await ann.types("/selfies"))
    await ann.sends()
    await stage.look()
    assert "1 usable" in text_of(await ann.types("/selfies"))
    await ann.types("/train")
    assert "right now" in text_of(await ann.types("/selfies"))
    await stage.learn()
    assert "making portraits in the meantime" in text_of(await ann.types("/selfies"))


async def test_start_says_where_the_person_stands(stage, ann):
    """Somebody who comes back after weeks types /start."""
    await ann.agrees()
    assert "Send me selfies" in text_of(await ann.types("/start"))
    await ann.sends()
    await stage.look()
    assert "one usable selfie" in text_of(await ann.types("/start"))
    await ann.types("/train")
    assert "still learning" in text_of(await ann.types("/start"))
    await stage.learn()
    assert verbs_of(await ann.types("/start")) == ["portrait"] * 4


async def test_tags_can_be_corrected_before_training(stage, ann):
    """A wrong "glasses" would be learnt as belonging to the face; the correction goes into the training."""
    await ann.agrees()
    await ann.sends()
    verdict = await stage.look()
    seen = await ann.presses(action_of(verdict, "looks"))
    assert "On your photos: glasses" in text_of(seen)
    wrong = next(one for one in buttons_of(seen) if one.action.endswith(":tag:glasses"))
    assert wrong.label == "✓ glasses"
    corrected = await ann.presses(wrong.action)
    again = next(one for one in buttons_of(corrected) if one.action.endswith(":tag:glasses"))
    assert again.label == "glasses"
    await ann.presses(next(one.action for one in buttons_of(corrected) if one.action.endswith(":tag:smiling")))
    await ann.types("/train")
    assert (await stage.claim("device")).request["tags"] == ["smiling"]


async def test_uncorrected_tags_are_left_to_the_training(stage, ann):
    """The control: nothing is sent along that nobody said."""
    await ann.agrees()
    await ann.sends()
    await stage.look()
    await ann.types("/train")
    assert (await stage.claim("device")).request["tags"] is None


async def test_two_people_on_as_many_photos_are_asked_about(stage, ann):
    """A training of the wrong one would cost minutes, and the owner's five right photos were refused before."""
    await ann.agrees()
    for problem, embedding in ((None, (0.5,) * 128), ("other-person", (0.6,) * 128)):
        await ann.sends()
        shown = await stage.look(problem=problem, embedding=embedding)
    asked = await ann.types("/train")
    for views in (shown, asked):
        assert "two people" in text_of(views)
        assert [one.label for one in buttons_of(views)] == ["Photo 1 is me", "Photo 2 is me"]
    face = await stage.face()
    await ann.presses(f"v1:iam:{face.id}:nobody")
    assert "two people" in text_of(await ann.types("/train"))
    answered = await ann.presses(buttons_of(asked)[1].action)
    assert "two people" not in text_of(answered)
    async with stage.db.reading() as rx:
        assert [one.accepted for one in await selfies.of(rx, face.id)] == [False, True]
    assert (await ann.types("/train"))[1].kind == "progress"
