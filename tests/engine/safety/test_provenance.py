"""Every picture says that a model made it."""

from __future__ import annotations

import datetime
import errno
import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage import data

from engine.errors import DiskFullError
from engine.safety import credentials
from engine.safety.lettering import letters, unwritten
from engine.safety.origin import DRAWN, EDITED, MADE_BY_A_MODEL, short
from engine.safety.provenance import (
    PNG_STRATEGY,
    detect_watermark,
    label,
    origin_of,
    read_facts,
    save_labelled,
    source_type,
    words_on,
)
from engine.safety.stamp import Stamp, stamped
from engine.safety.watermark import SURE, embed, read_whole

FACTS = {"generator": "portrait-bot", "version": "0.1", "style": "ink", "seed": 7}


def jpeg(rgb, quality: int):
    """As a chat platform stores it."""
    _, data = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


def resized(rgb, share: float):
    """As a phone's screen shows it."""
    return cv2.resize(rgb, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


PICTURES = {
    "portrait": data.astronaut,
    "food": data.coffee,
    "animal": data.cat,
    "flat": lambda: np.full((512, 512, 3), 200, np.uint8),
    "black": lambda: np.zeros((512, 512, 3), np.uint8),
}


@pytest.fixture(params=PICTURES)
def picture(request):
    """Pictures of several kinds, none marked."""
    return np.ascontiguousarray(PICTURES[request.param]())


DAMAGE = {
    "untouched": lambda rgb: rgb,
    "jpeg 80": lambda rgb: jpeg(rgb, 80),
    "three quarters": lambda rgb: resized(rgb, 0.75),
    "both": lambda rgb: jpeg(resized(rgb, 0.75), 80),
    "enlarged": lambda rgb: jpeg(resized(rgb, 2.0), 87),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_mark_outlives_a_chat_platform(picture, damage):
    """Re-encoding and resizing are what happens to every photo that is sent. In pure black JPEG leaves no mark."""
    if picture.any() or damage in ("untouched", "three quarters", "enlarged"):
        assert detect_watermark(DAMAGE[damage](label(picture))) > 0.9


def test_unmarked_pictures_are_not_accused(picture):
    """The control, also after the same damage, and for a picture that was mirrored after marking."""
    assert detect_watermark(picture) < 0.1
    assert detect_watermark(jpeg(resized(picture, 0.75), 80)) < 0.1


def test_noise_is_not_accused():
    """What chance gives stays far under the threshold: of 60 pictures none comes near it."""
    rng = np.random.default_rng(0)
    found = [read_whole(rng.integers(0, 256, (96, 96, 3), np.uint8)).deviations for _ in range(60)]
    assert max(found) < SURE - 1.5


def test_nobody_sees_the_mark(picture):
    """At most a few brightness steps, 42 dB and more."""
    marked = embed(picture)
    assert cv2.PSNR(picture, marked) > 42
    assert marked.dtype == np.uint8


def test_the_label_is_small_readable_and_in_the_corner(picture):
    """Light letters with a dark edge: readable on white and on black, over less than 2 % of the picture."""
    plain, written = label(picture, visible=False), label(picture)
    changed = (plain != written).any(-1)
    rows, columns = np.nonzero(changed)
    height, width = picture.shape[:2]
    assert rows.min() > 0.85 * height
    assert columns.min() > 0.6 * width
    assert 0.0005 < changed.mean() < 0.02
    box = cv2.cvtColor(written, cv2.COLOR_RGB2GRAY)[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert int(box.max()) - int(box.min()) > 70


def test_a_tiny_picture_gets_the_short_label():
    """The long one would cover a face of 96 pixels."""
    tiny = np.full((96, 96, 3), 90, np.uint8)
    _, columns = np.nonzero((label(tiny) != label(tiny, visible=False)).any(-1))
    assert 4 < np.ptp(columns) < 32


@pytest.mark.parametrize("name", ["portrait.png", "portrait.jpg"])
def test_a_saved_picture_says_it_in_all_ways(tmp_path, name):
    """The caller hands over the plain picture: mark, label and metadata are put in on the way to the disk."""
    rgb = np.ascontiguousarray(data.astronaut())
    save_labelled(rgb, tmp_path / name, facts=FACTS)
    stored = np.asarray(Image.open(tmp_path / name).convert("RGB"))
    assert source_type(tmp_path / name) == MADE_BY_A_MODEL
    assert detect_watermark(stored) > 0.9
    assert np.abs(stored[480:, 400:].astype(int) - rgb[480:, 400:]).max() > 60


def test_facts_come_back_from_a_png(tmp_path):
    """Seed and style make "again, like this one" possible from the file alone."""
    save_labelled(np.ascontiguousarray(data.astronaut()), tmp_path / "a.png", facts=FACTS)
    assert read_facts(tmp_path / "a.png") == FACTS


def test_nothing_about_a_person_can_slip_into_a_file(tmp_path):
    """Names, prompts and embeddings are refused by name, not filtered."""
    rgb = np.zeros((64, 64, 3), np.uint8)
    with pytest.raises(ValueError, match="prompt"):
        save_labelled(rgb, tmp_path / "a.png", facts={"seed": 1, "prompt": "me"})
    assert not (tmp_path / "a.png").exists()
    with pytest.raises(ValueError, match="gif"):
        save_labelled(rgb, tmp_path / "a.gif", facts={})


def test_a_foreign_picture_states_nothing(tmp_path):
    """The control for the metadata."""
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    assert source_type(tmp_path / "a.png") is None
    assert read_facts(tmp_path / "a.png") == {}


class _FullDisk(type(Path())):
    def write_bytes(self, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "no room")


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    """Half a picture would be worse than none."""
    with pytest.raises(DiskFullError):
        save_labelled(np.zeros((64, 64, 3), np.uint8), _FullDisk(tmp_path / "a.png"), facts={})
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def signer():
    """With a certificate made for this machine."""
    return credentials.Signer(credentials.self_made(now=datetime.datetime.now(datetime.UTC)))


@pytest.mark.parametrize(("name", "mime"), [("a.png", "image/png"), ("a.jpg", "image/jpeg")])
def test_signed_credentials_are_valid_until_a_byte_changes(tmp_path, signer, name, mime):
    """A signature that does not notice a change would be decoration."""
    save_labelled(np.ascontiguousarray(data.astronaut()), tmp_path / name, facts=FACTS, signer=signer)
    signed = (tmp_path / name).read_bytes()
    manifest = credentials.read(signed, mime)
    assert manifest["state"] == "Valid"
    (actions,) = [one for one in manifest["assertions"] if one["label"].startswith("c2pa.actions")]
    assert actions["data"]["actions"][0]["digitalSourceType"] == MADE_BY_A_MODEL
    changed = bytearray(signed)
    changed[-3000] ^= 1
    assert credentials.read(bytes(changed), mime)["state"] == "Invalid"
    assert source_type(tmp_path / name) == MADE_BY_A_MODEL


def test_a_picture_without_credentials_has_none(tmp_path):
    """Unsigned is told from signed."""
    save_labelled(np.zeros((64, 64, 3), np.uint8), tmp_path / "a.png", facts={})
    assert credentials.read((tmp_path / "a.png").read_bytes(), "image/png") is None


@pytest.mark.parametrize("name", ["photo.png", "photo.jpg"])
def test_an_edited_photo_is_not_called_generated(tmp_path, name):
    """Somebody's own photo in a new light: IPTC has a term of its own for it. The control is a drawn picture."""
    rgb = np.ascontiguousarray(data.astronaut())
    for origin, folder in ((EDITED, tmp_path / "edited"), (DRAWN, tmp_path / "drawn")):
        folder.mkdir()
        save_labelled(rgb, folder / name, facts={}, origin=origin)
        assert source_type(folder / name) == origin.term
        assert origin_of(folder / name) == origin
    edited, drawn = (np.asarray(Image.open(tmp_path / kind / name)) for kind in ("edited", "drawn"))
    assert np.abs(edited[480:, 400:].astype(int) - drawn[480:, 400:]).max() > 60  # the words differ
    assert EDITED.term.endswith("/compositeWithTrainedAlgorithmicMedia")


def test_the_credentials_of_an_edited_photo_say_so_too(tmp_path, signer):
    """Two statements in one file must not contradict each other."""
    save_labelled(np.zeros((64, 64, 3), np.uint8), tmp_path / "a.png", facts={}, signer=signer, origin=EDITED)
    manifest = credentials.read((tmp_path / "a.png").read_bytes(), "image/png")
    assert manifest["state"] == "Valid"
    (actions,) = [one for one in manifest["assertions"] if one["label"].startswith("c2pa.actions")]
    assert actions["data"]["actions"][0]["digitalSourceType"] == EDITED.term


def test_a_picture_that_is_labelled_anew_carries_one_label():
    """A clip of a portrait showed two, one cut in half. Away from the letters nothing changes; the control has them."""
    plain = np.ascontiguousarray(data.astronaut())
    marked = label(plain, text=EDITED.text)
    bare = unwritten(marked, EDITED.text)
    letters = (marked.astype(int) - label(plain, visible=False)).astype(int)
    where = np.abs(letters).max(-1) > 40
    assert where.sum() > 100
    assert (
        np.abs(bare[where].astype(int) - plain[where]).mean()
        < 0.35 * np.abs(marked[where].astype(int) - plain[where]).mean()
    )
    around = cv2.dilate(where.astype(np.uint8), np.ones((15, 15))) == 0
    assert np.array_equal(bare[around], marked[around])


WORDS = {"de": "KI-generiert", "ru": "Создано ИИ", "ja": "AI生成", "zh": "AI生成"}


def test_the_label_is_in_the_persons_language(tmp_path):
    """Eight languages, each with two letters for small pictures; one nobody translated is English."""
    assert {language: DRAWN.label(language) for language in WORDS} == WORDS
    for origin in (DRAWN, EDITED):
        assert len({origin.label(language) for language in ("en", *origin.labels)}) >= 6
        assert set(origin.labels) == {"de", "es", "fr", "ja", "pt", "ru", "zh"}
        assert all(len(short(words)) == 2 for words in (origin.text, *origin.labels.values()))
        assert origin.label("xx") == origin.text
    rgb = np.full((700, 700, 3), 120, np.uint8)
    with stamped(Stamp(language="ru")):
        save_labelled(rgb, tmp_path / "a.png", facts={})
        assert np.array_equal(label(rgb), label(rgb, text="Создано ИИ"))
    assert words_on(tmp_path / "a.png") == "Создано ИИ"
    save_labelled(rgb, tmp_path / "b.png", facts={})
    assert words_on(tmp_path / "b.png") == DRAWN.text


@pytest.mark.parametrize("text", sorted({*DRAWN.labels.values(), *EDITED.labels.values()}))
def test_every_language_has_its_letters(text):
    """A font without one draws a question mark or a box: no letter looks like that of a letter nobody has (control)."""
    nobodys = _shape("\ue83a")
    strange = [letter for letter in text if not letter.isascii()]
    assert all(np.abs(_shape(letter) - nobodys).mean() > 20 for letter in strange)
    assert np.abs(_shape("\ue83b") - nobodys).mean() < 1
    assert letters(text, 40, 3).shape[1] > 100


def _shape(letter: str) -> np.ndarray:
    return cv2.resize(letters(letter, 40, 3)[..., 3], (24, 24))


@pytest.mark.parametrize("name", ["portrait", "food", "animal"])
def test_a_marked_picture_takes_no_more_room_for_being_written_quickly(name, tmp_path: Path):
    """Looking for more than runs took half as long again; it pays in pictures without the mark, which is noise."""
    rgb = np.ascontiguousarray(PICTURES[name]())
    save_labelled(rgb, tmp_path / "one.png", facts=FACTS)
    with Image.open(tmp_path / "one.png") as image:
        pixels = image.copy()
    written, searched = io.BytesIO(), io.BytesIO()
    pixels.save(written, "PNG", compress_type=PNG_STRATEGY)
    pixels.save(searched, "PNG", compress_level=4)
    assert len(written.getvalue()) < 1.01 * len(searched.getvalue())
    assert (tmp_path / "one.png").stat().st_size < len(written.getvalue()) + 4000
