"""Networks of SadTalker with seeded weights: small ones to run, and the sizes that make them small."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.talking.sadtalker.checkpoints import Loaded, Networks
from engine.talking.sadtalker.dense_motion import MotionSizes
from engine.talking.sadtalker.generator import Generator, GeneratorSizes
from engine.talking.sadtalker.keypoints import DetectorSizes, KeypointDetector
from engine.talking.sadtalker.layers import SpectralConv2d
from engine.talking.sadtalker.mapping import MappingNet
from engine.talking.sadtalker.reconstruction import FaceReconstruction

SMALL_MOTION = MotionSizes(channels=4, depth=4, block=4, most=16, levels=2, compressed=2)
SMALL_GENERATOR = GeneratorSizes(block=4, hidden=4, motion=SMALL_MOTION)
SMALL_DETECTOR = DetectorSizes(block=4, most=16, levels=2, depth=4)
SIDE = 64  # of the faces the small networks render


def mapping(coefficients: int) -> MappingNet:
    """A small mapping network whose keypoints stay about the grid, as a trained one's do."""
    network = seeded(MappingNet(coefficients, width=16), seed=coefficients)
    for head in (network.fc_exp, network.fc_t):
        head.weight.mul_(0.01)
    return network


def seeded(network: nn.Module, seed: int = 0) -> nn.Module:
    """Fill a network with values that keep signals alive through it; the same on every machine."""
    chance = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if not value.is_floating_point():
                continue
            noise = torch.randn(value.shape, generator=chance)
            if name.endswith("running_var"):
                value.copy_(noise.abs() * 0.2 + 0.9)
            elif value.dim() > 1:
                value.copy_(noise * (1.5 / value[0].numel()) ** 0.5)
            else:
                value.copy_(noise * 0.2 + (1 if name.endswith("weight") else 0))
        for module in network.modules():
            if isinstance(module, SpectralConv2d):
                left, _, right = torch.linalg.svd(module.weight_orig.flatten(1), full_matrices=False)
                module.weight_u.copy_(left[:, 0])
                module.weight_v.copy_(right[0])
    return network.eval().requires_grad_(requires_grad=False)


@pytest.fixture(scope="session")
def small() -> dict[str, Loaded]:
    """Both framings of a small SadTalker."""
    networks = Networks(
        kp_extractor=KeypointDetector(SMALL_DETECTOR),
        generator=Generator(SMALL_GENERATOR),
        face_3drecon=FaceReconstruction(width=4),
    )
    seeded(networks)
    return {
        framing: Loaded(
            networks=networks,
            mapping=mapping(count),
            side=SIDE,
            device=torch.device("cpu"),
        )
        for framing, count in (("crop", 70), ("full", 73))
    }
