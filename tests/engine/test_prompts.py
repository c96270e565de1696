"""What a base is told of a person, a style and a training picture."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine import bases
from engine.bases.flow_shapes import TRUE
from engine.diffusion import texts
from engine.diffusion.pipeline import PortraitPipeline
from engine.prompts import anybody, caption, negative, prompt, style_caption
from engine.styles import StyleBook
from engine.tasks.enrol.run import _said
from engine.tasks.inspect.request import Looks
from tests.engine.diffusion import tiny
from tests.engine.tasks.portrait import drawing

LOOKS = Looks(gender="woman", age_band="adult", age=30.0)
FAMILIES = bases.families()
LARGE = [name for name, family in FAMILIES.items() if not family.small_vocabulary]
QUALITY = ("raw photo", "photorealistic", "high detail", "medium shot", "upper body")


def test_a_style_with_an_empty_part_is_said_all_the_same():
    """An operator's own words may hold two commas: that is no reason to fail a job."""
    said = prompt(FAMILIES["flux2-klein-4b"], LOOKS, "in dark velvet, , pale light, ")
    assert "in dark velvet, with pale light" in said
    assert ", ," not in said


@pytest.mark.parametrize("name", LARGE)
def test_a_drawing_is_not_asked_to_be_a_photo(name: str):
    """Every prompt used to end "raw photo, photorealistic", with "painting, sketch" forbidden, for oil too."""
    family = FAMILIES[name]
    for style in ("pencil", "oil", "mosaic"):
        manner = StyleBook().get(style).is_in
        assert not any(word in prompt(family, LOOKS, "words", manner=manner) for word in QUALITY[:2])
        forbidden = negative(family, manner)
        assert "photograph" in forbidden or not family.negative  # guidance distilled away: nothing can be forbidden
        assert not any(word in forbidden for word in ("painting", "drawing", "sketch"))
    assert "photo of" in prompt(family, LOOKS, "words")
    assert "painting" in negative(family) or not family.negative


def test_the_embedded_base_is_told_what_it_always_was():
    """Its vocabulary is small, and its learnt faces were measured with these words."""
    family = FAMILIES["pocket"]
    worn = replace(LOOKS, tags=("glasses", "smiling"))
    for manner in ("photo", "painted", "drawn"):
        assert prompt(family, worn, "oil", manner=manner) == "a portrait photo of a sks woman, oil"
        assert negative(family, manner) == ""
    assert caption(family, worn, ("smiling",)) == "a portrait photo of a sks woman"
    assert prompt(family, replace(LOOKS, age_band="mature"), trigger=False) == "a portrait photo of a mature woman"


@pytest.mark.parametrize("name", LARGE)
def test_a_caption_says_who_and_what_this_photo_shows(name: str):
    """Paper 2.1.2: what is named can be left out later; quality words would become a part of the person."""
    family = FAMILIES[name]
    said = caption(family, LOOKS, ("smiling", "hat"))
    before, after = ("A ", ".") if family.caption.endswith(".") else ("", "")  # tags, or a sentence
    assert said == f"{before}photo of a ohwx beautiful woman, smiling, hat, white background{after}"
    assert not any(word in said for word in QUALITY)
    assert anybody(family, LOOKS) == f"{before}photo of a beautiful woman{after}"
    assert style_caption(family, LOOKS, "brass") == f"{before}photo of a beautiful woman, brass{after}"


def test_flow_families_are_told_sentences():
    """A language model reads them; a heap of quality words is what CLIP was used to."""
    flows = [family for family in FAMILIES.values() if family.architecture in TRUE]
    assert len(flows) >= 4
    for family in flows:
        for manner in ("photo", "painted", "drawn"):
            said = prompt(family, LOOKS, "in a red coat", manner=manner)
            assert said.endswith(".")
            assert said[0].isupper()
            assert "in a red coat. " in said


@pytest.mark.parametrize(
    ("gender", "band", "words"),
    [("man", "adult", "handsome man"), ("woman", "mature", "mature woman"), ("person", "adult", "a ohwx person")],
)
def test_the_words_of_table_one_stand_in_the_prompt(gender: str, band: str, words: str):
    """They used to be shown by `studio inspect` only."""
    assert words in prompt(FAMILIES["sd15"], Looks(gender=gender, age_band=band, age=30.0))


def test_glasses_are_said_in_prompts_but_never_clothes_of_the_photos():
    """Named in every caption they would else be lost; a suit would fight with the style's own clothes."""
    worn = replace(LOOKS, tags=("glasses", "suit", "smiling"))
    assert prompt(FAMILIES["sd15"], worn, "in a red coat").count("glasses") == 1
    assert "suit" not in prompt(FAMILIES["sd15"], worn)
    assert prompt(FAMILIES["sd15"], worn, "with neon glasses").count("glasses") == 1


def test_what_the_owner_corrected_reaches_the_captions():
    """A tag they took away is on no photo, one they added on all; the others stay where they were seen."""
    kept = [("smiling", "glasses"), ("smiling",), ()]
    assert _said(kept, None) == kept
    assert _said(kept, ("smiling", "glasses")) == kept
    assert _said(kept, ("hat",)) == [("glasses", "hat"), ("hat",), ("hat",)]


@pytest.mark.parametrize(
    ("style", "wanted"), [("natural", "raw photo"), ("oil", "painting of"), ("pencil", "artwork of")]
)
def test_the_words_reach_the_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: str, wanted: str):
    """Through the portrait task: the prompt by the style's manner, and the style's own negative prompt beside."""
    pipeline, heard = tiny.pipeline(tmp_path), []
    own = replace(StyleBook().get(style), negative="purple hats")
    monkeypatch.setattr(StyleBook, "get", lambda self, name: own)
    real = PortraitPipeline.draw
    monkeypatch.setattr(
        PortraitPipeline, "draw", lambda self, shots, **more: heard.extend(shots) or real(self, shots, **more)
    )
    drawing.drawn(pipeline, tmp_path, style, prompt="with a (purple umbrella:1.4)")
    assert wanted in heard[0].prompt
    assert ", with a purple umbrella, " in heard[0].prompt
    assert heard[0].negative.endswith(", purple hats")


@pytest.mark.parametrize("name", LARGE)
def test_a_persons_own_words_stand_before_the_styles(name: str):
    """What was asked for in so many words counts more; the embedded base reads none of it."""
    said = prompt(FAMILIES[name], LOOKS, "in rain", own="at sunset in a red dress")
    assert "photo of a ohwx beautiful woman, at sunset in a red dress, in rain" in said
    pocket = FAMILIES["pocket"]
    assert prompt(pocket, LOOKS, "oil", own="a red dress") == prompt(pocket, LOOKS, "oil")


@pytest.mark.parametrize("name", LARGE)
def test_own_words_are_text_and_never_an_order(name: str):
    """Weights, networks and the word of a learnt face are left out, also of a row written by an older program."""
    said = prompt(FAMILIES[name], LOOKS, own="(red dress:1.9) <lora:x:1> ohwx {subject} [a|b]")
    assert said.partition(" woman")[2][2:].casefold().startswith("red dress subject a b")
    assert not set("()<>[]{}|:") & set(said)


def test_a_plain_style_leaves_clothes_and_place_to_a_persons_own_words():
    """ "Plain background, casual clothes" beside "a red dress in Paris" would draw neither."""
    natural = StyleBook().get("natural")
    assert natural.text("woman") == "natural light, plain background, casual clothes"
    assert natural.text("woman", own=True) == "natural light"
    oil = StyleBook().get("oil")
    assert oil.text("woman", own=True) == oil.text("woman")


@pytest.mark.parametrize("name", LARGE)
def test_every_style_is_told_in_the_manner_of_its_family(name: str):
    """Tags for CLIP, sentences for language models: whole ones, each beginning with a capital, for all there are."""
    family, book = FAMILIES[name], StyleBook()
    drawn = [style for style in book.all().values() if style.prompt]
    assert len(drawn) >= 115
    for style in drawn:
        for gender in ("woman", "man", "person"):
            who = replace(LOOKS, gender=gender, tags=("glasses",))
            own = "red dress in Paris"
            said = prompt(family, who, style.text(gender, own=True), manner=style.is_in, own=own)
            assert not re.search(r"[{}]|  |,,|\.\.|,\.| [,.]|, [A-Z][a-z]+ [a-z]+ of a", said), said
            if family.sentences:
                assert said.endswith(".")
                assert all(sentence[0].isupper() for sentence in said.removesuffix(".").split(". ")), said
                assert ". Red dress in Paris" in said
            else:
                assert "." not in re.sub(r"\d\.\d", "", said), said
                assert f", {own}, " in said


SYNTAX = re.compile(r"[()\[\]{}<>|:*+=\\/#]|\w_\w|\bBREAK\b")
PILE = 4  # bare words or pairs of them in one row, from which a sentence is a heap of tags


def _piled(sentence: str) -> int:
    """Return how many parts of a sentence are a word or two in a row that nothing joins to it."""
    said = re.sub(r", with .* and [^,]*$", "", sentence)
    return sum(len(part.split()) <= 2 for part in said.split(", "))


@pytest.mark.parametrize("name", [name for name in LARGE if FAMILIES[name].sentences])
def test_no_style_is_syntax_or_a_heap_of_tags_to_a_language_model(name: str):
    """What CLIP's users write in brackets it reads as brackets; and rows of words as a list that somebody dictated."""
    family, styles = FAMILIES[name], [style for style in StyleBook().all().values() if style.prompt]
    assert len(styles) >= 115
    for style in styles:
        for gender in ("woman", "man", "person"):
            who = replace(LOOKS, gender=gender, tags=("glasses",))
            said = prompt(family, who, style.text(gender), manner=style.is_in)
            assert not SYNTAX.search(said), said
            for sentence in said.removesuffix(".").split(". "):
                assert _piled(sentence) < PILE, sentence
    assert SYNTAX.search("a (red:1.3) coat")
    assert _piled("masterpiece, best quality, 8k, solo, upper body") >= PILE


@pytest.mark.parametrize("name", [name for name in LARGE if not FAMILIES[name].sentences])
def test_every_style_is_read_whole_by_clip(name: str, clip: PortraitPipeline):
    """Its encoders read 77 tokens; this one reads 32 and takes more of them for a word: all come in parts, none is cut.

    The words of the longest are few enough that the published vocabulary has room in one or two parts.
    """
    family, tokenizer = FAMILIES[name], clip.pipe.tokenizer
    for style in StyleBook().all().values():
        said = prompt(family, replace(LOOKS, tags=("glasses",)), style.text("woman"), manner=style.is_in)
        assert not SYNTAX.search(said), said
        count = texts.parts(clip.pipe, [said])
        rows = texts._rows(tokenizer, [said], count)[0].tolist()
        frame = {tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id}
        assert [one for row in rows for one in row if one not in frame] == tokenizer(said, add_special_tokens=False)[
            "input_ids"
        ]
        assert len(re.findall(r"\w+|[^\w\s]", said)) <= 75


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base with CLIP's kind of reader."""
    return tiny.pipeline(tmp_path_factory.mktemp("clip"))
