"""A person as extra tokens beside the prompt: the embedded base learnt from the start to read them.

Four tokens carry the face embedding (one photo is enough: the "instant" identity) and two the geometry of the face
(pose, expression, proportions). They are appended to the text embeddings, so any `StableDiffusionPipeline` takes them
through ``prompt_embeds``; without them the pipeline works as usual.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

IDENTITY_TOKENS = 4
GEOMETRY_TOKENS = 2


class PersonTokens(nn.Module):
    """Project an embedding and a geometry vector to tokens of the text encoder's width.

    ``forward(embedding, geometry)`` takes (N, 128) unit-free dlib embeddings and (N, G) geometry (see
    `engine.faces.framing.geometry`), either may be None or hold rows of NaN for "dropped", and returns (N, 6, width).
    """

    def __init__(self, *, embedding: int = 128, geometry: int = 28, width: int = 256) -> None:
        super().__init__()
        self.sizes = {"embedding": embedding, "geometry": geometry, "width": width}
        self.identity = nn.Sequential(nn.Linear(embedding, 512), nn.GELU(), nn.Linear(512, IDENTITY_TOKENS * width))
        self.pose = nn.Sequential(nn.Linear(geometry, 256), nn.GELU(), nn.Linear(256, GEOMETRY_TOKENS * width))
        self.no_identity = nn.Parameter(torch.zeros(IDENTITY_TOKENS, width))
        self.no_pose = nn.Parameter(torch.zeros(GEOMETRY_TOKENS, width))
        self.norm = nn.LayerNorm(width)
        self.register_buffer("mean", torch.zeros(geometry))
        self.register_buffer("spread", torch.ones(geometry))

    def forward(self, embedding: Tensor | None, geometry: Tensor | None, count: int = 1) -> Tensor:
        """Return (N, 6, width); ``count`` is N where both inputs are None."""
        if embedding is not None:
            count = len(embedding)
        elif geometry is not None:
            count = len(geometry)
        width = self.sizes["width"]
        identity = self._tokens(
            self.identity, None if embedding is None else embedding * 8, self.no_identity, count, width
        )
        scaled = None if geometry is None else (geometry - self.mean) / self.spread
        pose = self._tokens(self.pose, scaled, self.no_pose, count, width)
        return self.norm(torch.cat([identity, pose], 1))

    @staticmethod
    def _tokens(network: nn.Module, value: Tensor | None, missing: Tensor, count: int, width: int) -> Tensor:
        nothing = missing.expand(count, -1, -1)
        if value is None:
            return nothing
        dropped = value.isnan().any(1)
        made = network(value.nan_to_num()).view(count, -1, width)
        return torch.where(dropped[:, None, None], nothing, made)

    def save(self, folder: Path) -> None:
        """Write ``person_tokens.safetensors`` and its sizes into ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        half = {name: value.half() if value.is_floating_point() else value for name, value in self.state_dict().items()}
        save_file(half, folder / "person_tokens.safetensors")
        (folder / "person_tokens.json").write_text(json.dumps(self.sizes))

    @classmethod
    def load(cls, folder: Path) -> PersonTokens:
        """Read what `save` wrote, as float32."""
        made = cls(**json.loads((folder / "person_tokens.json").read_text()))
        made.load_state_dict(
            {name: value.float() for name, value in load_file(folder / "person_tokens.safetensors").items()}
        )
        return made.eval()
