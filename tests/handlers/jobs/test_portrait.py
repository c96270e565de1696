"""/portrait, and every button that draws again."""

from __future__ import annotations

import pytest

from handlers.policy import Limits
from storage import audit
from storage.vault import Vault
from tests.handlers.drawing import sends_with
from tests.handlers.stage import SEED, Stage, action_of, text_of, verbs_of


@pytest.fixture
async def known(ann):
    """Somebody whose face is learnt."""
    await ann.teaches(photos=1)
    return ann


async def newest(stage) -> dict:
    """Return the request of the newest job."""
    return (await stage.jobs())[0].request


async def test_the_request_says_what_was_asked_for(stage, known):
    """Style, count, seed and both weights reach the engine as typed."""
    await known.types("/portrait oil 3 77 face=1.1 strength=0.4")
    request = await newest(stage)
    assert request["identity"] == f"identity:{(await stage.face()).id}"
    wanted = {"style": "oil", "count": 3, "seed": 77, "face_weight": 1.1, "style_weight": 0.4}
    assert {name: request[name] for name in wanted} == wanted


async def test_nothing_said_means_the_defaults(stage, known):
    """Four pictures, a fresh seed, the style's own weights."""
    await known.types("/portrait oil")
    request = await newest(stage)
    assert request["count"] == 4
    assert request["seed"] > SEED
    assert request["style_weight"] is None


async def test_no_style_is_a_question_with_buttons(known):
    """/portrait alone offers styles; the last button turns the page when there are more."""
    asked = await known.types("/portrait")
    assert verbs_of(asked) == ["portrait"] * 6
    assert (await known.presses(action_of(asked, "portrait")))[0].kind == "progress"


async def test_an_unknown_style_offers_the_closest_names(stage, known):
    """A typing mistake costs one press."""
    offered = await known.types("/portrait cyberia")
    assert "Did you mean `cyberpunk`?" in text_of(offered)
    assert (await known.presses(action_of(offered, "portrait")))[0].kind == "progress"
    assert "/styles shows all" in text_of(await known.types("/portrait zzz"))


async def test_again_draws_the_same_with_a_new_seed(stage, known):
    """The command and the button do the same."""
    await known.types("/portrait oil 2 5")
    album = await stage.draw()
    await known.presses(action_of(album, "again"))
    first = await newest(stage)
    await known.types("/again")
    second = await newest(stage)
    assert (first["style"], first["count"]) == (second["style"], second["count"]) == ("oil", 2)
    assert len({5, first["seed"], second["seed"]}) == 3


async def test_more_like_the_best_varies_its_seed(stage, known):
    """The best picture's noise with a share of fresh noise."""
    await known.types("/portrait oil 2 5")
    album = await stage.draw()
    await known.presses(action_of(album, "like"))
    request = await newest(stage)
    assert request["seed"] == 5
    assert 0 < request["variation"] < 1


async def test_another_style_keeps_the_seed_and_takes_its_own_weights(stage, known):
    """Same composition, other look."""
    await known.types("/portrait oil 2 5 strength=0.9")
    album = await stage.draw()
    asked = await known.presses(action_of(album, "restyle"))
    await known.presses(action_of(asked, "style"))
    request = await newest(stage)
    assert (request["style"], request["seed"], request["style_weight"]) == ("cyberpunk", 5, None)


@pytest.mark.parametrize(
    ("verb", "weight", "before"), [("closer", "face_weight", 1.0), ("bolder", "style_weight", 0.25)]
)
async def test_a_balance_button_moves_one_weight_and_nothing_else(stage, known, verb, weight, before):
    """Same seeds, same style, one step; the steps end with advice."""
    await known.types("/portrait oil 2 5")
    album = await stage.draw()
    last = before
    for _ in range(20):
        answer = await known.presses(action_of(album, verb))
        if answer[0].kind == "text":
            break
        request = await newest(stage)
        assert request[weight] > last
        assert (request["style"], request["seed"], request["count"]) == ("oil", 5, 2)
        last = request[weight]
        album = await stage.draw()
    assert "already has its full weight" in text_of(answer)


async def test_a_style_removed_since_is_said_and_others_are_offered(stage, known):
    """The operator took a style away; its old buttons still answer."""
    await known.types("/portrait cyberpunk")
    album = await stage.draw()
    stage.styles.remove("cyberpunk")
    assert "no style" in text_of(await known.presses(action_of(album, "again")))
    assert "CYBERPUNK" not in text_of(await known.types("/gallery"))


async def test_a_deleted_result_can_be_drawn_again_but_not_varied(stage, known):
    """Its wish is still known, its pictures are not."""
    await known.types("/portrait oil")
    assert "nothing to make again" not in text_of(await known.types("/again"))
    await stage.fail("device", "worker-died")
    number = (await stage.jobs())[-1].number
    assert "You have no job" in text_of(await known.presses(f"v1:like:{number}"))


async def test_before_the_first_portrait_there_is_nothing_to_repeat(known):
    """/again says what to do instead."""
    assert "Make the first with /portrait" in text_of(await known.types("/again"))


async def test_a_day_has_an_end(stage, db, tmp_path):
    """Device seconds are reserved with the job, so the limit cannot be outrun by typing fast."""
    limits = Limits(burst=1000.0, seconds_per_day=100.0, training_seconds=10.0, picture_seconds=20.0)
    small = Stage(db, Vault.open(tmp_path), limits=limits)
    ann = small.person("ann")
    await ann.teaches(photos=1)
    assert (await ann.types("/portrait oil 4"))[0].kind == "progress"
    refused = await ann.types("/portrait oil 4")
    assert "used today's computing time" in text_of(refused)
    small.db.clock.advance(24 * 3600 + 1)
    assert (await ann.types("/portrait oil 4"))[0].kind == "progress"


async def test_a_cancelled_job_costs_nothing(stage, db, tmp_path):
    """What was reserved comes back."""
    limits = Limits(burst=1000.0, seconds_per_day=100.0, training_seconds=10.0, picture_seconds=20.0)
    small = Stage(db, Vault.open(tmp_path), limits=limits)
    ann = small.person("ann")
    await ann.teaches(photos=1)
    await ann.types("/portrait oil 4")
    await ann.types("/cancel")
    assert (await ann.types("/portrait oil 4"))[0].kind == "progress"


async def test_a_queue_has_an_end_per_person(stage, known):
    """Six waiting jobs are enough; somebody else may still ask."""
    for _ in range(stage.deps.limits.queued_jobs):
        await known.types("/portrait oil")
    assert "already have 6 jobs waiting" in text_of(await known.types("/portrait oil"))
    bob = stage.person("bob")
    await bob.agrees()
    await bob.sends()
    await stage.look()
    assert (await bob.types("/train"))[1].kind == "progress"


async def test_a_paused_bot_takes_no_new_jobs_and_says_so(stage, known):
    """Maintenance: photos are still looked at, nothing is lost."""
    async with stage.db.transaction() as tx:
        await audit.note(tx, "operator", "pause")
    assert "short break" in text_of(await known.types("/portrait oil"))
    await known.sends()
    assert "2 usable" in text_of(await stage.look())


async def test_again_draws_with_what_was_changed_and_keeps_the_rest(stage):
    """The form of a result, or typed: another style brings its own weights unless they are named."""
    ann = stage.person()
    await ann.teaches()
    await ann.types("/portrait noir 3 seed=7 face=1.1")
    await stage.draw()
    first = (await stage.jobs())[0]
    await ann.types("/again", job=str(first.own), style="oil", seed="7")
    changed = (await stage.jobs())[0].request
    assert (changed["style"], changed["count"], changed["seed"], changed["face_weight"]) == ("oil", 3, 7, None)
    await ann.types("/again", job=str(first.own), count="1", face="1.2")
    changed = (await stage.jobs())[0].request
    assert (changed["style"], changed["count"], changed["face_weight"]) == ("noir", 1, 1.2)


async def test_what_to_change_is_asked_and_answered_in_words(stage, known):
    """The same button opens a form on Discord and on the page; nobody has to know how a command is typed."""
    await known.types("/portrait oil 2")
    number = (await newest_job(stage)).number
    await stage.draw()
    [question] = await known.presses(f"v1:form:again:{number}")
    assert question.ask
    assert "=" not in question.text + question.ask
    assert [one.name for one in question.fields][:3] == ["style", "count", "expression"]
    await known.says("noir, with a smile, three pictures")
    wish = await newest(stage)
    assert (wish["style"], wish["expression"], wish["count"]) == ("noir", "smile", 3)
    assert await known.presses("v1:form:ban:7") == await known.presses("v1:form:nothing:7")


async def test_an_answer_nobody_understands_is_asked_again(stage, known):
    """And whoever does something else meanwhile is not held to the question."""
    await known.types("/portrait oil 2")
    number = (await newest_job(stage)).number
    await known.presses(f"v1:form:again:{number}")
    assert "what to change" in text_of(await known.says("hmm well"))
    await known.presses(f"v1:form:again:{number}")
    await known.types("/help")
    assert "what to change" not in text_of(await known.says("hmm well"))


async def newest_job(stage):
    return (await stage.jobs())[0]


async def test_the_canvas_is_told_by_name_and_nothing_else_changes(stage, known):
    """Expression, framing, shape, scene and who draws reach the engine; a style of two words still is one."""
    await known.types("/portrait snow queen expression=Smile framing=half shape=9:16 scene=forest draw=canvas 2")
    request = await newest(stage)
    wanted = {"style": "snow-queen", "expression": "smile", "framing": "half", "shape": "9:16", "count": 2}
    assert {name: request[name] for name in wanted} == wanted
    assert (request["scene"], request["draw"], request["scene_picture"]) == ("forest", "canvas", None)


async def test_a_value_no_canvas_has_is_answered_with_those_it_has(stage, known):
    """A typing mistake must not become a picture without a smile."""
    before = await stage.jobs()
    said = text_of(await known.types("/portrait oil expression=smirk"))
    assert "as-is, smile, serious, surprised" in said
    assert await stage.jobs() == before


async def test_a_picture_with_the_command_stands_behind_the_person(stage, known):
    """It is kept like any picture of strangers: for an hour after the drawing, so that "Again" finds it."""
    await sends_with(known, "portrait", style="oil")
    request = await newest(stage)
    assert request["scene_picture"].startswith("media:")
    await stage.draw()
    await known.types("/again")
    assert (await newest(stage))["scene_picture"] == request["scene_picture"]


async def test_another_expression_keeps_photos_light_and_scene(stage, known):
    """The button changes the face alone; a forged one changes nothing."""
    await known.types("/portrait oil 2 7 scene=forest")
    await stage.draw(source="photo")
    job, *before = await stage.jobs()
    await known.presses(f"v1:mien:{job.number}:smile")
    request = await newest(stage)
    assert (request["expression"], request["seed"], request["scene"]) == ("smile", 7, "forest")
    await stage.draw(source="photo")
    await known.presses(f"v1:mien:{job.number}:grin")
    assert len(await stage.jobs()) == len(before) + 2
