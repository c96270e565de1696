"""Reproduce the embedded base: ``python -m engine.lab.pocket.train --data DIR --work DIR --stage STAGE --seconds N``.

Stages in order: ``data`` (align, label), ``embeddings``, ``autoencoder``, ``latents``, ``descriptions`` (hair, glasses,
background), ``base``, ``likeness`` (goes on from the same checkpoint with likeness in the loss), ``export`` (into
``engine/bases/pocket`` as fp16), ``styles``, ``landmarks`` and ``control`` (the ControlNets, see
`engine.lab.pocket.control`), ``trajectories`` and ``fewstep`` (the adapter that draws in four steps, see
`engine.lab.pocket.fewstep`), ``decoder`` (the way from latents to pictures told what photos look like, see
`engine.lab.pocket.decoder`; then ``export`` again). ``start`` instead of ``autoencoder`` goes on from the shipped base.
Long stages continue from their checkpoint, written every 10 minutes.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Run one stage."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stage", required=True, choices=list(STAGES))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the two archives")
    parser.add_argument("--work", type=Path, default=Path(".work/pocket"), help="where arrays and checkpoints go")
    parser.add_argument("--weights", type=Path, default=Path("weights"), help="fetched weights")
    parser.add_argument("--seconds", type=float, default=3600, help="how long a training stage goes on")
    parser.add_argument("--per-person", type=int, default=1000, help="photos of each person that get an embedding")
    parser.add_argument("--only", nargs="*", default=[], help="styles or controls to train")
    parser.add_argument("--version", type=int, help="of the base to export, in its training record")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    import torch

    torch.set_num_threads(arguments.threads)
    if arguments.stage == "export" and arguments.version is None:
        parser.error("--stage export needs --version: another version's record would be replaced")
    STAGES[arguments.stage](arguments)


def _data(arguments: argparse.Namespace) -> None:
    from engine import weights
    from engine.lab.pocket.data import prepare

    mesh = weights.path(arguments.weights, "mesh", "face_landmarker.task")
    prepare(arguments.data, arguments.work / "data", mesh)


def _embeddings(arguments: argparse.Namespace) -> None:
    from engine import weights
    from engine.lab.pocket.identities import embed_all

    landmarks = weights.path(arguments.weights, "landmarks5", "shape_predictor_5_face_landmarks.dat")
    network = weights.path(arguments.weights, "embedder", "dlib_face_recognition_resnet_model_v1.dat")
    embed_all(arguments.work / "data", landmarks, network, per_person=arguments.per_person)


def _autoencoder(arguments: argparse.Namespace) -> None:
    from engine.lab.pocket.autoencoder import train

    train(arguments.work / "data", arguments.work, arguments.seconds)


def _latents(arguments: argparse.Namespace) -> None:
    from engine.lab.pocket.latents import cache

    cache(arguments.work / "data", arguments.work)


def _base(arguments: argparse.Namespace) -> None:
    from engine.lab.pocket.base import train

    train(arguments.work / "data", arguments.work, arguments.seconds)


def _likeness(arguments: argparse.Namespace) -> None:
    from engine import weights
    from engine.lab.pocket.likeness import train

    embedder = weights.path(arguments.weights, "embedder", "dlib_face_recognition_resnet_model_v1.dat")
    train(arguments.work / "data", arguments.work, embedder, arguments.seconds)


def _descriptions(arguments: argparse.Namespace) -> None:
    from engine.lab.pocket.descriptions import find_all

    find_all(arguments.work / "data", arguments.work, arguments.weights)


def _styles(arguments: argparse.Namespace) -> None:
    from engine.lab.pocket.styles import train

    train(arguments.work / "data", arguments.only, threads=arguments.threads)


def _landmarks(arguments: argparse.Namespace) -> None:
    from engine.lab.pocket.landmarks import find_all

    find_all(arguments.work / "data", arguments.work, arguments.weights)


def _control(arguments: argparse.Namespace) -> None:
    from engine import weights
    from engine.lab.pocket.control import KINDS, export, train

    mesh = weights.path(arguments.weights, "mesh", "face_landmarker.task")
    for kind in arguments.only or KINDS:
        train(kind, arguments.work / "data", arguments.work, mesh, arguments.seconds)
        export(kind, arguments.work)


def _start(arguments: argparse.Namespace) -> None:
    from engine.lab.pocket.export import start

    start(arguments.work)


def _trajectories(arguments: argparse.Namespace) -> None:
    from engine.lab.pocket import fewstep

    fewstep.draw_trajectories(arguments.work / "data", arguments.work, arguments.seconds)


def _fewstep(arguments: argparse.Namespace) -> None:
    from engine.lab.pocket import fewstep

    fewstep.train(arguments.work / "data", arguments.work, arguments.seconds)
    fewstep.export(arguments.work)


def _decoder(arguments: argparse.Namespace) -> None:
    from engine import weights
    from engine.lab.pocket.decoder import train

    embedder = weights.path(arguments.weights, "embedder", "dlib_face_recognition_resnet_model_v1.dat")
    train(arguments.work / "data", arguments.work, embedder, arguments.seconds)


def _export(arguments: argparse.Namespace) -> None:
    from engine.lab.pocket.export import export

    export(arguments.work, version=arguments.version)


STAGES = {
    "data": _data,
    "embeddings": _embeddings,
    "start": _start,
    "autoencoder": _autoencoder,
    "latents": _latents,
    "base": _base,
    "descriptions": _descriptions,
    "likeness": _likeness,
    "styles": _styles,
    "export": _export,
    "landmarks": _landmarks,
    "control": _control,
    "trajectories": _trajectories,
    "fewstep": _fewstep,
    "decoder": _decoder,
}

if __name__ == "__main__":
    main()
