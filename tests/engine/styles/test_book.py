"""The style book: shipped styles, the operator's own, and finding one by a half-remembered name."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import bases, weights
from engine.safety.examine import made_here
from engine.safety.origin import EDITED_BY_A_MODEL
from engine.safety.provenance import source_type
from engine.styles import ADAPTERS, HERE, STYLE_WEIGHT, Style, StyleBook
from engine.styles.book import PREVIEW_BYTES, family_titles, hub_file, shipped
from engine.styles.canvas import canvases
from engine.styles.looks import LOOKS
from tests.engine.styles.files import attention, lora_file

LANGUAGES = {file.stem for file in (HERE.parents[1] / "handlers" / "locales").glob("*.ftl")}
POCKET_WORDS = (HERE.parent / "lab" / "pocket" / "vocabulary.txt").read_text().split()
SOMEBODY = re.compile(r"\b(man|woman|men|women|boy|girl|girls|he|she|his|her|male|female|lady|guy)\b")
INDECENT = re.compile(
    r"\b(sexy|nude|naked|cleavage|breast|bust|lingerie|underwear|see-through|lolita|schoolgirl|maid)\b"
)


@pytest.fixture
def book(tmp_path: Path) -> StyleBook:
    """The shipped styles and an empty folder for own ones."""
    return StyleBook(tmp_path)


def _book(base: str, weights_folder: Path, own: Path | None = None) -> StyleBook:
    return StyleBook(own, family=bases.families()[base], weights=weights_folder)


def test_there_are_more_than_a_hundred_styles():
    """The published catalogue had 76, most of them for women only."""
    assert len(shipped()) >= 140


def test_every_style_has_a_title_of_its_own_in_every_language_of_the_bot():
    """A list shows titles; two that read the same would be one choice."""
    for language in LANGUAGES:
        titles = [style.titles[language] for style in shipped().values()]
        assert len(set(titles)) == len(titles), language


def test_no_style_says_who_is_drawn():
    """The subject is filled in: a style fits men, women and whoever is neither."""
    for style in shipped().values():
        said = {subject: style.text(subject, with_adapter=True).casefold() for subject in ("man", "woman", "person")}
        assert all(said.values())
        assert not any(SOMEBODY.search(text) for text in said.values()), style.name
        assert not any(INDECENT.search(text) for text in (*said.values(), style.name, *style.titles.values()))
        assert (len(set(said.values())) > 1) == bool(style.wear), style.name


def test_clothes_differ_by_who_wears_them():
    """A wedding needs no dress for everybody."""
    style = shipped()["wedding-garden"]
    assert "suit" in style.text("man")
    assert "dress" in style.text("woman")
    assert not {"suit", "dress"} & set(style.text("person").split())


def test_the_words_of_an_adapter_are_said_only_with_it():
    """Without the adapter "dunhuang_style" means nothing."""
    style = shipped()["dunhuang"]
    assert "dunhuang_style" in style.text("woman", with_adapter=True)
    assert "dunhuang_style" not in style.text("woman")


def test_every_family_of_styles_has_a_title():
    """Families are the first filter."""
    assert {style.family for style in shipped().values()} == family_titles().keys()
    assert all(titles.keys() == LANGUAGES for titles in family_titles().values())


def test_every_adapter_from_the_hub_is_a_known_component():
    """A style that names a file nobody can fetch would be a promise without a way to keep it."""
    known, used = weights.components(ADAPTERS), set()
    for family in bases.families().values():
        for style in shipped().values():
            if fetched := hub_file(style, family):
                assert [file.file for file in known[fetched[0]].files] == [fetched[1]]
                used.add(fetched[0])
    assert used == known.keys()
    assert len(known) >= 50


def test_the_shipped_adapters_are_there(book: StyleBook):
    """A style without its file would be plain words under a promising name."""
    files = [style.adapter("pocket") for style in book.all().values()]
    assert all(file.is_file() for file in files if file)
    assert sum(file is not None for file in files) >= 12


def test_every_look_a_style_names_exists(book: StyleBook):
    """The selfie goes through it before fusion."""
    assert {style.look for style in book.all().values() if style.look} <= LOOKS.keys()


def test_words_for_the_embedded_base_are_in_its_vocabulary():
    """It spells anything else in bytes, and understands nothing of it."""
    for style in shipped().values():
        assert set(re.findall(r"[a-z]+", style.words)) <= set(POCKET_WORDS), style.name


def test_the_embedded_base_shows_only_what_can_be_had_on_it(tmp_path: Path):
    """Which styles those are is decided by adapters, words and canvas recipes, not by a list of names."""
    book = _book("pocket", tmp_path)
    assert {"cyberpunk", "natural"} <= set(book.names())
    assert "hanfu" not in book.names()
    assert set(book.names()) == {name for name, style in book.all().items() if style.words} | canvases()
    assert "base-sd15" in book.standing("hanfu").how
    photo = book.standing("ukiyo-e")
    assert (photo.drawable, photo.canvas, photo.drawn) == (True, True, False)  # the photo is put into it, not drawn
    assert not _book("sd15", tmp_path).standing("ukiyo-e").canvas
    assert "hanfu" not in book.closest("hanfo")
    assert book.get("hanfu").name == "hanfu"


def test_a_large_base_draws_from_words_until_the_adapter_is_fetched(tmp_path: Path):
    """And says which command brings the adapter."""
    book = _book("majicmix", tmp_path)
    before = book.standing("cheongsam")
    assert (before.drawable, before.adapter, before.how) == (True, False, "python -m bot styles fetch cheongsam")
    component, file = hub_file(book.all()["cheongsam"], bases.families()["majicmix"])
    (tmp_path / component).mkdir()
    (tmp_path / component / file).write_bytes(b"")
    assert book.standing("cheongsam").adapter


def test_a_style_that_needs_its_adapter_waits_for_it(tmp_path: Path):
    """Some looks cannot be said in words."""
    (tmp_path / "own.toml").write_text('[odd]\nprompt = "odd"\nneeds_adapter = true\n')
    assert "odd" not in _book("sd15", tmp_path, tmp_path).names()


def test_families_are_counted_by_what_can_be_drawn(tmp_path: Path):
    """A filter that leads nowhere is none."""
    told = _book("pocket", tmp_path).families("de")
    assert sum(count for _, _, count in told) == len(_book("pocket", tmp_path).names())
    films = [name for name in _book("pocket", tmp_path).names() if shipped()[name].family == "film"]
    assert ("film", "Film", len(films)) in told
    assert len(_book("sd15", tmp_path).families()) == len(family_titles())


@pytest.mark.parametrize("said", ["cyberpunk", "Cyberpunk", " CYBER punk", "赛博朋克", "ciberpunk"])
def test_a_style_is_found_however_it_is_written(book: StyleBook, said: str):
    """People type names from memory, in their own language."""
    assert book.get(said).name == "cyberpunk"


def test_a_misspelt_style_offers_the_closest(book: StyleBook):
    """The answer to an unknown style names what may have been meant."""
    assert book.closest("cyberpank")[0] == "cyberpunk"
    assert 1 <= len(book.closest("zzzzzz")) <= 3


def test_a_dropped_file_is_a_style_at_once(book: StyleBook, tmp_path: Path):
    """No restart: the folder is looked at again when it changed. Which base it is for stands in the file."""
    assert book.get("brass") is None
    lora_file(tmp_path / "brass.safetensors", attention(256))
    file = tmp_path / "own.toml"
    file.write_text('[brass]\nprompt = "polished brass"\nadapters = { auto = "brass.safetensors" }\n')
    assert book.get("brass").adapter("pocket", "pocket") == tmp_path / "brass.safetensors"
    assert book.get("brass").own
    file.write_text('[copper]\nprompt = "old copper"\n')
    os.utime(file, (1, 1))
    assert book.get("brass") is None
    assert book.get("copper").adapter("pocket") is None


def test_an_adapter_serves_every_family_of_its_architecture(book: StyleBook, tmp_path: Path):
    """Film and Majicmix are both Stable Diffusion 1.5."""
    lora_file(tmp_path / "x.safetensors", attention(768))
    (tmp_path / "own.toml").write_text('[x]\nprompt = "x"\nadapters = { auto = "x.safetensors" }\n')
    style = book.get("x")
    assert style.adapters == {"sd15": "x.safetensors"}
    assert style.adapter("majicmix", "sd15") == style.adapter("sd15", "sd15") == tmp_path / "x.safetensors"
    assert style.adapter("pocket", "pocket") is None


BAD = {
    'prompt = "no table"': "it is no table",
    "[Upper]\nprompt = 'x'": "small letters",
    "[x]\npromt = 'x'": "promt is no field",
    "[x]\ntags = ['a']": "neither prompt nor words",
    "[x]\nprompt = 'a {subject}'": "only gap",
    "[x]\nprompt = 'a {wear'": "not closed",
    "[x]\nprompt = '{wear}'\nwear = { man = 'a' }": "man, woman and person",
    "[x]\nprompt = 'a'\nstyle_weight = 9": "between 0 and 2",
    "[x]\nprompt = 'a'\nstyle_weight = 'much'": "must be a number",
    "[x]\nprompt = 'a'\ntitles = 'a'": "table of texts",
    "[x]\nprompt = 'a'\npreview = '../../etc/passwd'": "outside its folder",
    "[x]\nprompt = 'a'\nadapters = { pocket = '/etc/passwd' }": "outside its folder",
    "[x]\nprompt = 'a'\nadapters = { pocket = 'gone.safetensors' }": "is not there",
    "[x]\nprompt = 'a'\nadapters = { pocket = 'cut.safetensors' }": "is not complete",
    "[x]\nprompt = 'a'\nadapters = { pocket = 'sd.safetensors' }": "was made for sd15",
    "[x]\nprompt = 'a'\nadapters = { auto = 'odd.safetensors' }": "does not tell its base",
    "[x]\nprompt = 'a'\nadapters = { auto = 'flux.safetensors' }": "was made for FLUX, which",
    "[x]\nprompt = 'a'\nadapters = { sd15 = 'nan.safetensors' }": "numbers that are none",
    "[x]\nprompt = 'a'\nadapters = { sd15 = 'bundle.safetensors' }": "tensors beside its layers",
    "[x]\nprompt = 'a'\nmanner = 'sung'": "manner must be one of photo, painted, drawn",
    "[x]\nprompt = 'a'\nadapters = { sd99 = 'sd.safetensors' }": "sd99 is no base",
    "[x\n": "cannot be read",
    "\x00\xff": "cannot be read",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_file_changes_nothing_and_says_why(book: StyleBook, tmp_path: Path, text: str):
    """An operator's slip must not take the styles from everybody."""
    lora_file(tmp_path / "sd.safetensors", attention(768))
    lora_file(tmp_path / "odd.safetensors", attention(77))
    lora_file(tmp_path / "flux.safetensors", {"double_blocks.0.lora_A.weight": (2, 8)})
    lora_file(tmp_path / "bundle.safetensors", attention(768) | {"bundle_emb.cat": (2, 768)})
    spoilt = lora_file(tmp_path / "nan.safetensors", attention(768))
    spoilt.write_bytes(spoilt.read_bytes()[:-2] + b"\x00\x7e")
    cut = lora_file(tmp_path / "cut.safetensors", attention(256))
    cut.write_bytes(cut.read_bytes()[:-1])
    (tmp_path / "good.toml").write_text('[good]\nprompt = "fine"\n')
    (tmp_path / "bad.toml").write_text(text, encoding="latin-1")
    assert set(book.names()) == {*shipped(), "good"}
    (problem,) = book.problems()
    assert problem.file == "bad.toml"
    assert BAD[text] in problem.sentence


def test_a_file_that_was_still_being_copied_appears_when_it_is_whole(book: StyleBook, tmp_path: Path):
    """Large files take a while; nobody touches the TOML file again afterwards."""
    whole = lora_file(tmp_path / "x.safetensors", attention(256)).read_bytes()
    (tmp_path / "x.safetensors").write_bytes(whole[:40])
    (tmp_path / "own.toml").write_text('[x]\nprompt = "x"\nadapters = { auto = "x.safetensors" }\n')
    assert book.get("x") is None
    (tmp_path / "x.safetensors").write_bytes(whole)
    assert book.get("x") is not None
    assert not book.problems()


def test_an_own_style_may_replace_a_shipped_one(book: StyleBook, tmp_path: Path):
    """The operator has the last word."""
    Image.new("RGB", (8, 8)).save(tmp_path / "noir.png")
    (tmp_path / "own.toml").write_text('[noir]\nprompt = "mine"\npreview = "noir.png"\n')
    assert book.get("noir").prompt == "mine"
    assert book.info("noir")["preview"] == tmp_path / "noir.png"


@pytest.mark.parametrize("data", [None, b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(PREVIEW_BYTES)])
def test_a_preview_that_cannot_be_shown_is_told_and_left_out(book: StyleBook, tmp_path: Path, data: bytes | None):
    """Missing, no picture, or too large: the style itself is fine, and a list of styles must not fail over it."""
    if data is not None:
        (tmp_path / "x.png").write_bytes(data)
    (tmp_path / "own.toml").write_text('[x]\nprompt = "x"\npreview = "x.png"\n')
    assert book.info("x")["preview"] is None
    assert [problem.sentence for problem in book.problems()] == ["[x]: x.png is no JPEG or PNG picture"]


def test_every_style_of_a_small_machine_has_a_labelled_preview(tmp_path: Path):
    """Each says that somebody's photo was edited, to the eye, in its pixels and in the file; the others have none."""
    book = _book("pocket", tmp_path)
    assert len(book.names()) >= 100
    for name in book.names():
        preview = book.info(name)["preview"]
        assert preview.stat().st_size <= 25_000, name
        assert source_type(preview) == EDITED_BY_A_MODEL
        pixels = np.asarray(Image.open(preview))
        assert pixels.shape[0] == 1.25 * pixels.shape[1] >= 270, name
        assert made_here(pixels), name
    assert all(book.info(name)["preview"] is None for name in book.others())


def test_shipped_previews_are_of_the_base_that_drew_them(tmp_path: Path):
    """A larger base would draw something far better: it does not advertise with these."""
    assert _book("sd15", tmp_path).info("noir")["preview"] is None


def test_the_published_weight_is_the_default():
    """Paper 2.3: style 0.25, face 1.0; the embedded base's own styles state theirs."""
    style = Style(name="plain", base_weights={"pocket": 1.0})
    assert (style.weight("sd15"), style.weight("pocket"), style.face_weight) == (STYLE_WEIGHT, 1.0, 1.0)


def test_shipped_adapters_stay_small():
    """Under 1 MB each, so that dozens fit in the repository."""
    files = list(HERE.glob("pocket/*.safetensors"))
    assert files
    assert max(file.stat().st_size for file in files) < 1_000_000
