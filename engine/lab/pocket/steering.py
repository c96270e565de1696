"""Do the ControlNets steer? Faces drawn under landmarks, edges or depth of photos of people never learnt.

Each figure is the median distance of the drawn face's 68 landmarks from the photo's, in eye distances. Without the
ControlNet (scale 0) the same seeds say what the caption alone gives: faces lie in one framing, so that is not far.
"""

from __future__ import annotations

import numpy as np

from engine.diffusion import controls
from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.pipeline import GenerationRequest
from engine.faces import landmarks
from engine.faces.face_quality import large_enough
from engine.faces.registry import Faces
from engine.faces.types import RGB, Mesh
from engine.lab.pocket.measure import Person
from engine.prompts import prompt

PHOTOS = 2  # of each person


def steering(inpainter: Inpainter, faces: Faces, known: list[Person]) -> dict[str, float]:
    """Return ``<kind>`` and ``<kind>_without`` for every embedded ControlNet, and how many pictures had no face."""
    off: dict[str, list[float]] = {}
    lost = drawn = 0
    for person in known:
        for seed, photo in enumerate(person.photos[:PHOTOS]):
            face = faces.largest(large_enough(photo))
            if face is None or face.mesh is None:
                continue
            text = prompt(inpainter.pipeline.family, person.looks, trigger=False)
            for kind, picture in _conditions(photo, face.mesh).items():
                for name, scale in ((kind, 1.0), (f"{kind}_without", 0.0)):
                    shot = GenerationRequest(prompt=text, seed=seed)
                    made = inpainter.draw([shot], Control(kind=kind, picture=picture, scale=scale))[0]
                    seen = faces.largest(large_enough(made))
                    drawn += 1
                    if seen is None or seen.mesh is None:
                        lost += 1
                        continue
                    apart = landmarks.error(landmarks.sixty_eight(seen.mesh), landmarks.sixty_eight(face.mesh))
                    off.setdefault(name, []).append(apart)
    return {name: float(np.median(values)) for name, values in off.items()} | {"unseen": lost / max(drawn, 1)}


def _conditions(photo: RGB, mesh: Mesh) -> dict[str, RGB]:
    """Return what each ControlNet is shown of a photo; the mesh lies in the enlarged one."""
    small = len(photo) / len(large_enough(photo))
    return {
        "openpose": _pose(photo, mesh),
        "canny": controls.canny(photo),
        "depth": controls.draw_depth(controls.blank(*photo.shape[:2]), mesh.points * small),
    }


def _pose(photo: RGB, mesh: Mesh) -> RGB:
    """Draw bones and landmarks of a photo's face at the photo's size; the mesh lies in the enlarged photo."""
    small = len(photo) / len(large_enough(photo))
    picture = controls.draw_head(controls.blank(*photo.shape[:2]), landmarks.bones(mesh) * small)
    return controls.draw_face(picture, landmarks.sixty_eight(mesh) * small, landmarks.pupils(mesh) * small)
