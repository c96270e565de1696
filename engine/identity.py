"""A learnt person on disk: one folder, read and written as a whole.

``face.safetensors``   the face adapter, float16, diffusers' keys; recipe, base and trigger in its metadata; none
                       where the person is drawn at once from their photos
``identity.json``      looks, embeddings (128 floats each), geometry, quality order of the photos, recipe
``selfie-N.png``       the photos face fusion takes its detail from, best first
``meshes.safetensors`` the mesh of the face in each of these; none in identities of before
``photo-N.jpg``        the same as they were accepted, for `engine.canvas`; none in identities of before
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save

from engine.errors import NoIdentityError
from engine.faces.types import Mesh
from engine.requests import from_json
from engine.tasks.inspect.request import Looks

ADAPTER, RECORD, MESHES = "face.safetensors", "identity.json", "meshes.safetensors"
MESH = ("points", "blendshapes", "matrix")  # the fields of a mesh, as the file calls them


def keep_meshes(folder: Path, meshes: Sequence[Mesh]) -> None:
    """Write the mesh of the face in each selfie of an identity into its ``folder``."""
    names = list(meshes[0].blendshapes)
    values = (
        [mesh.points for mesh in meshes],
        [[mesh.blendshapes[name] for name in names] for mesh in meshes],
        [mesh.matrix for mesh in meshes],
    )
    tensors = {name: np.asarray(rows, np.float32) for name, rows in zip(MESH, values, strict=True)}
    (folder / MESHES).write_bytes(save(tensors, {MESH[1]: json.dumps(names)}))


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

    def meshes(self, folder: Path) -> list[Mesh] | None:
        """Return the mesh of the face in each of ``selfies``; None where they were not kept."""
        if not (folder / MESHES).exists():
            return None
        with safe_open(folder / MESHES, framework="numpy") as file:
            points, values, matrices = (file.get_tensor(name) for name in MESH)
            names = json.loads(file.metadata()[MESH[1]])
        return [
            Mesh(points=each, blendshapes=dict(zip(names, map(float, row), strict=True)), matrix=matrix)
            for each, row, matrix in zip(points, values, matrices, strict=True)
        ]

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
