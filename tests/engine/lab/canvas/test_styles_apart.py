"""The judge of styles: it must see what differs, and must not see what does not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.lab.canvas.styles_apart import apart


def _people(count: int = 3) -> list[np.ndarray]:
    """Pictures of round-headed people who differ in size, place, skin and clothes."""
    made = []
    for number in range(count):
        rgb = np.full((200, 160, 3), 170, np.uint8)
        cv2.rectangle(rgb, (30, 150), (130, 200), (60 + 60 * number, 90, 160 - 40 * number), -1)
        cv2.circle(
            rgb, (80 + 3 * number, 95), 38 + 3 * number, (90 + 50 * number, 70 + 40 * number, 60 + 30 * number), -1
        )
        made.append(rgb)
    return made


def _warm(rgb: np.ndarray) -> np.ndarray:
    return (rgb * [1.0, 0.75, 0.4]).astype(np.uint8)


def _hatched(rgb: np.ndarray) -> np.ndarray:
    made = rgb.copy()
    made[::6] = 30
    return made


def test_styles_of_other_colour_and_texture_are_told_apart():
    """That is what a style is seen by."""
    plain = _people()
    styles = {"plain": plain, "warm": [_warm(each) for each in plain], "hatched": [_hatched(each) for each in plain]}
    found = apart(styles, plain)
    assert found.pairs == 3
    assert found.share == found.wider == 1.0
    assert min(found.margins.values()) > 1


def test_one_style_under_two_names_is_not():
    """The control: a judge that told these apart would tell anything apart."""
    plain, random = _people(), np.random.default_rng(0)
    noisy = [
        [(_warm(each) + random.normal(0, 3, each.shape)).clip(0, 255).astype(np.uint8) for each in plain]
        for _ in range(2)
    ]
    found = apart({"one": noisy[0], "other": noisy[1]}, plain)
    assert found.alike == (("one", "other"),)


def test_people_alone_are_no_style():
    """The same pictures in another order of people differ in who is shown, not in style: nothing is told apart."""
    plain = _people(4)
    found = apart({"one": plain, "other": plain}, plain)
    assert found.told == 0


def test_fewer_than_three_people_prove_nothing():
    """With two, every distance within a style is one number."""
    with pytest.raises(ValueError, match="three people"):
        apart({"one": _people(2)}, _people(2))
