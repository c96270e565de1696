"""An operator's own bases: ``families.toml`` in the weights folder, a few lines each beside the files themselves.

    [dreamy]
    like = "sd15"                      # or sdxl, z-image-turbo, ...: whatever is not said here is taken from it
    title = "Dreamy"
    file = "dreamy"                    # in the weights folder: in the layout of diffusers; or dreamy.safetensors
    licence = "CreativeML OpenRAIL-M"
    commercial = false

``ENGINE_BASE=dreamy`` draws with it. Its files are the operator's own word: nobody stated a checksum to compare with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

from engine.bases.family import SINGLE, Family
from engine.errors import BadBaseError
from engine.weights import components

FILE = "families.toml"
PICKLES = (".ckpt", ".pt", ".pth", ".bin")
TEXT_RATE = "text_rate"  # of the recipe for faces: the learning rate of the text encoder
NEEDED = ("like", "file")
NOT_SAID = ("name", "own", "folder", "samplers", "face", "style", "architecture")  # these come with the kind


def read(weights: Path, known: Mapping[str, Family]) -> dict[str, Family]:
    """Return the bases described in the weights folder, by name; none where there is no such file.

    Raises:
        BadBaseError: a record lacks something, says something unknown, or leaves the folder.
    """
    file = weights / FILE
    if not file.is_file():
        return {}
    try:
        records = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadBaseError(FILE, f"line cannot be read: {error}") from None
    return {name: _family(name, record, known) for name, record in records.items()}


def _family(name: str, record: object, known: Mapping[str, Family]) -> Family:
    if not isinstance(record, dict) or any(not isinstance(record.get(key), str) for key in NEEDED):
        raise BadBaseError(name, "it needs the lines like = ... and file = ...")
    told = dict(record)
    like, place = known.get(told.pop("like")), Path(told.pop("file"))
    if name in known or like is None or like.folder is not None:
        others = ", ".join(one.name for one in known.values() if one.folder is None)
        raise BadBaseError(name, f"it is named like a known base, or is like none of {others}")
    if place.is_absolute() or ".." in place.parts:
        raise BadBaseError(name, "its file lies in the weights folder")
    if place.suffix in PICKLES:
        raise BadBaseError(name, f"{place.name} is a pickle, which can hold a program: only {SINGLE} is read")
    rate = told.pop(TEXT_RATE, like.face.text_rate)
    if not isinstance(rate, float) or not 0 <= rate < 1:
        raise BadBaseError(name, f"{TEXT_RATE} = {rate!r} is not understood: 0.0, or 5e-5 and its like")
    kinds = {one.name: type(getattr(like, one.name)) for one in fields(like) if one.name not in NOT_SAID}
    for key, value in told.items():
        if kinds.get(key) is not type(value):
            raise BadBaseError(name, f"{key} = {value!r} is not understood")
        if (key.startswith("taught_") or key == "preview_decoder") and value and value not in components():
            raise BadBaseError(name, f"{key} = {value!r} is no component: python -m bot weights list names them")
    return replace(like, name=name, own=place.as_posix(), face=replace(like.face, text_rate=rate), **told)
