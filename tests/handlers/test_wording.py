"""A picture in somebody's own words: on a base that reads them they are drawn by, on the embedded one they choose.

What could not be drawn is said, in the person's own language; what may not be drawn by is refused and counted.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import bases
from engine.safety import content
from engine.styles import StyleBook
from engine.tasks.portrait.request import LIGHTS, MOST_CHARACTERS
from handlers.catalogue import COMMANDS, discord_commands
from handlers.commands import arguments
from handlers.text import Translator, shipped
from storage import presets
from storage.vault import Vault
from tests.handlers.stage import Stage, action_of, text_of, verbs_of

DRESS = {
    "en": ("cyberpunk wearing a red dress in Paris at night", "“wearing a red dress in Paris”"),
    "de": ("Cyberpunk in einem roten Kleid in Paris bei Nacht", "„roten Kleid in Paris“"),
    "es": ("ciberpunk con un vestido rojo en París de noche", "«vestido rojo en París»"),
    "fr": ("cyberpunk en robe rouge à Paris la nuit", "« robe rouge à Paris »"),
    "ja": ("サイバーパンクで赤いドレスを着て夜のパリ", "「赤いドレスを着て」"),
    "pt": ("cyberpunk com um vestido vermelho em Paris à noite", "“vestido vermelho em Paris”"),
    "ru": ("киберпанк в красном платье в Париже ночью", "«красном платье в Париже»"),
    "zh": ("赛博朋克，穿红裙子在巴黎的夜晚", "“穿红裙子在巴黎”"),
}
SECRET = "ultraviolet hippopotamus"


def judged(text: str, use: str, language: str) -> str:
    """Judge words as the bot's own wiring does."""
    return content.judged(text, use, language) or ""  # type: ignore[arg-type]


def made(db, folder, base: str) -> Stage:
    """Return a stage with the styles and abilities of a base."""
    family = bases.families()[base]
    book = StyleBook(None, family=family, weights=folder)
    return Stage(db, Vault.open(folder), styles=book, abilities=family.abilities, refused=judged)


@pytest.fixture
def small(db, tmp_path) -> Stage:
    """The embedded base, which reads no words."""
    return made(db, tmp_path, "pocket")


@pytest.fixture
def large(db, tmp_path) -> Stage:
    """A base that draws by words."""
    return made(db, tmp_path, "sdxl")


async def somebody(stage: Stage, locale: str = "en"):
    """Return a person whose face is known."""
    person = stage.person("ann", locale=locale)
    await person.teaches(photos=1)
    return person


async def newest(stage: Stage):
    return (await stage.jobs())[0]


@pytest.mark.parametrize("locale", DRESS)
async def test_what_the_embedded_base_cannot_draw_is_said_in_the_persons_language(small, locale):
    """A picture without the dress is no surprise then; the style is drawn all the same."""
    ann = await somebody(small, locale)
    sentence, told = DRESS[locale]
    views = await ann.types(f"/portrait {sentence}")
    assert told in text_of(views)
    assert (await newest(small)).request["style"] == "cyberpunk"
    assert told not in text_of(await ann.types("/portrait cyberpunk"))


@pytest.mark.parametrize("locale", DRESS)
async def test_a_base_that_reads_words_is_told_them_in_english(large, locale):
    """Stable Diffusion reads nothing else; the name of the style is no part of the words."""
    ann = await somebody(large, locale)
    views = await ann.types(f"/portrait {DRESS[locale][0]}")
    job = await newest(large)
    words = await large.words_of(job, "prompt")
    assert job.request["style"] == "cyberpunk"
    assert {"red", "dress", "Paris", "night"} <= set(words.replace(",", "").split())
    assert words.isascii()
    assert words in text_of(views)


async def test_words_without_a_style_choose_one_on_the_embedded_base(small):
    """As far as they match; what of them is used is told in the person's own words."""
    ann = await somebody(small)
    said = text_of(await ann.types("/portrait a red dress at the beach in candlelight, smiling, close up"))
    asked = (await newest(small)).request
    wanted = {"scene": "sea", "light": "candlelight", "expression": "smile", "framing": "close"}
    assert {name: asked[name] for name in wanted} == wanted
    assert all(used in said for used in ("“red dress”", "“at the beach”", "“in candlelight”", "“smiling”"))
    await ann.types("/portrait a red dress in Paris")
    assert (await newest(small)).request["style"] == "paris-cafe"


async def test_a_plain_message_goes_the_same_way(small, large):
    """ "Draw me with a golden crown" is a wish; what the weather is like is none, whatever the base reads."""
    ann = await somebody(large)
    await ann.says("draw me with a golden crown")
    assert await large.words_of(await newest(large), "prompt") == "golden crown"
    before = len(await large.jobs())
    assert verbs_of(await ann.says("so what do you think about the weather")) == ["portrait"] * 3 + ["styles"]
    assert len(await large.jobs()) == before


async def test_words_go_along_with_an_offered_style(large):
    """Several styles may be meant: the press does not lose the umbrella."""
    ann = await somebody(large)
    await ann.says("oil or noir, with a purple umbrella")
    await ann.presses("v1:portrait:noir")
    assert "purple umbrella" in await large.words_of(await newest(large), "prompt")


async def test_a_named_style_lends_its_light_to_another(small):
    """Oil and candlelight are two styles, and one picture."""
    ann = await somebody(small)
    await ann.says("oil painting, candlelight")
    asked = (await newest(small)).request
    assert (asked["style"], asked["light"]) == ("oil", "candlelight")
    await ann.says("candlelight")
    asked = (await newest(small)).request
    assert (asked["style"], asked["light"]) == ("candlelight", "")


async def test_what_cannot_be_read_in_english_is_said(large):
    """There is no translator: a word nobody knows may not show, and is told; in English there is nothing to tell."""
    ann = await somebody(large, "de")
    assert "„Quatschwort“ konnte ich nicht übersetzen" in text_of(await ann.types("/portrait oil mit Quatschwort"))
    large.deps = replace(large.deps, abilities=large.deps.abilities | {"languages"})
    assert "übersetzen" not in text_of(await ann.types("/portrait oil mit Quatschwort"))


@pytest.mark.parametrize("base", ["pocket", "sdxl"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a red dress " * 420, "at most 500 characters"),
        ("🔥🔥❤️", "not emoji"),
        ("", "Which style?"),
        ("!!!", "not emoji"),
    ],
)
async def test_nothing_too_much_or_no_words_is_one_sentence(db, tmp_path, base, typed, said):
    """5,000 characters, emoji alone, signs alone, nothing: each says what to do, and no job begins."""
    stage = made(db, tmp_path, base)
    ann = await somebody(stage)
    before = len(await stage.jobs())
    views = await ann.types(f"/portrait {typed}".strip())
    assert said in text_of(views)
    assert len(views) == 1
    assert len(await stage.jobs()) == before


@pytest.mark.parametrize(
    "say", ["/portrait naked on a beach", "/portrait oil prompt=naked on a beach", "draw me naked"]
)
async def test_forbidden_words_are_refused_counted_and_not_repeated(large, say):
    """Typed as a command, as its option, or as a plain sentence."""
    large.deps = replace(large.deps, limits=replace(large.deps.limits, strikes=2, strike_hours=24.0))
    ann = await somebody(large)

    async def asked() -> str:
        return text_of(await (ann.types(say) if say.startswith("/") else ann.says(say)))

    first, second = await asked(), await asked()
    assert "anything sexual" in first
    assert "naked" not in first
    assert "24 hours" in second
    assert not [job for job in await large.jobs() if job.kind == "portrait"]


async def test_syntax_of_weights_is_harmless_text(large):
    """What a web page of prompts teaches people reaches no tokenizer as an order."""
    ann = await somebody(large)
    await ann.types("/portrait noir (blue hat:1.9) <lora:x:1> [cat|dog] BREAK --ar 16:9 {a}")
    assert await large.words_of(await newest(large), "prompt") == "blue hat cat dog"


@pytest.mark.parametrize("base", ["pocket", "sdxl"])
@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("n\u0430ked on a beach", True),  # a Cyrillic letter
        ("gleich ein Porträt, совершенно гол\u0430я, on a beach", True),
        ("ein roter Mantel, ночью в Париже, 花", False),
    ],
)
async def test_mixed_scripts_are_read_for_what_they_say(db, tmp_path, base, typed, refused):
    """A letter of another alphabet hides nothing, and sentences of several languages are no crime: one answer each."""
    stage = made(db, tmp_path, base)
    ann = await somebody(stage)
    before = len(await stage.jobs())
    told = text_of(await ann.types(f"/portrait oil prompt={typed}"))
    assert ("anything sexual" in told) is refused
    assert len(await stage.jobs()) == before + (not refused)


async def test_words_lie_sealed_wherever_they_are_kept(large):
    """In the job, in a preset and in what waits for a style: nobody reads them without the person's key."""
    ann = await somebody(large)
    await ann.types(f"/portrait oil prompt={SECRET}")
    await large.draw()
    await ann.types("/presets save mine")
    await ann.says(f"oil or noir with {SECRET}")
    jobs = await large.jobs()
    kept = [str(job.request) for job in jobs]
    async with large.db.reading() as rx:
        kept += [str(one.wish) for one in await presets.of(rx, jobs[0].account)]
        kept += [str(tuple(row)) for row in await rx.all("SELECT * FROM sessions")]
    assert not [one for one in kept if "hippopotamus" in one or "ultraviolet" in one]
    assert sum("sealed:" in one for one in kept) >= 3


async def test_more_shows_the_words_and_again_keeps_them(large):
    """Nobody remembers what they typed; the result itself says it where it is asked."""
    ann = await somebody(large)
    await ann.types(f"/portrait oil prompt={SECRET}")
    album = await large.draw()
    assert SECRET not in text_of(album)
    assert f"In your words: {SECRET}" in text_of(await ann.presses(action_of(album, "more")))
    await ann.presses(action_of(album, "again"))
    assert await large.words_of(await newest(large), "prompt") == SECRET
    bob = large.person("bob")
    await bob.agrees()
    assert SECRET not in text_of(await bob.presses(action_of(album, "more")))


async def test_a_preset_keeps_the_words(large):
    """A wish under a name is the whole wish."""
    ann = await somebody(large)
    await ann.types(f"/portrait oil 2 prompt={SECRET}")
    await large.draw()
    await ann.types("/presets save mine")
    await ann.types("/presets mine")
    job = await newest(large)
    assert (job.request["style"], job.request["count"]) == ("oil", 2)
    assert await large.words_of(job, "prompt") == SECRET


async def test_again_with_other_words_takes_their_place_and_a_smile_is_added(large):
    """What is left out stays as it is; two hats nobody wants."""
    ann = await somebody(large)
    await ann.types("/portrait oil prompt=red hat")
    album = await large.draw()
    await ann.says("with a smile")
    assert await large.words_of(await newest(large), "prompt") == "red hat, with a smile"
    await ann.presses(action_of(album, "form"))
    await ann.says("with a blue hat")
    assert await large.words_of(await newest(large), "prompt") == "blue hat"


async def test_what_is_to_be_changed_is_judged_and_not_kept_where_no_words_are_drawn(small):
    """What was written was kept for a week because it could not be used, and nobody's refusal was counted."""
    ann = await somebody(small)
    await ann.types("/portrait oil")
    album = await small.draw()
    await ann.presses(action_of(album, "form"))
    told = [view for view in await ann.says("with a smile and a hippopotamus") if "hippopotamus" in text_of([view])]
    assert [view.secrets for view in told] == [("hippopotamus",)]
    drawn = len(await small.jobs())
    await ann.presses(action_of(album, "form"))
    assert "hippopotamus" not in text_of(refused := await ann.says("with a smile, completely naked"))
    assert len(await small.jobs()) == drawn, text_of(refused)


async def test_a_style_of_a_larger_base_offers_what_is_like_it_and_keeps_the_rest(small):
    """A pirate needs a coat; the sea is here, and so is the sunset that was asked for."""
    ann = await somebody(small)
    refused = await ann.says("draw me as a pirate at sunset")
    assert "v1:portrait:ocean" in [button.action for view in refused for row in view.buttons for button in row]
    await ann.presses("v1:portrait:ocean")
    assert (await newest(small)).request["scene"] == "sunset"


def test_every_light_there_is_has_words_in_every_language():
    """A choice nobody can say is no choice."""
    for locale, source in shipped().items():
        assert [light for light in LIGHTS if f"\nlight-{light} = " not in source] == [], locale


def test_the_limit_is_about_what_a_base_follows():
    """CLIP reads 75 tokens a part; five hundred characters are about a hundred."""
    assert 200 <= MOST_CHARACTERS <= 1000


def test_discord_offers_the_words_as_an_option_of_their_own():
    """Named in the reader's language; Telegram and the chat take them behind the command."""
    translator = Translator()
    for locale in shipped():
        commands = {one["name"]: one for one in discord_commands(translator.words(locale))}
        for name in ("portrait", "again"):
            option = next(one for one in commands[name]["options"] if one["name"] == "prompt")
            assert (option["type"], option["required"]) == ("text", False)
            assert option["label"] == translator.say(locale, "field-prompt")
            assert len(option["description"]) <= 100


def test_words_behind_their_name_end_where_another_name_begins():
    """ "prompt=red hat seed=7" is a hat and a seed."""
    given = arguments(COMMANDS["portrait"], "oil 2 prompt=a red hat, big seed=7", {})
    assert given == {"style": "oil", "count": "2", "prompt": "a red hat, big", "seed": "7"}
