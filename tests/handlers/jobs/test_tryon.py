"""/tryon: clothes are found, corrected, and worn; said honestly what is drawn anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers import awaiting_photo
from handlers.views import Failure, Pictures, Progress
from storage import media
from storage.retention import Retention, tidy
from tests.handlers.drawing import draws, sees_clothes, sends_with
from tests.handlers.stage import action_of, buttons_of, text_of, verbs_of


@pytest.fixture
async def known(ann):
    """Somebody whose face is learnt."""
    await ann.teaches(photos=1)
    return ann


@pytest.fixture
async def dressed(known):
    """The same, with two garments found in a picture."""
    await sends_with(known, "tryon")
    await sees_clothes(known.stage)
    return known


async def newest(stage):
    return (await stage.jobs())[0]


async def kept(stage, path) -> bool:
    async with stage.db.reading() as rx:
        return await media.find(rx, path.removeprefix("media:")) is not None


async def test_clothes_are_shown_before_anything_is_drawn(stage, known):
    """What stays, what is drawn anew, and what this base leaves as it is."""
    await sends_with(known, "tryon")
    [shown] = await sees_clothes(stage)
    assert isinstance(shown, Pictures)
    assert "✓ 1. top" in shown.text
    assert "Made new: face and skin." in shown.text
    assert "Stays as in the picture: body and background." in shown.text
    assert verbs_of([shown]) == ["wear", "backdrop", "garment", "garment", "mend", "mend"]


async def test_what_is_shown_is_drawn_with_ones_own_face(stage, dressed):
    """One press from the preview to the drawing."""
    look = await newest(stage)
    [status] = await dressed.presses(f"v1:wear:{look.number}")
    assert isinstance(status, Progress)
    request = (await newest(stage)).request
    assert request["identity"] == f"identity:{(await stage.face()).id}"
    assert (request["garment"], request["background"]) == (look.request["photo"], "keep")


async def test_a_garment_is_dropped_and_kept_again(stage, dressed):
    """Each change is looked at anew, so the picture shows what will be drawn."""
    look = await newest(stage)
    await dressed.presses(f"v1:garment:{look.number}:2")
    assert (await newest(stage)).request["keep"] == [1]
    [shown] = await sees_clothes(stage)
    assert "✗ 2." in shown.text
    assert (
        "one garment has to stay"
        in text_of(await dressed.presses(f"v1:garment:{(await newest(stage)).number}:1")).lower()
    )
    await dressed.presses(f"v1:garment:{(await newest(stage)).number}:2")
    assert (await newest(stage)).request["keep"] == [1, 2]


async def test_clothes_are_chosen_from_pictures(stage, known):
    """Who has no picture of clothes at hand picks some: what is looked at is the program's own file, no upload."""
    stage.deps = replace(stage.deps, garments=("red", "black"))
    asked = await known.types("/tryon")
    [gallery] = await known.presses(action_of(asked, "wardrobe"))
    assert [item.media for item in gallery.items] == ["garment:red", "garment:black"]
    assert gallery.items[0].caption == "Red T-shirt · AI-generated"
    [status] = await known.presses(action_of([gallery], "dress"))
    assert isinstance(status, Progress)
    assert (await newest(stage)).request["photo"] == "garment:red"
    await sees_clothes(stage)
    look = await newest(stage)
    await known.presses(f"v1:wear:{look.number}")
    assert (await newest(stage)).request["garment"] == "garment:red"
    await draws(stage)
    await known.presses(f"v1:clothes:{(await newest(stage)).number}")  # the program's file never expires


async def test_clothes_that_are_not_there_are_not_looked_at(stage, known):
    """A name in a button reaches no file; a bot without clothes offers none."""
    assert verbs_of(await known.types("/tryon")) == []
    stage.deps = replace(stage.deps, garments=("red",))
    before = len(await stage.jobs())
    assert "no longer works" in text_of(await known.presses("v1:dress:../secret"))
    assert len(await stage.jobs()) == before


@pytest.mark.parametrize(("sign", "add"), [("more", True), ("less", False)])
async def test_squares_say_what_is_missing_or_too_much(stage, dressed, sign, add):
    """Where no pointer reaches into a picture, squares are named; what was said before stays said."""
    await dressed.presses(f"v1:mend:{(await newest(stage)).number}:{sign}")
    assert (await newest(stage)).request["grid"] is True
    [squares] = await sees_clothes(stage)
    assert "F8" in squares.text
    await dressed.says("b3, A1")
    request = (await newest(stage)).request
    assert request["grid"] is False
    assert request["taps"] == [
        {"x": 0.25, "y": 0.3125, "add": add},
        {"x": 0.0833, "y": 0.0625, "add": add},
    ]
    await sees_clothes(stage)
    await dressed.presses(f"v1:mend:{(await newest(stage)).number}:{sign}")
    await sees_clothes(stage)
    await dressed.says("C1")
    assert len((await newest(stage)).request["taps"]) == 3


async def test_places_of_the_picture_can_be_tapped(stage, dressed):
    """Where a pointer reaches into it: each place turns into the other of what it is."""
    await dressed.presses(f"v1:tap:{(await newest(stage)).number}:250312:083999")
    request = (await newest(stage)).request
    [shown] = await sees_clothes(stage)
    assert shown.tap == f"v1:tap:{(await newest(stage)).number}"
    assert request["taps"] == [{"x": 0.25, "y": 0.312, "add": None}, {"x": 0.083, "y": 0.999, "add": None}]
    assert len(f"{shown.tap}" + ":999999" * 7) <= 64


@pytest.mark.parametrize("square", ["Z9", "A0", "G1", "A99"])
async def test_a_square_that_is_none_is_said(stage, dressed, square):
    """With the last one there is."""
    await dressed.presses(f"v1:mend:{(await newest(stage)).number}:more")
    await sees_clothes(stage)
    assert "last one is F8" in text_of(await dressed.says(square))


async def test_squares_written_too_early_are_asked_for_again(stage, dressed):
    """Looking takes a moment."""
    await dressed.presses(f"v1:mend:{(await newest(stage)).number}:more")
    assert "not ready yet" in text_of(await dressed.says("B3"))


async def test_words_that_are_no_squares_are_words(stage, dressed):
    """Somebody may have changed their mind."""
    await dressed.presses(f"v1:mend:{(await newest(stage)).number}:more")
    await sees_clothes(stage)
    await dressed.says("noir")
    assert (await newest(stage)).kind == "portrait"


async def test_a_background_is_chosen_from_the_presets(stage, dressed):
    """The answer draws."""
    [choice] = await dressed.presses(f"v1:backdrop:{(await newest(stage)).number}")
    beach = next(one.action for one in choice.options if one.label == "beach")
    await dressed.presses(beach)
    assert (await newest(stage)).request["background"] == "beach"


@pytest.mark.parametrize(
    ("line", "background", "scene"),
    [("beach", "beach", ""), ("an old library", "keep", "an old library"), ("background=city", "city", "")],
)
async def test_a_background_can_be_said_with_the_command(stage, known, line, background, scene):
    """A preset by its name, anything else in words."""
    await known.types(f"/tryon {line}")
    await known.sends()
    await sees_clothes(stage)
    await known.presses(f"v1:wear:{(await newest(stage)).number}")
    job = await newest(stage)
    assert (job.request["background"], await stage.words_of(job, "scene")) == (background, scene)
    assert not scene or scene not in str(job.request)


async def test_a_background_nobody_knows_is_answered_with_those_there_are(known):
    """By name."""
    assert "`beach`" in text_of(await known.types("/tryon background=moon"))


@pytest.mark.parametrize(
    ("problem", "reason", "said"),
    [("garment-not-worn", "", "nobody wears"), ("unfit-head", "child", "under 18"), ("unfit-head", "no-face", "face")],
)
async def test_what_cannot_be_drawn_is_said_before_it_is_queued(stage, known, problem, reason, said):
    """And the picture is not kept."""
    await sends_with(known, "tryon")
    photo = (await newest(stage)).request["photo"]
    [answer] = await sees_clothes(stage, problem=problem, reason=reason)
    assert isinstance(answer, Failure)
    assert said in answer.text
    assert not await kept(stage, photo)


async def test_results_say_what_was_kept_and_what_redrawn(stage, dressed):
    """Likeness in figures, honest words, and the next steps."""
    await dressed.presses(f"v1:wear:{(await newest(stage)).number}")
    [album] = await draws(stage)
    assert "74 % likeness" in album.text
    assert "Stays as in the picture: body and background." in album.text
    assert "AI-edited" in album.text
    assert verbs_of([album]) == ["rewear", "clothes", "talk", "fav", "more", "files", "report", "delete"]
    await dressed.presses(action_of([album], "rewear"))
    fresh, first = (job.request for job in (await stage.jobs())[:2])
    assert fresh["seed"] != first["seed"]
    [clothes] = await dressed.presses(action_of([album], "clothes"))
    assert "wear" in verbs_of([clothes])


async def test_a_tried_on_picture_can_speak_be_kept_and_be_deleted(stage, dressed):
    """Like a portrait: the only face in it is one's own."""
    await dressed.presses(f"v1:wear:{(await newest(stage)).number}")
    [album] = await draws(stage)
    [asked] = await dressed.presses(action_of([album], "talk"))
    assert "Which portrait" in asked.text
    await dressed.presses(f"{action_of([album], 'fav')}:1")
    assert "Trying on clothes" in text_of(await dressed.types("/favourites"))
    assert "Trying on clothes" in text_of(await dressed.types("/gallery"))
    files = await dressed.presses(action_of([album], "files"))
    assert files[0].name.startswith("tryon-")
    [sure] = await dressed.presses(action_of([album], "delete"))
    await dressed.presses(action_of([sure], "erase"))
    assert not await kept(stage, album.items[0].media)


async def test_the_picture_of_the_clothes_goes_soon_after(stage, dressed, clock):
    """With everything that was shown of it."""
    look = await newest(stage)
    await dressed.presses(f"v1:wear:{look.number}")
    [album] = await draws(stage)
    clock.advance(awaiting_photo.AFTERWARDS)
    await tidy(stage.db, stage.vault, Retention())
    assert not await kept(stage, look.request["photo"])
    assert not await kept(stage, look.result["preview"])
    for verb in ("rewear", "clothes"):
        assert "no longer here" in text_of(await dressed.presses(action_of([album], verb)))


@pytest.mark.parametrize(
    "action",
    ["garment:{}:9", "garment:{}:x", "mend:{}:both", "wear:{}:moon", "wear:9999", "tap:{}:12", "tap:{}:a00000"],
)
async def test_forged_buttons_draw_nothing(stage, dressed, action):
    """Whatever a button names is looked up again."""
    look = await newest(stage)
    answer = text_of(await dressed.presses("v1:" + action.format(look.number)))
    assert "no longer works" in answer or "no job" in answer
    assert (await newest(stage)).id == look.id


async def test_clothes_of_somebody_else_do_not_exist(stage, dressed, bob):
    """Neither to look at nor to wear."""
    look = await newest(stage)
    await bob.teaches(photos=1)
    for verb, more in (("wear", ""), ("backdrop", ""), ("garment", ":1"), ("mend", ":more"), ("tap", ":500500")):
        assert "no longer works" in text_of(await bob.presses(f"v1:{verb}:{look.number}{more}"))
    assert buttons_of(await bob.presses(f"v1:clothes:{look.number}")) == []
