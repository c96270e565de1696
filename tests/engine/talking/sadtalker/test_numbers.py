"""The published code's own numbers: it was run once, by hand, with the weights `seeded` makes, and gave these."""

from __future__ import annotations

import torch

from engine.talking.sadtalker.audio import ExpNet
from engine.talking.sadtalker.keypoints import KeypointDetector
from engine.talking.sadtalker.mapping import MappingNet
from engine.talking.sadtalker.posevae import PoseVae
from engine.talking.sadtalker.reconstruction import FaceReconstruction
from tests.engine.talking.sadtalker.conftest import seeded


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def assert_numbers(found: torch.Tensor, published: list) -> None:
    """Compare as far as processors agree."""
    torch.testing.assert_close(found, torch.tensor(published), atol=2e-3, rtol=2e-3)


def test_poses():
    """Three frames of 70, one in each chunk; style 7, latents drawn from seed 5."""
    made = seeded(PoseVae()).poses(noise(70, 1, 80, 16), noise(6, seed=1), 7, 5)
    assert_numbers(
        made[[1, 40, 69]],
        [
            [0.93491, 0.08311, -0.45050, 0.37744, -0.10620, -0.10187],
            [0.65736, 0.09471, -0.56828, 0.43364, -0.20753, -0.12226],
            [0.72889, -0.17669, -0.23844, 0.44200, -0.46239, -0.06633],
        ],
    )


def test_expressions():
    """Three frames with open, half open and closed eyes."""
    made = seeded(ExpNet())(noise(70, 1, 80, 16)[:3], noise(64, seed=2), torch.tensor([0.0, 0.5, 1.0]))
    assert_numbers(
        made[:, :3],
        [[1.29861, 5.31775, -4.12240], [0.14577, 5.24354, -3.29457], [1.45282, 5.27316, -3.73637]],
    )


def test_reconstruction():
    """The first number of each head but the last, whose only one it is."""
    made = seeded(FaceReconstruction())(noise(1, 3, 224, 224, seed=3).sigmoid())[0]
    assert_numbers(
        made[[0, 80, 144, 224, 227, 254, 256]],
        [4.13968, -0.04458, -43.96666, -3.06810, -22.88773, -30.79451, -4.98023],
    )


def test_keypoints_in_motion():
    """Angles, and three of fifteen keypoints after turn, lift and expression."""
    state, canonical = seeded(MappingNet(70))(noise(1, 70, 27, seed=4)), noise(1, 15, 3, seed=5)
    assert_numbers(torch.cat([state.yaw, state.pitch, state.roll]), [-3.79566, -32.13298, -17.22901])
    assert_numbers(
        state.pose(canonical)[0, [0, 7, 14]],
        [[0.87884, -4.09418, -2.44721], [-5.14968, 1.08049, -1.25919], [-3.35584, 4.14423, 0.28562]],
    )


def test_keypoints_at_rest():
    """Three of fifteen, found in noise."""
    made = seeded(KeypointDetector())(noise(1, 3, 128, 128, seed=6).sigmoid())[0]
    assert_numbers(
        made[[0, 7, 14]],
        [[0.33572, 0.05612, 0.17443], [-0.04182, 0.49652, 0.32356], [0.62591, -0.75975, -0.01198]],
    )
