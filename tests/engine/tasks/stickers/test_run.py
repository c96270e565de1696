"""Stickers: the person without the background, in the shape messengers ask for, and still labelled."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from engine.errors import JobCancelledError
from engine.requests import Progress
from engine.safety.origin import EDITED, MADE_BY_A_MODEL
from engine.safety.provenance import save_labelled, source_type
from engine.tasks.stickers import run as stickers
from engine.tasks.stickers.request import Stickers
from engine.tasks.stickers.run import EDGE, sticker


@pytest.fixture(scope="module")
def cut(models, astronaut, tmp_path_factory):
    """The astronaut and a picture without anybody."""
    folder = tmp_path_factory.mktemp("stickers")
    empty = np.zeros((300, 300, 3), np.uint8) + np.arange(300, dtype=np.uint8)[:, None, None] // 2
    for name, rgb in (("her", astronaut), ("empty", empty)):
        Image.fromarray(rgb).save(folder / f"{name}.png")
    heard: list[Progress] = []
    request = Stickers(pictures=(folder / "her.png", folder / "empty.png"), out=folder / "out")
    return stickers.run(request, models, heard.append, lambda: False), heard


def rgba(path):
    """A sticker's pixels."""
    with Image.open(path) as opened:
        return np.asarray(opened.convert("RGBA"))


def test_a_sticker_has_the_shape_platforms_ask_for(cut):
    """WebP, one side exactly 512 pixels, well under half a megabyte."""
    result, heard = cut
    (file,) = result.stickers
    assert max(rgba(file).shape[:2]) == 512
    assert file.suffix == ".webp"
    assert file.stat().st_size < 500_000
    assert [(one.stage, one.done, one.total) for one in heard] == [("cutting", 0, 2), ("cutting", 1, 2)]


def test_the_person_stays_and_the_background_goes(cut):
    """Her face is there; beside her head there is nothing; around her is white."""
    shown = rgba(cut[0].stickers[0])
    height, width = shown.shape[:2]
    assert shown[int(height * 0.2), int(width * 0.44), 3] == 255
    assert shown[: height // 4, : width // 8, 3].max() == 0
    assert shown[: height // 3, -width // 8 :, 3].max() == 0
    edge = (shown[..., 3] > 250) & (shown[..., :3].min(-1) > 250)
    assert edge.mean() > 0.02


def test_a_picture_without_anybody_is_counted_and_left_out(cut):
    """A sticker of nothing is none."""
    assert cut[0].skipped == 1


def test_a_sticker_says_that_it_is_made_by_a_machine(cut, astronaut):
    """In the file, and to the eye: the label of the picture itself went with the background."""
    file = cut[0].stickers[0]
    assert source_type(file) == MADE_BY_A_MODEL
    person = np.ones(astronaut.shape[:2], np.float32)
    marked, plain = sticker(np.full_like(astronaut, 120), person, 512), np.full((512, 512), 120)
    written = np.abs(marked[-50:-EDGE, EDGE:-EDGE, 0].astype(int) - plain[-50:-EDGE, EDGE:-EDGE]) > 60
    assert written.sum() > 150


def test_a_taken_back_job_stops(models, tmp_path):
    """Before the next picture."""
    request = Stickers(pictures=(tmp_path / "a.png",), out=tmp_path / "out")
    with pytest.raises(JobCancelledError):
        stickers.run(request, models, lambda _: None, lambda: True)


def test_a_sticker_of_an_edited_photo_is_called_edited(models, astronaut, tmp_path):
    """It was somebody's photo before and is one now; the module's other sticker is the control."""
    save_labelled(astronaut, tmp_path / "a.png", facts={}, origin=EDITED)
    request = Stickers(pictures=(tmp_path / "a.png",), out=tmp_path / "out")
    (file,) = stickers.run(request, models, lambda _: None, lambda: False).stickers
    assert source_type(file) == EDITED.term


def test_a_sticker_of_a_finished_picture_has_one_label(models, astronaut, tmp_path, monkeypatch):
    """The picture's own stands in its corner, here on her sleeve: beside the sticker's it would be doubled."""
    save_labelled(astronaut, tmp_path / "labelled.png", facts={}, origin=EDITED)
    Image.fromarray(astronaut).save(tmp_path / "plain.png")

    def cut(name):
        request = Stickers(pictures=(tmp_path / name,), out=tmp_path / "out")
        (file,) = stickers.run(request, models, lambda progress: None, lambda: False).stickers
        return rgba(file)[-60:, -200:, :3].astype(int)

    plain, labelled = cut("plain.png"), cut("labelled.png")
    monkeypatch.setattr(stickers, "says_origin", lambda picture: False)
    doubled = np.abs(cut("labelled.png") - plain).mean()
    assert np.abs(labelled - plain).mean() < 0.5 * doubled


def test_a_ragged_outline_becomes_one_that_scissors_could_cut():
    """Torn paper is half a person to the model; a round head keeps its shape."""
    y, x = np.mgrid[:400, :400].astype(np.float32)
    round_ = (np.hypot(x - 200, y - 200) < 120).astype(np.float32)
    spikes = ((np.abs(x - 200) % 14 < 4) & (np.abs(x - 200) < 100) & (y > 200) & (y < 370)).astype(np.float32)
    ragged = np.maximum(round_, spikes)

    def outline(mask):
        solid = (stickers._whole(mask) > 0.5).astype(np.uint8)
        (longest, *_) = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
        return cv2.arcLength(longest, closed=True), solid

    def rough(mask):
        return cv2.arcLength(cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, 1)[0][0], closed=True)

    before, (after, _), (plain, kept) = rough(ragged), outline(ragged), outline(round_)
    assert before > 1.8 * plain  # the control: it was ragged
    assert after < 1.15 * plain
    assert (kept == (round_ > 0.5)).mean() > 0.99
