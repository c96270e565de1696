"""The age gate, fitted and measured: ``python -m engine.lab.faces.grown --utk DIR --fairface ZIP --lfw ZIP``.

UTKFace (faces named ``age_gender_race_date.jpg``) tells children, youths and adults; FairFace (``30-39_...``) and LFW
add adults. They are read where they lie and nothing of them is kept but, with ``--cache``, the measures of each face.
Every person falls into the half that fits or the half that measures by a hash of the photo's name. The border is chosen
within the fitting half, by networks that did not see the photo; the rates are those of the other half, apart for women,
men, light and dark skin, and, of the people with several photos, for what they meet with the second and third.
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
MOST_CHILDREN, MOST_YOUTHS, MOST_ADULTS = 0.01, 0.25, 0.01  # that may pass, pass and be refused
DARKER = 3.0  # times the weight of dark-skinned minors: there are few, and they passed more often
HIDDEN, NETWORKS, EPOCHS, FOLDS = 16, 4, 60, 3
DECAY, DROP, NOISE, RATE, BATCH = 1.0, 0.5, 0.3, 3e-3, 256
OFTEN, SEVERAL = 500, 3  # people of LFW of whom so many photos are read beside the others
KINDS = ("men", "women", "light skin", "dark skin")
LIGHT, DARK = {"0", "2", "white", "eastasian", "southeastasian"}, {"1", "3", "black", "indian"}


#: Days and times in the names of photos of UTKFace that call grown people children: grey beards of five years.
WRONG = {
    *("20161219161843718", "20170117182551223", "20170104202352685", "20170104230640081", "20170104201100490"),
    *("20170117193745507", "20161221193041157", "20170116231935539", "20170117170013457"),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """What was read: ``values`` (n, 156), ``groups`` (n,) of `GROUPS`, ``fitting`` (n,) the half that is fitted on.

    ``names`` (n,) are ``source/name`` of the photos.
    """

    values: NDArray[np.float32]
    groups: NDArray[np.str_]
    fitting: NDArray[np.bool_]
    names: NDArray[np.str_]

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
    if age < 0 or name.partition(".")[0].rpartition("_")[2] in WRONG:
        return ""
    return CHILD if age < 13 else YOUTH if age < 18 else YOUNG if age <= 25 else ADULT


def person_of(name: str) -> str:
    """Return who is on a photo ``source/name``: LFW says it, in the other sets nobody is known to come twice."""
    return name.rpartition("/")[0] if name.startswith("lfw/") else name


def in_fitting_half(name: str) -> bool:
    """Say which half a photo ``source/name`` belongs to; all of a person are in one."""
    own = person_of(name).partition("/")[2]
    return int(hashlib.md5(own.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def kinds_of(name: str) -> set[str]:
    """Return which of `KINDS` a photo ``source/name`` shows by its name; LFW's says nothing of it."""
    source, _, rest = name.partition("/")
    parts = rest.partition(".")[0].split("_")
    if source == "lfw" or len(parts) < 4:
        return set()
    skin = "".join(parts[2:-1]).lower().replace("-", "").replace(" ", "")
    kinds = {"light skin"} if skin in LIGHT else {"dark skin"} if skin in DARK else set()
    return kinds | ({"women"} if parts[1] == "1" else {"men"})


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
        for source, name in names[: chosen.each] + (_several(names[chosen.each :]) if group == LFW else []):
            read = (chosen.utk / name).read_bytes() if source == "utk" else archives[source].read(name)
            yield group, f"{source}/{name}", read


def _several(names: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the first photos of people who have several: how one person's photos agree."""
    people: dict[str, list[tuple[str, str]]] = {}
    for source, name in names:
        people.setdefault(person_of(f"{source}/{name}"), []).append((source, name))
    many = sorted(person for person, each in people.items() if len(each) >= SEVERAL)
    random.Random(8).shuffle(many)
    return [one for person in many[:OFTEN] for one in sorted(people[person])[:SEVERAL]]


def table(chosen: argparse.Namespace, faces: Faces) -> Table:
    """Read every photo; those without a face with a mesh never reach the gate and are left out."""
    rows, groups, names = [], [], []
    for group, name, data in photos(chosen):
        rgb = np.ascontiguousarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)[..., ::-1])
        if (values := _measured(faces, rgb)) is not None:
            rows.append(values)
            groups.append(group)
            names.append(name)
    halves = np.array([in_fitting_half(name) for name in names])
    return Table(values=np.stack(rows), groups=np.array(groups), fitting=halves, names=np.array(names))


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
    """Return the score at which the three rates stand equally well to their bounds, by networks fitted without them."""
    fold = np.arange(len(data.values)) % FOLDS
    scores = np.zeros(len(data.values))
    for number in range(FOLDS):
        rows = data.fitting & (fold != number)
        network = _joined_network(data, [_trained(data, rows, seed) for seed in range(NETWORKS)], rows)
        left = data.fitting & (fold == number)
        scores[left] = [joined(network, values) for values in data.values[left]]
    return _even(*(scores[data.of(group, fitting=True)] for group in (CHILD, YOUTH, ADULT)))


def _even(children: NDArray[np.float64], youths: NDArray[np.float64], adults: NDArray[np.float64]) -> float:
    """Return the border at which the three rates, by scores (n,), stand equally well to their bounds."""

    def worst(border: float) -> float:
        passed = max(np.mean(children >= border) / MOST_CHILDREN, np.mean(youths >= border) / MOST_YOUTHS)
        return float(max(passed, np.mean(adults < border) / MOST_ADULTS))

    return float(min(np.arange(-4.0, 4.0, 0.05), key=worst))


def _scaled(data: Table, rows: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    values = data.values[rows]
    return values.mean(axis=0), values.std(axis=0) + 1e-6


def _trained(data: Table, rows: NDArray[np.bool_], seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    mean, spread = _scaled(data, rows)
    values = torch.from_numpy((data.values[rows] - mean) / spread)
    groups = data.groups[rows]
    shares = [WEIGHT[group] / (groups == group).sum() for group in groups]
    dark = [
        "dark skin" in kinds_of(name) and group in (CHILD, YOUTH)
        for name, group in zip(data.names[rows], groups, strict=True)
    ]
    share = torch.tensor(shares, dtype=torch.float32) * (1 + (DARKER - 1) * torch.tensor(dark, dtype=torch.float32))
    adult = torch.tensor([group not in (CHILD, YOUTH) for group in groups], dtype=torch.float32)
    net = nn.Sequential(nn.Linear(values.shape[1], HIDDEN), nn.ReLU(), nn.Dropout(DROP), nn.Linear(HIDDEN, 1))
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(values)).split(BATCH):
            said = net(values[batch] + NOISE * torch.randn(len(batch), values.shape[1])).squeeze(-1)
            loss = functional.binary_cross_entropy_with_logits(said, adult[batch], weight=share[batch], reduction="sum")
            optimiser.zero_grad()
            (loss / share[batch].sum()).backward()
            optimiser.step()
        slower.step()
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


def both(one: dict[str, NDArray[np.float32]], other: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """Return the mean of two networks that were fitted on different photos, as one."""
    nets = (one, other)
    return {
        "mean": np.zeros_like(one["mean"]),
        "spread": np.ones_like(one["spread"]),
        "inside.weight": np.concatenate([net["inside.weight"] / net["spread"] for net in nets]),
        "inside.bias": np.concatenate(
            [net["inside.bias"] - net["inside.weight"] @ (net["mean"] / net["spread"]) for net in nets]
        ),
        "out.weight": np.concatenate([net["out.weight"] for net in nets]) / 2,
        "out.bias": (one["out.bias"] + other["out.bias"]) / 2,
    }


def in_choosing_quarter(name: str) -> bool:
    """Say of a photo ``source/name`` of the measuring half whether a border may be chosen by it: then not measured."""
    own = person_of(name).partition("/")[2]
    return int(hashlib.md5(own.encode(), usedforsecurity=False).hexdigest(), 16) % 4 == 1


def settled(data: Table, network: dict[str, NDArray[np.float32]]) -> tuple[Table, dict[str, NDArray[np.float32]]]:
    """Choose the border anew within a quarter of all photos that fitted nothing; returns what is left to measure by."""
    chosen = np.array([in_choosing_quarter(name) for name in data.names])
    scores = scores_of(data, network)
    border = _even(*(scores[chosen & (data.groups == group)] for group in (CHILD, YOUTH, ADULT)))
    left = Table(
        values=data.values[~chosen], groups=data.groups[~chosen], fitting=data.fitting[~chosen],
        names=data.names[~chosen],
    )  # fmt: skip
    return left, {**network, "out.bias": network["out.bias"] - np.float32(border)}


def scores_of(data: Table, network: dict[str, NDArray[np.float32]]) -> NDArray[np.float64]:
    """Return the score of every photo, (n,)."""
    return np.array([joined(network, values) for values in data.values])


def rates(
    data: Table, network: dict[str, NDArray[np.float32]], border: float = 0.0, kind: str = ""
) -> dict[str, tuple[float, int]]:
    """Return the share of each group of the measuring half that is taken for grown up, and of how many.

    ``kind``: of those alone that are of one of `KINDS`.
    """
    passed = scores_of(data, network) >= border
    of_kind = np.array([not kind or kind in kinds_of(name) for name in data.names])
    said = {}
    for group in GROUPS:
        rows = data.of(group, fitting=False) & of_kind
        said[group] = (float(passed[rows].mean()) if rows.any() else 0.0, int(rows.sum()))
    return said


def refused_after(scores: list[float]) -> list[bool]:
    """Return after each photo of a person whether none was taken yet, as `engine.faces.verdict.of_age` decides."""
    taken = [min(one, float(np.mean(scores[: place + 1]))) >= 0 for place, one in enumerate(scores)]
    return [not any(taken[: place + 1]) for place in range(len(scores))]


def path(data: Table, network: dict[str, NDArray[np.float32]]) -> tuple[list[float], int]:
    """Return the share of people with several photos who are still refused after each, and how many people those are.

    All are adults of LFW, of the half that measures.
    """
    people: dict[str, list[float]] = {}
    for name, score, fitting in zip(data.names, scores_of(data, network), data.fitting, strict=True):
        if name.startswith("lfw/") and not fitting:
            people.setdefault(person_of(name), []).append(float(score))
    told = [refused_after(scores[:SEVERAL]) for scores in people.values() if len(scores) >= SEVERAL]
    return [float(np.mean([each[place] for each in told])) for place in range(SEVERAL)] if told else [], len(told)


def main() -> None:
    """Measure, and with ``--fit`` train first."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("utk", "fairface", "lfw"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--each", type=int, default=4000, help="photos of each group")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--cache", type=Path, help="file of the measures, read where it is there")
    parser.add_argument("--fit", type=Path, help="where the network goes")
    parser.add_argument("--beside", type=Path, help="an earlier network whose mean with the fitted one is kept")
    chosen = parser.parse_args()
    if chosen.cache and chosen.cache.is_file():
        data = Table(**np.load(chosen.cache))
    else:
        data = table(chosen, Faces(EngineSettings(weights=chosen.weights, threads=1)))
        if chosen.cache:
            np.savez(chosen.cache, **vars(data))
    network = fit(data) if chosen.fit else load_file(weights.path(chosen.weights, "grown", FILE))
    if chosen.beside:
        data, network = settled(data, both(network, load_file(chosen.beside)))
    if chosen.fit:
        save_file(network, chosen.fit)
    for border in (-3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        _print(f"{border:5.1f}", rates(data, network, border))
    for kind in KINDS:
        _print(kind, rates(data, network, kind=kind))
    still, people = path(data, network)
    print(f"of {people} adults still refused after each photo:", *(f"{100 * share:.1f} %" for share in still))


def _print(first: str, said: dict[str, tuple[float, int]]) -> None:
    print(first, *(f" {group} {100 * share:.1f} % of {of}" for group, (share, of) in said.items() if of))


if __name__ == "__main__":
    main()
