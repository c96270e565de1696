"""The invisible mark: what it outlives, what it says, and that nobody sees it."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage import data

from engine.safety import first_watermark, watermark
from engine.safety.watermark import NUMBER_BITS, SURE, embed, read_whole, search

NUMBER = 0x2BADCAFE & ((1 << NUMBER_BITS) - 1)
PICTURES = {name: np.ascontiguousarray(getattr(data, name)()[..., :3]) for name in ("astronaut", "coffee", "rocket")}


def jpeg(rgb: np.ndarray, quality: int = 70) -> np.ndarray:
    """As a chat stores it."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer))


def sized(rgb: np.ndarray, long: int) -> np.ndarray:
    """With its long side so many pixels."""
    share = long / max(rgb.shape[:2])
    size = (round(rgb.shape[1] * share), round(rgb.shape[0] * share))
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS))


def without(rgb: np.ndarray, top: float, left: float, bottom: float, right: float) -> np.ndarray:
    """Without these shares of its sides."""
    height, width = rgb.shape[:2]
    return rgb[round(top * height) : round((1 - bottom) * height), round(left * width) : round((1 - right) * width)]


def on_a_screen(rgb: np.ndarray) -> np.ndarray:
    """In the middle of a phone's screen, with what else stands there."""
    screen = np.full((2000, 900, 3), 24, np.uint8)
    small = sized(rgb, 880)
    height, width = small.shape[:2]
    screen[500 : 500 + height, 10 : 10 + width] = small
    for line in range(8):
        for at in (60 + 50 * line, 1500 + 50 * line):
            cv2.putText(screen, "somebody writes something", (20 + 9 * line, at), 0, 1.4, (220, 220, 220), 2)
    return screen


WHOLE = {
    "untouched": lambda rgb: rgb,
    "quality 70": jpeg,
    "1280 px, quality 70": lambda rgb: jpeg(sized(rgb, 1280)),
    "three quarters of its size, quality 70": lambda rgb: jpeg(sized(rgb, max(rgb.shape) * 3 // 4)),
    "mirrored, quality 70": lambda rgb: jpeg(np.ascontiguousarray(rgb[:, ::-1])),
    "lying on its side": lambda rgb: jpeg(np.ascontiguousarray(np.rot90(rgb))),
    "WebP": lambda rgb: webp(rgb),
}
PARTS = {
    "a tenth off one side": lambda rgb: jpeg(without(rgb, 0.1, 0, 0, 0)),
    "a tenth off every side, 1280 px": lambda rgb: jpeg(sized(without(rgb, 0.1, 0.1, 0.1, 0.1), 1280)),
    "a tenth off every side, mirrored": lambda rgb: jpeg(
        np.ascontiguousarray(without(rgb, 0.1, 0.1, 0.1, 0.1)[:, ::-1])
    ),
    "half of every side": lambda rgb: jpeg(without(rgb, 0.2, 0.3, 0.3, 0.2), 80),
    "a screenshot": lambda rgb: jpeg(on_a_screen(rgb), 80),
}


def webp(rgb: np.ndarray) -> np.ndarray:
    """As Discord stores it."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "WEBP", quality=80)
    return np.asarray(Image.open(buffer).convert("RGB"))


@pytest.mark.parametrize("damage", list(WHOLE))
@pytest.mark.parametrize("name", list(PICTURES))
def test_a_whole_picture_names_its_job(name, damage):
    """After what chats do to every picture. The control, the same picture unmarked, says nothing."""
    reading = read_whole(WHOLE[damage](embed(PICTURES[name], NUMBER)))
    assert reading.number == NUMBER
    assert reading.mirrored is ("mirrored" in damage)
    plain = read_whole(WHOLE[damage](PICTURES[name]))
    assert not plain.marked
    assert plain.number is None


@pytest.mark.parametrize("damage", list(PARTS))
@pytest.mark.parametrize("name", ["astronaut", "coffee"])
def test_a_part_of_a_picture_names_its_job(name, damage):
    """Whoever cuts the label off does not cut the mark off. A reader that
    knows no other size finds nothing (control), but where the long side is whole."""
    changed = PARTS[damage](embed(sized(PICTURES[name], 1024), NUMBER))
    reading = search(changed)
    assert reading.marked
    assert reading.number == NUMBER
    assert read_whole(changed).marked is ("one side" in damage)


def test_what_is_not_marked_is_not_found_anywhere():
    """The search looks at a thousand sizes: chance alone gives more there, and stays under the threshold."""
    highest = max(search(jpeg(rgb)).deviations for rgb in PICTURES.values())
    assert highest < SURE - 1


@pytest.mark.parametrize("name", list(PICTURES))
def test_nobody_sees_the_mark(name):
    """44 dB and more; less on a flat sky than in hair, and no edge of a sky is louder than its middle."""
    marked = embed(PICTURES[name], NUMBER)
    assert cv2.PSNR(PICTURES[name], marked) > 43.5
    scene = np.full((1024, 1024, 3), 180, np.uint8)
    scene[512:] = np.random.default_rng(0).integers(0, 256, (512, 1024, 3), np.uint8)
    change = np.abs(embed(scene, NUMBER).astype(int) - scene).max(-1)
    sky, beside, noise = change[:400].mean(), change[480:496].mean(), change[560:].mean()
    assert sky < 0.6
    assert beside < 1.5 * sky
    assert noise > 2 * sky


def test_every_job_has_a_mark_of_its_own():
    """Two jobs differ in what they say, not in whether they are ours; the largest number has room."""
    rgb = PICTURES["astronaut"]
    for number in (0, 1, (1 << NUMBER_BITS) - 1):
        assert read_whole(embed(rgb, number)).number == number
    with pytest.raises(ValueError, match="bits"):
        embed(rgb, 1 << NUMBER_BITS)


def test_a_number_is_only_told_where_its_check_fits():
    """A spoilt number would accuse another job: what carries the fixed lines alone is ours, and names nobody."""
    rgb = PICTURES["astronaut"].astype(int)
    four = sum(embed(PICTURES["astronaut"], number).astype(int) - rgb for number in (111111, 222222, 333333, 444444))
    reading = read_whole(np.clip(rgb + four, 0, 255).astype(np.uint8))
    assert reading.marked
    assert reading.number is None


@pytest.mark.parametrize("name", list(PICTURES))
def test_what_is_made_of_a_marked_picture_names_the_later_job(name):
    """A portrait that speaks carried two numbers, and neither could be read. Marked twice alike, it stays as it is."""
    rgb = PICTURES[name]
    first = embed(rgb, 1)
    assert read_whole(jpeg(embed(jpeg(first, 90), NUMBER))).number == NUMBER
    assert cv2.PSNR(rgb, embed(first, NUMBER)) > 42
    assert np.array_equal(embed(first, 1), first)


@pytest.mark.parametrize("name", list(PICTURES))
def test_only_a_mark_that_lies_as_another_would_is_taken_out(name):
    """Every new picture was looked at from eight sides before it was marked."""
    rgb = PICTURES[name]
    marked = embed(rgb, NUMBER)
    assert watermark._laid_before(rgb) is None
    assert watermark._laid_before(marked) == NUMBER
    for view in (marked[:, ::-1], np.rot90(marked)):
        turned = np.ascontiguousarray(view)
        assert read_whole(turned).number == NUMBER
        assert watermark._laid_before(turned) is None


def first_mark(rgb: np.ndarray) -> np.ndarray:
    """Mark a picture as the first versions did."""
    pattern = cv2.idct(first_watermark.signs())
    pattern = cv2.resize(pattern / pattern.std(), rgb.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return np.clip(np.round(rgb + pattern[..., None]), 0, 255).astype(np.uint8)


def test_pictures_of_earlier_versions_are_still_known():
    """They are out in the world. Neither reader takes the other's mark for its own (control)."""
    rgb = PICTURES["astronaut"]
    old, new = jpeg(first_mark(rgb)), jpeg(embed(rgb, NUMBER))
    assert first_watermark.deviations(old) > first_watermark.SURE
    assert first_watermark.deviations(new) < 4
    assert not read_whole(old).marked
    assert not watermark.search(old).marked
