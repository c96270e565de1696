"""A learnt person as the tasks meet them: their photos as faces to fuse, and how far a picture is from them (2.4)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from engine.faces.embed import NOBODY, distance
from engine.faces.fuse import Look, Selfie
from engine.faces.registry import Faces
from engine.faces.types import RGB, Mesh
from engine.identity import Identity

FRAME = 2.0  # side of what is shown of a photo in a look, in sides of its face: about that of a drawn portrait
LARGEST = 1024  # pixels of that side: more are shrunk, a look takes four times as long at twice the size, or sixteen


def selfies(faces: Faces, folder: Path, identity: Identity, look: Look | None = None) -> list[Selfie]:
    """Return the person's kept photos, best first, each to be fused in ``look`` where one is named.

    A photo in which no mesh is found is left out. Of one that takes on a look no more is kept than a portrait shows:
    looks measure their strokes by the height of a picture, and would draw a face in a large photo too coarsely. Photos
    whose mesh was kept are read when they are looked at, and raise `BadPhotoError` then; others at once.
    """
    files = [folder / name for name in identity.selfies]
    photos = [partial(faces.load, file) for file in files]
    meshes = identity.meshes(folder)
    who = identity, look, [file.stat().st_size for file in files]
    if look is None and meshes is not None:
        unread = [Selfie(rgb=photo, mesh=mesh) for photo, mesh in zip(photos, meshes, strict=True)]
        found = faces.selfies(("unread", *who), lambda: unread)
        for selfie, photo in zip(found, photos, strict=True):
            selfie.lies_in(photo)
        return found

    def read() -> list[Selfie]:
        shown = [photo() for photo in photos]
        known = meshes or [faces.mesh(rgb) for rgb in shown]
        seen = [(rgb, mesh) for rgb, mesh in zip(shown, known, strict=True) if mesh is not None]
        return [Selfie(rgb=rgb, mesh=mesh) if look is None else framed(rgb, mesh, look) for rgb, mesh in seen]

    return faces.selfies(("read", *who), read)


def framed(photo: RGB, mesh: Mesh, look: Look) -> Selfie:
    """Return the face of a photo (height, width, 3) and what is around it, `FRAME` wide where the photo shows that."""
    left, top, right, bottom = mesh.box
    half = FRAME * max(right - left, bottom - top) / 2
    middle = np.array([left + right, top + bottom]) / 2
    (x, y), (end_x, end_y) = np.maximum(middle - half, 0).astype(int), np.ceil(middle + half).astype(int)
    shown = photo[y:end_y, x:end_x]
    scale = min(1.0, LARGEST / max(shown.shape[:2]))
    if scale < 1:
        shown = cv2.resize(shown, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    points = ((mesh.points - np.array([x, y, 0])) * scale).astype(np.float32)
    return Selfie(rgb=np.ascontiguousarray(shown), mesh=replace(mesh, points=points), look=look)


def distance_to(faces: Faces, picture: RGB, identity: Identity) -> float:
    """Return how far the largest face of a picture is from the person; `NOBODY` where there is none: it ranks last."""
    embedding = faces.embed(picture)
    return NOBODY if embedding is None else distance(embedding, identity.centre)
