"""A sentence in any language means what its reader would take it for, and chatter means nothing."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from engine.canvas import backdrops, panorama
from engine.styles.book import shipped
from engine.tasks.portrait.request import LIGHTS, Expression, Framing, Shape
from handlers.said import ACTS
from handlers.text import shipped as languages
from handlers.understanding import normal, phrases, understand

TITLES = [(title, name) for name, style in shipped().items() for title in (name, *style.titles.values())]
TABLE = tomllib.loads((files("handlers") / "phrases.toml").read_text("utf-8"))
NAMED = {
    "cyberpunk please": "cyberpunk",
    "draw me as a pirate": "pirate",
    "oil paintng": "oil",
    "watercolor portrait of me": "watercolour",
    "mach mich zum Astronauten": "astronaut",
    "Ölgemälde bitte": "oil",
    "como una acuarela": "watercolour",
    "en bande dessinée": "comic",
    "нарисуй меня в стиле киберпанк": "cyberpunk",
    "给我画一张赛博朋克": "cyberpunk",
    "サイバーパンク風にしてください": "cyberpunk",
    "um retrato a óleo": "oil",
}
MEANT = {
    "noch eins": "one-more",
    "еще раз, пожалуйста": "again",
    "もう一枚お願いします": "one-more",
    "再来一张": "one-more",
    "help": "help",
    "Hilfe!": "help",
    "thanks!": "thanks",
    "merci beaucoup": "thanks",
    "cancel": "cancel",
    "delete everything please": "forget",
    "Das bin ich nicht": "closer",
    "make it talk": "talk",
}
CHATTER = (
    "so what do you think about the weather",
    "I wonder whether my sister arrived",
    "Ich war gestern einkaufen",
    "¿Sabes qué hora es?",
    "как дела",
    "今日は何曜日ですか",
    "asdf qwer",
)


@pytest.mark.parametrize("sentence", NAMED)
def test_a_style_is_found_in_a_sentence(sentence):
    """People write as they speak, with typos, in their own language."""
    assert understand(sentence, TITLES).styles[:1] == (NAMED[sentence],)


@pytest.mark.parametrize("sentence", MEANT)
def test_a_whole_sentence_can_be_a_command(sentence):
    """Nobody should have to know a command by heart."""
    assert understand(sentence, TITLES).act == MEANT[sentence]


@pytest.mark.parametrize("sentence", CHATTER)
def test_chatter_means_nothing(sentence):
    """The control: what asks for no picture must not draw one, and least of all erase anything."""
    meaning = understand(sentence, TITLES)
    assert (meaning.act, meaning.styles, meaning.options) == ("", (), {})


@pytest.mark.parametrize(
    "sentence",
    [
        "I am not happy", "don't smile", "no smile please", "ich bin nicht glücklich", "je ne suis pas heureux",
        "sin sonrisa", "nao feliz", "не улыбнись", "我不开心", "笑顔じゃない",
    ],
)  # fmt: skip
def test_what_is_denied_is_not_wished(sentence):
    """The opposite of what was said would be drawn, and paid for."""
    assert understand(sentence, TITLES).options == {}


def test_a_denial_has_phrases_of_its_own_and_ends_soon():
    """The control: "without a smile" is a wish, Portuguese "no" is none, and another style is still meant."""
    assert understand("without a smile", TITLES).options == {"expression": "serious"}
    assert understand("不笑", TITLES).options == {"expression": "serious"}
    assert understand("no estilo cyberpunk", TITLES).styles == ("cyberpunk",)
    assert understand("oil, not cyberpunk", TITLES).styles == ("oil",)
    assert understand("not now, but with a nice smile", TITLES).options == {"expression": "smile"}


def test_a_word_inside_a_sentence_does_nothing():
    """Only the whole of a sentence is a command: "stop" stops, a bus stop does not."""
    assert understand("stop", TITLES).act == "cancel"
    assert understand("me at the bus stop", TITLES).act == ""
    assert understand("please do not delete everything about Venice", TITLES).act == ""


def test_what_is_said_of_a_picture_is_taken_along():
    """A wish is more than a style."""
    meaning = understand("cyberpunk, close up, and smile, in the snow", TITLES)
    assert meaning.styles == ("cyberpunk",)
    assert meaning.options == {"framing": "close", "expression": "smile", "scene": "snowfall"}


def test_a_beach_at_sunset_is_a_beach():
    """Where two places are named the one people stand on wins; a sunset alone (the control) stays one."""
    assert understand("a portrait of me on a beach at sunset", TITLES).options["scene"] == "sea"
    assert understand("a portrait of me at sunset", TITLES).options["scene"] == "sunset"


def test_a_mood_is_no_style_of_its_own():
    """Several styles are dark; the person chooses."""
    meaning = understand("make it darker", TITLES)
    assert (meaning.styles, meaning.tags) == ((), ("dark",))


def test_a_part_of_a_title_is_enough_to_be_offered():
    """Nobody writes "Paris café" in full."""
    meaning = understand("me in Paris at night", TITLES)
    assert meaning.near == ("paris-cafe",)
    assert not meaning.styles
    assert understand("me in Paris", TITLES).styles == ("paris-cafe",)


def test_words_nobody_understood_are_kept_apart():
    """They are told, so that a person knows what the picture will not show."""
    assert understand("cyberpunk with a purple umbrella", TITLES).rest == ("purple", "umbrella")


def test_accents_case_and_punctuation_do_not_matter():
    """A telephone's keyboard leaves them out."""
    assert normal("Größer, BITTE!") == "grosser bitte"
    assert normal("バー") == "バー"  # the marks of Japanese change the letter


def test_every_phrase_leads_somewhere():
    """A word of the file that names no act, value, scene or tag would be understood and then ignored."""
    tags = {tag for style in shipped().values() for tag in style.tags}
    scenes = {*backdrops.BACKDROPS, *panorama.NAMES}
    values = {"expression": set(Expression), "framing": set(Framing), "shape": set(Shape), "scene": scenes}
    values["light"] = set(LIGHTS)
    for sense in {sense for _, sense in phrases()}:
        match sense.kind:
            case "act":
                assert sense.name in ACTS
            case "tag":
                assert sense.name in tags
            case "option":
                assert sense.value in values[sense.name], sense
    assert set(ACTS) == set(TABLE["act"])


def test_every_phrase_is_there_in_every_language():
    """What one reader may say, every other may too."""
    groups = [TABLE["filler"], TABLE["wish"], *TABLE["act"].values(), *TABLE["tag"].values()]
    groups += [by for values in TABLE["option"].values() for by in values.values()]
    for group in groups:
        assert set(group) == set(languages()), group["en"]


COUNTED = {
    "draw two": 2,
    "make 3 pictures": 3,
    "two cyberpunk please": 2,
    "three more": 3,
    "noch zwei": 2,
    "zwei Bilder": 2,
    "mach mir vier Porträts": 4,
    "dos imágenes por favor": 2,
    "tres más": 3,
    "trois photos": 3,
    "encore deux": 2,
    "duas imagens": 2,
    "mais três": 3,
    "нарисуй две картинки": 2,
    "ещё три": 3,
    "2枚お願いします": 2,
    "三张照片": 3,
    "one picture please": 1,
    "再来两张": 2,
}


@pytest.mark.parametrize("sentence", COUNTED)
def test_a_number_says_how_many(sentence):
    """Four pictures where two were asked for cost twice the wait, in every language."""
    meaning = understand(sentence, TITLES)
    assert meaning.options.get("count") == str(COUNTED[sentence])
    assert meaning.rest == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "me in the 80s", "I am 34 years old", "the one with the hat", "a portrait of me", "at two o'clock",
        "ein Porträt von mir als Pirat",
    ],
)  # fmt: skip
def test_a_number_of_something_else_counts_no_pictures(sentence):
    """The control: years, hours and articles."""
    assert understand(sentence, TITLES).options.get("count", "1") == "1"


def test_more_of_the_last_with_a_number_is_more_of_the_last():
    """ "Two more" names no style and needs none."""
    for sentence in ("two more", "noch zwei", "再来两张"):
        assert understand(sentence, TITLES).act == "again"
    assert understand("two more oil", TITLES).styles == ("oil",)
