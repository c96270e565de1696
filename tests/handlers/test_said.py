"""What happens after a sentence: the picture it asks for, or buttons, and never a lesson in syntax."""

from __future__ import annotations

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
