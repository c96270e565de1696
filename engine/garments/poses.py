"""Poses people are drawn in, those of ``poses.toml`` or of people in a photo: as bones, the way OpenPose draws them.

picture, count = drawn("couple", height, width)
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from engine.faces.types import RGB
from engine.garments import bones
from engine.garments.body import JOINTS, Body, Hand

FILE = Path(__file__).with_name("poses.toml")


@cache
def known() -> dict[str, list[dict[str, Any]]]:
    """Return the people of each pose, as the file has them."""
    return {name: row["people"] for name, row in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


def drawn(name: str, height: int, width: int) -> tuple[RGB, int]:
    """Return the bones of a pose, (height, width, 3), and how many people are in it. Raises KeyError: no such pose."""
    people = bodies(name, height, width)
    return skeletons(height, width, people, []), len(people)


def bodies(name: str, height: int, width: int) -> list[Body]:
    """Return the people of a pose, from left to right. Raises KeyError: no such pose."""
    return [_body(each, height, width) for each in known()[name]]


def skeletons(height: int, width: int, bodies: Sequence[Body], hands: Sequence[Hand]) -> RGB:
    """Return the bones of several people and their hands, nearest last where they are given so."""
    picture = bones.controls.blank(height, width)
    for number, body in enumerate(bodies):
        own = bones.skeleton(height, width, body, hands if number == len(bodies) - 1 else [])
        picture = np.where(own.any(-1, keepdims=True), own, picture)
    return picture


def _body(one: dict[str, Any], height: int, width: int) -> Body:
    named = dict(zip(JOINTS, bones.STANDING, strict=True)) | one.get("joints", {})
    unit, neck = one["unit"] * min(height, width), np.array(one["at"], np.float32) * [width, height]
    joints = np.array([named[joint] for joint in JOINTS], np.float32) * np.float32(unit) + neck.astype(np.float32)
    inside = (joints >= 0).all(1) & (joints < [width, height]).all(1)
    return Body(joints=joints, seen=inside, area=np.zeros((height, width), np.float32))
