"""FairFace (paper 2.1.2): gender and nine age bands from a ResNet-34 with 18 outputs.

Outputs 0..6 are races and are never read; 7, 8 are man and woman; 9..17 the age bands. The published system looks at
the face aligned to 112 pixels, enlarged to 224, normalised as ImageNet networks are.
"""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from engine.faces.attributes import AttributeReader, Attributes
from engine.faces.embed import Embedding
from engine.faces.hub.aligned import aligned
from engine.faces.hub.resnet import BasicBlock, ResNet
from engine.faces.types import RGB, Face
from engine.faces.verdict import GROWN_UP

SIDE = 224
MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
GENDERS, AGES = slice(7, 9), slice(9, 18)
WOMAN = 1
LOOKS_YOUNG = -1.0  # the age gate's score where this network alone says that somebody is not grown up
#: Years that stand for 0-2, 3-9, 10-19, 20-29, 30-39, 40-49, 50-59, 60-69 and 70 and more.
YEARS = (1.0, 6.0, 15.0, 25.0, 35.0, 45.0, 55.0, 65.0, 75.0)


def network() -> ResNet:
    """Return the network, 21.3 million parameters."""
    return ResNet(BasicBlock, (3, 4, 6, 3), classes=18)


class FairFaceReader:
    """Gender and age by FairFace.

    The age gate was measured without this network, so the packaged reader is asked too: where one of them says young,
    that counts. A second model can make the check stricter, never laxer.
    """

    name = "fairface"

    def __init__(self, net: ResNet, packaged: AttributeReader) -> None:
        self._net = net.eval()
        self._packaged = packaged

    def read(self, rgb: RGB, face: Face, embedding: Embedding | None = None) -> Attributes:
        """Look at ``face``, which must have a mesh for the five landmarks; without one the packaged reader answers."""
        second = self._packaged.read(rgb, face, embedding)
        if face.mesh is None:
            return second
        woman, age = self.estimate(aligned(rgb, face.mesh.five))
        young, score = age < GROWN_UP, second.grown
        score = min(score, LOOKS_YOUNG) if young and score is not None else score
        return Attributes(woman=woman, age=min(age, second.age) if second.age < GROWN_UP else age, grown=score)

    def estimate(self, crop: RGB) -> tuple[float, float]:
        """Return (probability of a woman, expected years) for an aligned crop (112, 112, 3)."""
        large = cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255
        pixels = (large - np.array(MEAN, np.float32)) / np.array(SPREAD, np.float32)
        with torch.inference_mode():
            out = self._net(torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))[None])[0]
        genders, ages = (_shares(out[part]) for part in (GENDERS, AGES))
        return float(genders[WOMAN]), float(ages @ np.array(YEARS, np.float32))


def _shares(values: torch.Tensor) -> NDArray[np.float32]:
    return torch.softmax(values, 0).numpy()
