"""The published files become networks.

The renderer's file is safetensors already; the mapping networks are pickles and are converted once, in a process of
their own (`engine.weights.convert`). Everything is loaded strictly: a name too many or too few is a wrong file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor, nn

from engine import weights
from engine.errors import WeightCorruptError
from engine.talking.sadtalker.audio import ExpNet
from engine.talking.sadtalker.generator import Generator
from engine.talking.sadtalker.keypoints import KeypointDetector
from engine.talking.sadtalker.mapping import MappingNet
from engine.talking.sadtalker.posevae import PoseVae
from engine.talking.sadtalker.ready import COMPONENTS, MAPPINGS, RENDERERS
from engine.talking.sadtalker.reconstruction import FaceReconstruction
from engine.weights import convert
from engine.weights.manifest import MANIFEST, read
from engine.weights.presence import how_to_get

Framing = Literal["crop", "full"]
COEFFICIENTS: dict[str, int] = {"crop": 70, "full": 73}
MAPPING = "mapping."  # the network's name in the pickles; beside it lie an optimiser's numbers


class Networks(nn.Module):
    """Everything that speaks. The attributes are called as in the published file, so that they load as one."""

    def __init__(
        self,
        *,
        kp_extractor: KeypointDetector | None = None,
        generator: Generator | None = None,
        face_3drecon: FaceReconstruction | None = None,
    ) -> None:
        super().__init__()
        self.kp_extractor = kp_extractor or KeypointDetector()
        self.generator = generator or Generator()
        self.audio2exp = ExpNet()
        self.audio2pose = PoseVae()
        self.face_3drecon = face_3drecon or FaceReconstruction()


@dataclass(frozen=True, kw_only=True, eq=False)
class Loaded:
    """Networks in evaluation mode on ``device``; ``side`` is what the renderer was trained for, 256 or 512."""

    networks: Networks
    mapping: MappingNet
    side: int
    device: torch.device


def load(folder: Path, side: int, framing: Framing, device: torch.device) -> Loaded:
    """Build the networks from the weights ``folder`` for faces of ``side`` pixels.

    Raises `WeightMissingError` when a file is not there, `WeightCorruptError` when it is not what the manifest or
    these networks say.
    """
    for component, file in ((COMPONENTS[side], RENDERERS[side]), (COMPONENTS[256], MAPPINGS[framing])):
        weights.path(folder, component, file)  # said at once, before anything is built
    with torch.device("meta"):  # no time for random numbers that are overwritten at once
        networks, mapping = Networks(), MappingNet(COEFFICIENTS[framing])
    fill(networks, COMPONENTS[side], RENDERERS[side], folder)
    fill(mapping, COMPONENTS[256], MAPPINGS[framing], folder, prefix=MAPPING)
    return Loaded(networks=networks.to(device).eval(), mapping=mapping.to(device).eval(), side=side, device=device)


def fill(
    network: nn.Module, component: str, file: str, folder: Path, *, prefix: str = "", manifest: Path = MANIFEST
) -> None:
    """Give a network the tensors of a published file whose names begin with ``prefix``; raises like `load`."""
    tensors = convert.tensors(convert.converted(folder, component, file, manifest=manifest), prefix=prefix)
    try:
        take(network, tensors)
    except RuntimeError as error:  # torch lists every name that is too many, too few or of another shape
        raise WeightCorruptError(component, file, how_to_get(read(manifest)[component])) from error


def take(network: nn.Module, tensors: dict[str, Tensor]) -> None:
    """Load strictly; raises RuntimeError. Half precision is widened: the networks count in float32."""
    wide = {name: value.float() if value.is_floating_point() else value for name, value in tensors.items()}
    network.load_state_dict(wide, strict=True, assign=True)
    network.requires_grad_(requires_grad=False)
