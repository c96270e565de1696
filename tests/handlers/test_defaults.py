"""Shape, size, detail and thoroughness: chosen in a command, kept as a default, hidden where the base cannot act."""

from __future__ import annotations

import pytest

from bot.frontends.discord import commands as discord
from bot.frontends.local import suggest
from handlers import commands
from handlers.text import Translator
from storage.vault import Vault
from tests.handlers.stage import Stage, action_of, buttons_of, text_of, verbs_of


@pytest.fixture
async def artist(db, tmp_path):
    """A learnt face where the base refines and learns in three ways."""
    stage = Stage(db, Vault.open(tmp_path), abilities=commands.ABILITIES)
    ann = stage.person("ann")
    await ann.teaches(photos=1)
    return ann


@pytest.fixture
async def plain(db, tmp_path):
    """A learnt face on the embedded base."""
    ann = Stage(db, Vault.open(tmp_path)).person("ann")
    await ann.teaches(photos=1)
    return ann


async def wish(person):
    """Return the newest request."""
    return (await person.stage.jobs())[0].request


async def test_what_is_typed_reaches_the_engine(artist):
    """A choice nobody passes on is a lie in the help."""
    await artist.types("/portrait oil refine=face size=1024 shape=4:5")
    asked = await wish(artist)
    assert (asked["refine"], asked["side"], asked["shape"]) == ("face", 1024, "4:5")


async def test_a_default_is_used_where_nothing_is_typed_and_gives_way(artist):
    """Set once, by words or buttons; what is typed wins."""
    await artist.types("/settings refine hires")
    await artist.types("/settings size 768")
    offered = await artist.types("/settings shape")
    await artist.presses(next(one.action for one in buttons_of(offered) if one.label == "9:16"))
    await artist.types("/portrait oil")
    asked = await wish(artist)
    assert (asked["refine"], asked["side"], asked["shape"]) == ("hires", 768, "9:16")
    await artist.types("/portrait oil refine=none size=512")
    asked = await wish(artist)
    assert (asked["refine"], asked["side"], asked["shape"]) == ("none", 512, "9:16")
    await artist.presses("v1:set:size:any")
    await artist.types("/portrait oil")
    assert (await wish(artist))["side"] is None


@pytest.mark.parametrize(
    ("default", "way", "expected"),
    [
        ("", "v1:done:{face}", "good"),
        ("best", "v1:done:{face}", "best"),
        ("best", "v1:done:{face}:quick", "quick"),
        ("quick", "v1:done:{face}:best", "best"),
        ("quick", "/train good", "good"),
    ],
)
async def test_a_face_is_learnt_as_thoroughly_as_was_chosen(db, tmp_path, default, way, expected):
    """By the command, by the button beside Done, else by the default."""
    stage = Stage(db, Vault.open(tmp_path), abilities=commands.ABILITIES)
    ann = stage.person("ann")
    await ann.agrees()
    await ann.sends()
    collected = [one.action for one in buttons_of(await stage.look())]
    face = (await stage.face()).id
    assert collected[:3] == [f"v1:done:{face}", f"v1:done:{face}:quick", f"v1:done:{face}:best"]
    if default:
        await ann.types(f"/settings preset {default}")
    line = way.format(face=face)
    await (ann.types(line) if line.startswith("/") else ann.presses(line))
    assert (await wish(ann))["preset"] == expected


@pytest.mark.parametrize("line", ["/portrait oil refine=much", "/settings size 99", "/train thoroughly"])
async def test_a_value_that_does_not_exist_names_those_that_do(artist, line):
    """Guessing is no fun."""
    assert "can be" in text_of(await artist.types(line))


async def test_the_face_of_a_finished_picture_is_drawn_finer_by_a_button(artist):
    """The same seeds, refined; a picture that was refined is not offered it again."""
    await artist.types("/portrait oil 1")
    finished = await artist.stage.draw()
    seed = (await wish(artist))["seed"]
    await artist.presses(action_of(finished, "finer"))
    assert ((await wish(artist))["refine"], (await wish(artist))["seed"]) == ("face", seed)
    assert "finer" not in verbs_of(await artist.stage.draw())


async def test_the_photos_beside_the_learnt_face_are_a_button_and_an_option(artist):
    """The same seeds; a picture that was drawn so is not offered it again, nor is one from photos alone."""
    await artist.types("/portrait oil 1")
    assert (await wish(artist))["photos"] is False
    finished = await artist.stage.draw()
    seed = (await wish(artist))["seed"]
    await artist.presses(action_of(finished, "photosalso"))
    assert ((await wish(artist))["photos"], (await wish(artist))["seed"]) == (True, seed)
    assert "photosalso" not in verbs_of(await artist.stage.draw())
    await artist.types("/portrait oil 1 photos=yes")
    assert (await wish(artist))["photos"] is True
    await artist.stage.draw()
    await artist.types("/again photos=no")
    assert (await wish(artist))["photos"] is False
    assert "photosalso" not in verbs_of(await artist.stage.draw(from_photos=True))


async def test_where_the_base_sees_no_photos_they_are_not_offered(plain):
    """Silence would be taken for an effect."""
    assert "has no effect" in text_of(await plain.types("/portrait oil photos=yes"))
    await plain.types("/portrait oil 1")
    assert "photosalso" not in verbs_of(await plain.stage.draw())
    assert "has no effect" in text_of(await plain.presses("v1:photosalso:1"))


async def test_an_edited_photo_offers_no_finer_face(artist):
    """Nothing was drawn in it."""
    await artist.types("/portrait oil 1")
    assert "finer" not in verbs_of(await artist.stage.draw(source="photo"))


async def test_where_the_base_cannot_act_nothing_is_shown_and_what_is_typed_is_refused(plain):
    """The embedded base neither refines nor has presets: silence would be taken for an effect."""
    shown = text_of(await plain.types("/help"))
    assert "[refine]" not in shown
    assert "[size]" in shown
    assert [
        one.action for one in buttons_of(await plain.types("/settings")) if one.action.startswith("v1:setting")
    ] == [
        "v1:setting:shape",
        "v1:setting:size",
    ]
    assert "has no effect" in text_of(await plain.types("/portrait oil refine=face"))
    assert "There is no setting" in text_of(await plain.types("/settings preset best"))
    await plain.types("/portrait oil 1")
    assert "finer" not in verbs_of(await plain.stage.draw())
    assert (await plain.stage.jobs())[0].request["refine"] == "none"


async def test_a_default_of_another_base_is_kept_but_not_used(db, tmp_path):
    """The operator may change the base and change it back."""
    vault = Vault.open(tmp_path)
    rich = Stage(db, vault, abilities=commands.ABILITIES).person("ann")
    await rich.teaches(photos=1)
    await rich.types("/settings refine face")
    poor = Stage(db, vault).person("ann")
    await poor.types("/portrait oil")
    assert (await wish(poor))["refine"] == "none"
    await rich.types("/portrait oil")
    assert (await wish(rich))["refine"] == "face"


async def test_a_wish_under_a_name_keeps_size_and_detail(artist):
    """A preset that forgets half of the wish is none."""
    await artist.types("/portrait oil refine=hires size=1536")
    await artist.stage.draw()
    await artist.types("/presets save large")
    await artist.types("/presets use large")
    assert ((await wish(artist))["refine"], (await wish(artist))["side"]) == ("hires", 1536)


@pytest.mark.parametrize(("abilities", "there"), [(commands.ABILITIES, True), (frozenset(), False)])
def test_every_platform_offers_what_acts_and_no_more(abilities, there):
    """Discord's options, the web chat's usage and the help come from the same list."""
    made = {one["name"]: one for one in discord.build(Translator(), abilities) if one["type"] == 1}
    options = {one["name"]: one for one in made["portrait"]["options"]}
    assert ("refine" in options) is there
    assert options["size"]["choices"][0]["value"] == "512"
    assert bool(made["train"]["options"]) is there
    offered = {one["name"]: one for one in suggest.commands("en", None, abilities)}
    assert ("[refine]" in offered["portrait"]["usage"]) is there
    assert len(made["portrait"]["options"]) <= 25  # Discord's limit
