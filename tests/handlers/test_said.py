"""What happens after a sentence: the picture it asks for, or buttons, and never a lesson in syntax."""

from __future__ import annotations

from handlers.events import SentFile
from tests.handlers.stage import action_of, buttons_of, text_of, verbs_of


async def test_a_sentence_with_a_style_draws_it(stage, ann):
    """ "cyberpunk please" is how people ask."""
    await ann.teaches(photos=1)
    await ann.says("cyberpunk please, with a smile")
    wish = (await stage.jobs())[0].request
    assert (wish["style"], wish["expression"]) == ("cyberpunk", "smile")


async def test_what_could_not_be_used_is_said(stage, ann):
    """A picture without the umbrella is no surprise then."""
    await ann.teaches(photos=1)
    assert "umbrella" in text_of(await ann.says("cyberpunk with a golden umbrella"))
    assert "umbrella" not in text_of(await ann.says("cyberpunk"))


async def test_a_command_takes_a_sentence_too(stage, ann):
    """The menu types the command for people; what follows is in their own words."""
    await ann.teaches(photos=1)
    await ann.types("/portrait film please, close up")
    wish = (await stage.jobs())[0].request
    assert (wish["style"], wish["framing"]) == ("film", "close")


async def test_several_styles_are_offered_and_what_was_said_goes_along(stage, ann):
    """The choice is one press, and the smile is not lost by it."""
    await ann.teaches(photos=1)
    offered = await ann.says("oil or noir, smiling")
    assert {one.action for one in buttons_of(offered)} >= {"v1:portrait:oil", "v1:portrait:noir"}
    await ann.presses("v1:portrait:noir")
    wish = (await stage.jobs())[0].request
    assert (wish["style"], wish["expression"]) == ("noir", "smile")
    await ann.presses("v1:portrait:oil")
    assert (await stage.jobs())[0].request["expression"] == "as-is"


async def test_once_more_draws_the_last_one_again(stage, ann):
    """Without a button, in words."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil")
    await stage.draw()
    await ann.says("noch eins")
    first, second = (await stage.jobs())[1].request, (await stage.jobs())[0].request
    assert first["style"] == second["style"] == "oil"
    assert first["seed"] != second["seed"]


async def test_a_wish_without_a_style_changes_the_last_picture(stage, ann):
    """ "with a smile" is said of the picture above."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil")
    await stage.draw()
    await ann.says("serious please")
    wish = (await stage.jobs())[0].request
    assert (wish["style"], wish["expression"]) == ("oil", "serious")


async def test_a_word_in_a_sentence_that_is_not_understood_draws_nothing_by_itself(stage, ann):
    """ "Are you serious?" is no order for a serious portrait, which would cost a minute; it is one press away."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil")
    await stage.draw()
    offered = await ann.says("are you serious?")
    assert len([job for job in await stage.jobs() if job.kind == "portrait"]) == 1
    await ann.presses(action_of(offered, "portrait"))
    wish = (await stage.jobs())[0].request
    assert (wish["style"], wish["expression"]) == ("oil", "serious")


async def test_erasing_in_words_asks_first(stage, ann):
    """Understood or not, nothing is erased by a sentence."""
    await ann.teaches(photos=1)
    assert verbs_of(await ann.says("delete everything")) == ["forget", "keep"]
    assert await stage.face() is not None


async def test_thanks_get_an_answer(stage, ann):
    """And the next picture is one press away."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil")
    await stage.draw()
    assert action_of(await ann.says("thanks!"), "again")


async def test_who_was_not_understood_gets_buttons(stage, ann):
    """No syntax: nothing in the answer has to be typed."""
    await ann.teaches(photos=1)
    answer = await ann.says("so what do you think about the weather")
    assert verbs_of(answer) == ["portrait"] * 3 + ["styles"]
    assert "/" not in text_of(answer)


async def test_before_a_face_is_known_the_missing_step_is_said(stage, ann):
    """Whoever asks for a portrait first learns what comes first."""
    await ann.agrees()
    assert "do not know your face" in text_of(await ann.says("draw me as a pirate, oil"))


async def drawn(stage, ann, line="/portrait oil"):
    """Ann's first portrait."""
    await ann.teaches(photos=1)
    await ann.types(line)
    return await stage.draw()


async def test_one_more_is_one_and_two_more_are_two(stage, ann):
    """Four where one was asked for cost four times the wait."""
    await drawn(stage, ann)
    for line, count in (("noch eins", 1), ("one more please", 1), ("two more", 2), ("zwei Bilder", 2)):
        await ann.says(line)
        wish = (await stage.jobs())[0].request
        assert (wish["style"], wish["count"]) == ("oil", count), line
        await ann.types("/cancel")


async def test_a_number_and_a_style_draw_as_many(stage, ann):
    """And more than can be made at once is said, not silently less."""
    await ann.teaches(photos=1)
    assert "at most" not in text_of(await ann.says("draw three noir pictures"))
    assert (await stage.jobs())[0].request["count"] == 3
    assert "at most 10 pictures" in text_of(await ann.says("20 pictures in oil"))
    assert (await stage.jobs())[0].request["count"] == 10


async def test_a_scene_that_does_not_exist_is_refused_at_once_with_near_names(stage, ann):
    """After the queue it would have cost a wait; each near name is one press away, with all else that was said."""
    await ann.teaches(photos=1)
    refused = await ann.types("/portrait oil 2 scene=forrest")
    assert "no scene" in text_of(refused)
    assert [job.kind for job in await stage.jobs()].count("portrait") == 0
    assert "v1:scene:forest" in [one.action for one in buttons_of(refused)]
    await ann.presses("v1:scene:forest")
    wish = (await stage.jobs())[0].request
    assert (wish["style"], wish["count"], wish["scene"]) == ("oil", 2, "forest")


async def test_a_scene_by_another_word_is_that_scene(stage, ann):
    """A beach is by the sea, and its name needs no capital letters."""
    await ann.teaches(photos=1)
    for typed, name in (("beach", "sea"), ("Forest", "forest"), ("neon street", "neon_street")):
        await ann.types("/portrait oil", scene=typed)
        assert (await stage.jobs())[0].request["scene"] == name


async def captioned(stage, ann, words):
    """A photo with words under it."""
    return await stage.handle(SentFile(who=ann.who, media=await ann.uploads(), mime="image/jpeg", caption=words))


async def test_a_photo_with_a_wish_as_its_caption_is_that_wish(stage, ann):
    """It stands behind the person, and is said to; without a known face it is a selfie first."""
    await ann.agrees()
    first = await stage.handle(
        SentFile(who=ann.who, media=await ann.uploads(), mime="image/jpeg", caption="oil please")
    )
    assert "as a selfie first" in text_of(first)
    await stage.look()
    await ann.types("/train")
    await stage.learn()
    views = await stage.handle(
        SentFile(who=ann.who, media=await ann.uploads(), mime="image/jpeg", caption="oil please")
    )
    assert "behind you" in text_of(views)
    wish = (await stage.jobs())[0].request
    assert wish["style"] == "oil"
    assert wish["scene_picture"]


async def test_a_photo_with_any_other_caption_is_a_selfie(stage, ann):
    """The control: words under a photo are mostly about the photo."""
    await ann.teaches(photos=1)
    await captioned(stage, ann, "me yesterday at the oil museum")
    assert (await stage.jobs())[0].kind == "inspect"
