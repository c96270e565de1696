"""A first picture while a face is still being learnt: drawn from the photos alone (`engine.bases.likeness`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from engine.bases import likeness
from engine.diffusion import identity_condition
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.diffusion.step_preview import SIDE
from engine.faces import fuse
from engine.faces.embed import distance
from engine.faces.registry import Faces
from engine.prompts import prompt
from engine.safety.nudity import NUDE
from engine.safety.provenance import save_labelled
from engine.tasks.inspect.request import Looks
from engine.training.prepare import Sample, shape_of

DRAWN = 3  # the most alike of them is shown


class InstantPreview:
    """One small labelled picture beside an identity's folder; ``file`` is None until there is one."""

    def __init__(self, identity: Path) -> None:
        self._place = identity.parent / f"{identity.name}-first.png"
        self.file: Path | None = None

    def draw(
        self,
        faces: Faces,
        pipeline: PortraitPipeline,
        samples: list[Sample],
        looks: Looks,
        seed: int,
        cancelled: Callable[[], bool],
    ) -> None:
        """Draw the person of ``samples`` (best first) without any adapter; leaves no file where nothing may be shown.

        Raises:
            JobCancelledError: ``cancelled`` returned True between two steps.
        """
        known = [sample.embedding for sample in samples if sample.embedding is not None]
        who = np.mean(known, 0) if known else None
        condition = identity_condition.of(
            pipeline.family,
            pipeline.weights_folder,
            centre=who,
            geometry=[shape_of(sample.mesh, pipeline.family) for sample in samples],
            photos=[(sample.picture, sample.mesh) for sample in samples],
            numbers=faces.face_numbers if pipeline.faceid else None,
        )
        if who is None or condition is None:
            return
        text = prompt(pipeline.family, looks, trigger=False, shown=condition.name == likeness.REFERENCES)
        plain = [GenerationRequest(prompt=text, seed=seed + number) for number in range(DRAWN)]
        shots = [condition.shown(shot, number) for number, shot in enumerate(plain)]
        pipeline.use(face=None, style=None)
        drawn = pipeline.draw(shots, sampler=pipeline.quick, cancelled=cancelled)
        pictures = [cv2.resize(one, (SIDE, SIDE)) for one in drawn]
        seen = [faces.embed(picture) for picture in pictures]
        ranked = sorted((distance(one, who), number) for number, one in enumerate(seen) if one is not None)
        if not ranked:
            return
        picture = pictures[ranked[0][1]]
        selfies = [fuse.Selfie(rgb=sample.picture, mesh=sample.mesh) for sample in samples]
        fused = faces.fuse(picture, selfies, person=who)
        picture = picture if fused is None else fused.picture
        if faces.nude(picture) < NUDE:
            save_labelled(picture, self._place, facts={"seed": shots[ranked[0][1]].seed})
            self.file = self._place

    def drop(self) -> None:
        """Remove the file."""
        self._place.unlink(missing_ok=True)
