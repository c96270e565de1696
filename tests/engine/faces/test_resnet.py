"""The face embedder in torch: the same numbers as dlib's own build, and a gradient."""

from __future__ import annotations

import dlib
import numpy as np
import pytest
import torch
from skimage.data import astronaut

from engine import weights
from engine.faces.embed import CHIP
from engine.faces.resnet import Embedder
from engine.training.likeness import chips


@pytest.fixture(scope="module")
def file(weights_folder):
    return weights.path(weights_folder, "embedder", "dlib_face_recognition_resnet_model_v1.dat")


def _chips() -> np.ndarray:
    rng = np.random.default_rng(4)
    face = astronaut()[50 : 50 + CHIP, 150 : 150 + CHIP]
    return np.stack([face, face[:, ::-1], rng.integers(0, 256, (CHIP, CHIP, 3), dtype=np.uint8)])


def test_it_gives_the_numbers_of_dlib(file):
    """A layer misread would still give 128 numbers."""
    pictures = _chips()
    expected = np.array(dlib.face_recognition_model_v1(str(file)).compute_face_descriptor(list(pictures)))
    with torch.inference_mode():
        seen = Embedder.load(file)(torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255).numpy()
    assert np.abs(seen - expected).max() < 1e-5


def test_a_loss_flows_back_to_the_picture(file):
    """What dlib's build cannot do, and likeness as a loss needs."""
    picture = torch.full((1, 3, 128, 128), 0.5, requires_grad=True)
    Embedder.load(file)(chips(picture, jitter=False)).pow(2).sum().backward()
    assert picture.grad[0, :, 40:110, 40:90].abs().sum() > 0
    assert picture.grad[0, :, :20].abs().sum() == 0, "what lies above the chip is none of the face"


def test_a_file_with_other_layers_is_refused(tmp_path):
    """Half a network would be worse than none."""
    wrong = tmp_path / "other.dat"
    wrong.write_bytes(b"\x01\x05con_4\x01\x02\x01\x01\x01\x01\x01\x01\x01\x01" + bytes(4))
    with pytest.raises(ValueError, match="does not hold the layers"):
        Embedder.load(wrong)
