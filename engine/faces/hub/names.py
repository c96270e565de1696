"""The hub models that can answer questions about faces, by their names in the manifest; nothing heavy is imported."""

from __future__ import annotations

from collections.abc import Iterable

from engine.weights.manifest import read

ALL = "all"
CHECKPOINT, ONNX = "pytorch_model.pt", "model.onnx"  # as the hub names the file of a model
PERCEPTION = (
    "orientation",
    "face-detection",
    "head-parsing",
    "skin-retouching",
    "tagger",
    "fairface",
    "face-quality",
    "face-fusion",
    "face-similarity",
)
OWN_CODE = frozenset({"face-fusion"})  # runs a program of the hub's: never part of `ALL`


def wanted(names: Iterable[str]) -> frozenset[str]:
    """Return the models meant by ``names``; ``all`` means those not known to be for non-commercial use only.

    Raises ValueError for a name that is none.
    """
    rows, found = read(), set()
    for name in names:
        if name == ALL:
            found |= {one for one in PERCEPTION if rows[one].commercial != "no"} - OWN_CODE
        elif name in PERCEPTION:
            found.add(name)
        else:
            raise ValueError(f"{name} is no hub model for faces: {', '.join((ALL, *PERCEPTION))}")
    return frozenset(found)
