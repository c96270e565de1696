"""A learnt person on disk: one folder, read and written as a whole.

``face.safetensors``   the face adapter, float16, diffusers' keys; recipe, base and trigger in its metadata; none
                       where the person is drawn at once from their photos
``identity.json``      looks, embeddings (128 floats each), geometry, quality order of the photos, recipe
``selfie-N.png``       the photos face fusion takes its detail from, best first
``photo-N.jpg``        the same as they were accepted, for `engine.canvas`; none in identities of before
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from engine.errors import NoIdentityError
from engine.requests import from_json
from engine.tasks.inspect.request import Looks

ADAPTER, RECORD = "face.safetensors", "identity.json"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What is kept of a person beside the adapter. ``geometry`` runs parallel to ``selfies``."""

    base: str
    looks: Looks
    trigger: str
    selfies: tuple[str, ...]  # file names, best first
    embeddings: tuple[tuple[float, ...], ...]
    geometry: tuple[tuple[float, ...], ...]
    steps: int
    seed: int
    seconds: float
    loss: float
    instant: bool = False  # nothing was trained: no adapter lies beside the record
    edition: str = ""  # of the base the adapter was trained on, see `engine.weights.edition`; "" where none is known

    @property
    def centre(self) -> np.ndarray:
        """Return the mean face embedding, (128,) float32."""
        return np.asarray(self.embeddings, np.float32).mean(0)

    def save(self, folder: Path) -> None:
        """Write ``identity.json`` into ``folder``."""
        (folder / RECORD).write_text(json.dumps(asdict(self)))

    @classmethod
    def load(cls, folder: Path) -> Identity:
        """Read the record of ``folder``.

        Raises:
            NoIdentityError: nothing has been learnt there.
        """
        try:
            record = json.loads((folder / RECORD).read_text())
        except FileNotFoundError:
            raise NoIdentityError from None
        record["looks"] = from_json(Looks, record["looks"])
        for key in ("embeddings", "geometry"):
            record[key] = tuple(tuple(row) for row in record[key])
        known = {each.name for each in fields(cls)}
        kept = {key: value for key, value in record.items() if key in known}
        return cls(**{**kept, "selfies": tuple(record["selfies"])})
