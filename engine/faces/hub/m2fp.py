"""Human parsing by M2FP (paper 2.1.1): hair, face and clothes, mapped onto transformers' Mask2Former.

The published code carries CC BY-NC 4.0: for non-commercial use only, never chosen unless it is asked for by name.
M2FP is Mask2Former with queries for parts and for whole people. Its pixel decoder and transformer are the ones
transformers has, under other names (`RENAMED`); its trunk, a ResNet-101 with a stem of three convolutions, is here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import SimpleNamespace

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import Mask2FormerConfig, Mask2FormerForUniversalSegmentation, SwinConfig

from engine.faces.regions import Mask
from engine.faces.types import RGB, Mesh

MEAN, SPREAD = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)
SHORT, LONG, DIVISIBLE = 640, 1333, 32  # pixels of what is looked at
FAINT = 0.1  # parts less certain are left out, as published
PEOPLE_FROM = 0.8  # certainty of a whole person, as the published system asks for
CHANNELS = (256, 512, 1024, 2048)
BLOCKS = (3, 4, 23, 3)
#: Parts of the data set it was trained on, in order, and the whole person after them.
CLASSES = ("Background", "Hat", "Hair", "Glove", "Sunglasses", "UpperClothes", "Dress", "Coat", "Socks", "Pants",
           "Torso-skin", "Scarf", "Skirt", "Face", "Left-arm", "Right-arm", "Left-leg", "Right-leg", "Left-shoe",
           "Right-shoe", "Human")  # fmt: skip
HEAD = ("Hair", "Face")
CONSTANTS = ("pixel_mean", "pixel_std")  # some checkpoints carry what is stated above

#: Published name -> name in transformers, as patterns; the first that fits counts.
_PIXELS, _WORDS = r"sem_seg_head\.pixel_decoder\.", r"sem_seg_head\.predictor\."
_DECODER = "model.pixel_level_module.decoder."
_TRANSFORMER = "model.transformer_module."
RENAMED = (
    (r"backbone\.(.+)", r"model.pixel_level_module.encoder.\1"),
    (_PIXELS + r"input_proj\.(\d)\.(.+)", _DECODER + r"input_projections.\1.\2"),
    (_PIXELS + r"transformer\.level_embed", _DECODER + "level_embed"),
    (_PIXELS + r"transformer\.(encoder\.layers\.\d+\.self_attn\..+)", _DECODER + r"\1"),
    (_PIXELS + r"transformer\.(encoder\.layers\.\d+)\.norm1\.(.+)", _DECODER + r"\1.self_attn_layer_norm.\2"),
    (_PIXELS + r"transformer\.(encoder\.layers\.\d+)\.norm2\.(.+)", _DECODER + r"\1.final_layer_norm.\2"),
    (_PIXELS + r"transformer\.(encoder\.layers\.\d+)\.linear(\d)\.(.+)", _DECODER + r"\1.fc\2.\3"),
    (_PIXELS + r"mask_features\.(.+)", _DECODER + r"mask_projection.\1"),
    (_PIXELS + r"(adapter|layer)_1\.norm\.(.+)", _DECODER + r"\1_1.1.\2"),
    (_PIXELS + r"(adapter|layer)_1\.weight", _DECODER + r"\1_1.0.weight"),
    (_WORDS + r"transformer_self_attention_layers\.(\d)\.self_attn\.(.+)", r"layers.\1.self_attn.\2"),
    (_WORDS + r"transformer_self_attention_layers\.(\d)\.norm\.(.+)", r"layers.\1.self_attn_layer_norm.\2"),
    (_WORDS + r"transformer_cross_attention_layers\.(\d)\.multihead_attn\.(.+)", r"layers.\1.cross_attn.\2"),
    (_WORDS + r"transformer_cross_attention_layers\.(\d)\.norm\.(.+)", r"layers.\1.cross_attn_layer_norm.\2"),
    (_WORDS + r"transformer_ffn_layers\.(\d)\.linear(\d)\.(.+)", r"layers.\1.fc\2.\3"),
    (_WORDS + r"transformer_ffn_layers\.(\d)\.norm\.(.+)", r"layers.\1.final_layer_norm.\2"),
    (_WORDS + r"decoder_norm\.(.+)", _TRANSFORMER + r"decoder.layernorm.\1"),
    (_WORDS + r"query_feat\.weight", _TRANSFORMER + "queries_features.weight"),
    (_WORDS + r"query_embed\.weight", _TRANSFORMER + "queries_embedder.weight"),
    (_WORDS + r"level_embed\.weight", _TRANSFORMER + "level_embed.weight"),
    (_WORDS + r"class_embed\.(.+)", r"class_predictor.\1"),
    (_WORDS + r"mask_embed\.layers\.(\d)\.(.+)", _TRANSFORMER + r"decoder.mask_predictor.mask_embedder.\1.0.\2"),
)


class _Conv(nn.Conv2d):
    """A convolution with its normalisation inside, as the published names have it."""

    def __init__(self, inside: int, outside: int, size: int, stride: int = 1) -> None:
        super().__init__(inside, outside, size, stride, size // 2, bias=False)
        self.norm = nn.BatchNorm2d(outside)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(super().forward(x))


class _Block(nn.Module):
    def __init__(self, inside: int, outside: int, stride: int) -> None:
        super().__init__()
        width = outside // 4
        self.shortcut = _Conv(inside, outside, 1, stride) if inside != outside else None
        self.conv1, self.conv2, self.conv3 = (
            _Conv(inside, width, 1),
            _Conv(width, width, 3, stride),
            _Conv(width, outside, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        out = self.conv3(F.relu(self.conv2(F.relu(self.conv1(x)))))
        return F.relu(out + (x if self.shortcut is None else self.shortcut(x)))


class _Stem(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2, self.conv3 = _Conv(3, 64, 3, 2), _Conv(64, 64, 3), _Conv(64, 128, 3)

    def forward(self, x: Tensor) -> Tensor:
        for conv in (self.conv1, self.conv2, self.conv3):
            x = F.relu(conv(x))
        return F.max_pool2d(x, 3, 2, 1)


class Trunk(nn.Module):
    """ResNet-101 with the deep stem; gives maps at strides 4, 8, 16 and 32 as ``feature_maps``."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, inside = _Stem(), 128
        for number, (width, blocks) in enumerate(zip(CHANNELS, BLOCKS, strict=True)):
            rows = []
            for index in range(blocks):
                rows.append(_Block(inside, width, 2 if index == 0 and number > 0 else 1))
                inside = width
            self.add_module(f"res{number + 2}", nn.Sequential(*rows))

    def forward(self, x: Tensor) -> SimpleNamespace:
        """(N, 3, H, W) normalised RGB -> four maps, finest first."""
        x, found = self.stem(x), []
        for number in range(len(BLOCKS)):
            x = getattr(self, f"res{number + 2}")(x)
            found.append(x)
        return SimpleNamespace(feature_maps=found)


def renamed(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the published tensors under the names transformers gives them.

    Raises KeyError for a name that has no counterpart.
    """
    found: dict[str, Tensor] = {}
    for name, value in state.items():
        if name in CONSTANTS:
            continue
        new = _new_name(name)
        parts = re.fullmatch(r"(.+self_attn)\.in_proj_(weight|bias)", new)
        if parts and ".decoder.layers." in new and _TRANSFORMER in new:
            for letter, third in zip("qkv", value.chunk(3), strict=True):  # one matrix there, three here
                found[f"{parts[1]}.{letter}_proj.{parts[2]}"] = third
        else:
            found[new] = value
    return found


def network(state: dict[str, Tensor]) -> Mask2FormerForUniversalSegmentation:
    """Return the network with the published tensors, sized by them; raises KeyError or RuntimeError if they misfit."""
    predictor = "sem_seg_head.predictor."
    layers = {name.split(".")[3] for name in state if name.startswith(predictor + "transformer_ffn_layers.")}
    coders = {name.split(".")[5] for name in state if ".pixel_decoder.transformer.encoder.layers." in name}
    config = Mask2FormerConfig(
        # A placeholder for the trunk, never given memory: `Trunk` takes its place.
        backbone_config=SwinConfig(
            embed_dim=CHANNELS[0], depths=[1] * 4, num_heads=[4] * 4, out_features=[f"stage{k}" for k in range(1, 5)]
        ),
        num_labels=state[predictor + "class_embed.weight"].shape[0] - 1,
        num_queries=state[predictor + "query_feat.weight"].shape[0],
        decoder_layers=len(layers) + 1,
        encoder_layers=len(coders),
        dim_feedforward=state[predictor + "transformer_ffn_layers.0.linear1.weight"].shape[0],
    )
    with torch.device("meta"):
        net = Mask2FormerForUniversalSegmentation(config)
        net.model.pixel_level_module.encoder = Trunk()
    own = {name: value for name, value in net.state_dict().items() if name.startswith("criterion.")}
    net.load_state_dict(
        {**renamed(state), **{name: torch.zeros(value.shape) for name, value in own.items()}}, assign=True
    )
    return net.eval()


class M2fpParser:
    """Parts of people in a picture, and from them the mask of one head."""

    name = "m2fp-resnet101"

    def __init__(self, net: Mask2FormerForUniversalSegmentation, classes: Sequence[str] = CLASSES) -> None:
        self._net = net
        self._classes = classes

    def parts(self, rgb: RGB) -> list[tuple[str, float, Mask]]:
        """Return (class, certainty 0..1, mask (height, width) 0..1) of everything seen in (height, width, 3) RGB."""
        height, width = rgb.shape[:2]
        scale = min(SHORT / min(height, width), LONG / max(height, width))
        small = cv2.resize(rgb, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_LINEAR)
        pixels = torch.from_numpy(
            (small.astype(np.float32) - np.array(MEAN, np.float32)) / np.array(SPREAD, np.float32)
        )
        down, across = -small.shape[0] % DIVISIBLE, -small.shape[1] % DIVISIBLE
        padded = F.pad(pixels.permute(2, 0, 1)[None], (0, across, 0, down))
        with torch.inference_mode():
            out = self._net(pixel_values=padded)
            shares = torch.softmax(out.class_queries_logits[0], -1)[:, :-1]  # (queries, classes)
            masks = F.interpolate(out.masks_queries_logits, padded.shape[2:], mode="bilinear")[0]
            masks = torch.sigmoid(masks[:, : small.shape[0], : small.shape[1]])
        return self._chosen(shares.numpy(), masks.numpy(), (width, height))

    def head_mask(self, rgb: RGB, mesh: Mesh) -> Mask:
        """Return (height, width) float32 0..1: hair and face of the person whose mesh this is, as published.

        Hair and face are widened a little and kept inside the person; of several people, those parts count that
        touch this face.
        """
        found = self.parts(rgb)
        nose = int(mesh.points[1, 0]), int(mesh.points[1, 1])
        people = [
            mask for name, sure, mask in found if name == "Human" and sure > PEOPLE_FROM and _at(mask, nose) > 0.5
        ]
        parts = [mask for name, _, mask in found if name in HEAD]
        if not parts:
            return np.zeros(rgb.shape[:2], np.float32)
        head = np.maximum.reduce(parts)
        size = max(1, int(np.sqrt((head > 0.5).sum()) / 20))
        head = cv2.dilate(head, np.ones((size, size), np.uint8))
        if people:
            head = head * np.maximum.reduce(people)
        return _piece_at(head, nose)

    def _chosen(
        self, shares: NDArray[np.float32], masks: NDArray[np.float32], size: tuple[int, int]
    ) -> list[tuple[str, float, Mask]]:
        """Return what each query sees, weighed by how clear-cut its mask is."""
        found = []
        for row, mask in zip(shares, masks, strict=True):
            inside = mask > 0.5
            clear = float(mask[inside].mean()) if inside.any() else 0.0
            label = int(np.argmax(row))
            certainty = float(row[label]) * clear
            if certainty >= FAINT and self._classes[label] != "Background":
                found.append((self._classes[label], certainty, cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR)))
        return found


def _new_name(name: str) -> str:
    for pattern, new in RENAMED:
        if re.fullmatch(pattern, name):
            found = re.sub(pattern, new, name)
            return f"{_TRANSFORMER}decoder.{found}" if found.startswith("layers.") else found
    raise KeyError(f"{name} has no counterpart")


def _at(mask: Mask, place: tuple[int, int]) -> float:
    x, y = np.clip(place, 0, np.array(mask.shape[::-1]) - 1)
    return float(mask[y, x])


def _piece_at(head: Mask, place: tuple[int, int]) -> Mask:
    """Return the connected piece of a mask that ``place`` lies in, or the largest one."""
    count, names, sizes, _ = cv2.connectedComponentsWithStats((head > 0.5).astype(np.uint8))
    if count < 2:
        return np.zeros_like(head)
    x, y = np.clip(place, 0, np.array(head.shape[::-1]) - 1)
    chosen = int(names[y, x]) or 1 + int(np.argmax(sizes[1:, cv2.CC_STAT_AREA]))
    near = cv2.dilate((names == chosen).astype(np.uint8), np.ones((5, 5), np.uint8))
    return (head * near).astype(np.float32)
