"""The age gate, fitted and measured: ``python -m engine.lab.faces.grown --utk DIR --fairface ZIP --lfw ZIP``.

UTKFace (faces named ``age_gender_race_date.jpg``) tells children, youths and adults; FairFace (``30-39_...``) and LFW
add adults. They are read where they lie and nothing of them is kept but, with ``--cache``, the measures of each face.
Every photo falls into the half that fits or the half that measures by a hash of its name. The border is chosen within
the fitting half, by networks that did not see the photo; the rates are those of the other half.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from torch import nn
from torch.nn import functional

from engine import weights
from engine.faces.grown import FILE, joined, measures
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.settings import EngineSettings

CHILD, YOUTH, YOUNG, ADULT, FAIR, LFW = "under 13", "13-17", "18-25", "over 25", "FairFace 30+", "LFW"
GROUPS = (CHILD, YOUTH, YOUNG, ADULT, FAIR, LFW)
WEIGHT = {CHILD: 1.2, YOUTH: 1.0, YOUNG: 0.3, ADULT: 1.0, FAIR: 0.5, LFW: 0.5}  # of a whole group in the loss
MOST_CHILDREN, MOST_YOUTHS = 0.01, 0.25  # of the fitting half that may pass
HIDDEN, NETWORKS, EPOCHS, FOLDS = 16, 4, 60, 3
DECAY, DROP, NOISE, RATE, BATCH = 0.3, 0.5, 0.15, 3e-3, 256


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """What was read: ``values`` (n, 156), ``groups`` (n,) of `GROUPS`, ``fitting`` (n,) the half that is fitted on."""

    values: NDArray[np.float32]
    groups: NDArray[np.str_]
    fitting: NDArray[np.bool_]

    def of(self, group: str, *, fitting: bool) -> NDArray[np.bool_]:
        """Return which rows are of a group and a half."""
        return (self.groups == group) & (self.fitting == fitting)


def group_of(source: str, name: str) -> str:
    """Return the group of a photo, empty where its age says nothing certain."""
    head = Path(name).name.split("_")[0]
    if source == "lfw":
        return LFW
    if source == "fairface":
        return FAIR if (head[:1].isdigit() and int(head[0]) >= 3) or head.startswith("more") else ""
    age = int(head) if head.isdigit() else -1
    if age < 0:
        return ""
    return CHILD if age < 13 else YOUTH if age < 18 else YOUNG if age <= 25 else ADULT


def in_fitting_half(name: str) -> bool:
    """Say which half a photo belongs to."""
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def photos(chosen: argparse.Namespace) -> Iterator[tuple[str, str, bytes]]:
    """Yield (group, name, file) of at most ``chosen.each`` photos a group, drawn by a fixed seed."""
    found: dict[str, list[tuple[str, str]]] = {}
    for file in sorted(chosen.utk.iterdir()):
        if group := group_of("utk", file.name):
            found.setdefault(group, []).append(("utk", file.name))
    archives = {name: zipfile.ZipFile(path) for name, path in (("fairface", chosen.fairface), ("lfw", chosen.lfw))}
    for source, archive in archives.items():
        for name in sorted(archive.namelist()):
            if name.endswith(".jpg") and (group := group_of(source, name)):
                found.setdefault(group, []).append((source, name))
    for group, names in found.items():
        random.Random(7).shuffle(names)
        for source, name in names[: chosen.each]:
            read = (chosen.utk / name).read_bytes() if source == "utk" else archives[source].read(name)
            yield group, f"{source}/{name}", read


def table(chosen: argparse.Namespace, faces: Faces) -> Table:
    """Read every photo; those without a face with a mesh never reach the gate and are left out."""
    rows, groups, halves = [], [], []
    for group, name, data in photos(chosen):
        rgb = np.ascontiguousarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)[..., ::-1])
        if (values := _measured(faces, rgb)) is not None:
            rows.append(values)
            groups.append(group)
            halves.append(in_fitting_half(name))
    return Table(values=np.stack(rows), groups=np.array(groups), fitting=np.array(halves))


def _measured(faces: Faces, rgb: RGB) -> NDArray[np.float32] | None:
    face = faces.largest(rgb)
    if face is None or face.mesh is None:
        return None
    return measures(faces.grown.shares(rgb, face), face.mesh.points, faces.embedder.embed(rgb, face))


def fit(data: Table) -> dict[str, NDArray[np.float32]]:
    """Return the tensors of the network, its border at zero."""
    rows = data.fitting
    border = _border(data)
    network = _joined_network(data, [_trained(data, rows, seed) for seed in range(NETWORKS)], rows)
    network["out.bias"] = network["out.bias"] - np.float32(border)
    return network


def _border(data: Table) -> float:
    """Return the score few children and youths reach, by networks fitted without them."""
    fold = np.arange(len(data.values)) % FOLDS
    scores = np.zeros(len(data.values), np.float32)
    for number in range(FOLDS):
        rows = data.fitting & (fold != number)
        network = _joined_network(data, [_trained(data, rows, seed) for seed in range(NETWORKS)], rows)
        left = data.fitting & (fold == number)
        scores[left] = [joined(network, values) for values in data.values[left]]
    children, youths = (scores[data.of(group, fitting=True)] for group in (CHILD, YOUTH))
    return float(max(np.quantile(children, 1 - MOST_CHILDREN), np.quantile(youths, 1 - MOST_YOUTHS)))


def _scaled(data: Table, rows: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    values = data.values[rows]
    return values.mean(axis=0), values.std(axis=0) + 1e-6


def _trained(data: Table, rows: NDArray[np.bool_], seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    mean, spread = _scaled(data, rows)
    values = torch.from_numpy((data.values[rows] - mean) / spread)
    groups = data.groups[rows]
    share = torch.tensor([WEIGHT[group] / (groups == group).sum() for group in groups], dtype=torch.float32)
    adult = torch.tensor([group not in (CHILD, YOUTH) for group in groups], dtype=torch.float32)
    net = nn.Sequential(nn.Linear(values.shape[1], HIDDEN), nn.ReLU(), nn.Dropout(DROP), nn.Linear(HIDDEN, 1))
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(values)).split(BATCH):
            said = net(values[batch] + NOISE * torch.randn(len(batch), values.shape[1])).squeeze(-1)
            loss = functional.binary_cross_entropy_with_logits(said, adult[batch], weight=share[batch], reduction="sum")
            optimiser.zero_grad()
            (loss / share[batch].sum()).backward()
            optimiser.step()
    return net.eval()


def _joined_network(data: Table, nets: list[nn.Sequential], rows: NDArray[np.bool_]) -> dict[str, NDArray[np.float32]]:
    """Return the mean of several networks as one that is as many times wider."""
    mean, spread = _scaled(data, rows)

    def of(layer: int, name: str) -> list[NDArray[np.float32]]:
        return [getattr(net[layer], name).detach().numpy() for net in nets]

    return {
        "mean": mean,
        "spread": spread,
        "inside.weight": np.concatenate(of(0, "weight")),
        "inside.bias": np.concatenate(of(0, "bias")),
        "out.weight": np.concatenate(of(3, "weight"), axis=1)[0] / len(nets),
        "out.bias": np.mean(of(3, "bias"), axis=0),
    }


def rates(data: Table, network: dict[str, NDArray[np.float32]], border: float = 0.0) -> dict[str, tuple[float, int]]:
    """Return the share of each group of the measuring half that is taken for grown up, and of how many."""
    said = {}
    for group in GROUPS:
        values = data.values[data.of(group, fitting=False)]
        passed = [joined(network, each) >= border for each in values]
        said[group] = (float(np.mean(passed)) if passed else 0.0, len(passed))
    return said


def main() -> None:
    """Measure, and with ``--fit`` train first."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("utk", "fairface", "lfw"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--each", type=int, default=1500, help="photos of each group")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--cache", type=Path, help="file of the measures, read where it is there")
    parser.add_argument("--fit", type=Path, help="where the network goes")
    chosen = parser.parse_args()
    if chosen.cache and chosen.cache.is_file():
        data = Table(**np.load(chosen.cache))
    else:
        data = table(chosen, Faces(EngineSettings(weights=chosen.weights, threads=1)))
        if chosen.cache:
            np.savez(chosen.cache, values=data.values, groups=data.groups, fitting=data.fitting)
    network = fit(data) if chosen.fit else load_file(weights.path(chosen.weights, "grown", FILE))
    if chosen.fit:
        save_file(network, chosen.fit)
    for border in (-3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        said = rates(data, network, border)
        print(
            f"{border:5.1f} " + "  ".join(f"{group} {100 * share:.1f} % of {of}" for group, (share, of) in said.items())
        )


if __name__ == "__main__":
    main()
