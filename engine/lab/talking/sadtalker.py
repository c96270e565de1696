"""How long a frame takes: ``python -m engine.lab.talking.sadtalker [--side 256] [--device cpu] [--threads 2]``.

The networks have their published sizes and random weights, which cost as much as trained ones. Prints JSON: seconds of
processor and of clock for taking in a portrait, for one frame, and for one second of sound.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from engine.talking.sadtalker import mel
from engine.talking.sadtalker.checkpoints import COEFFICIENTS, Loaded, Networks
from engine.talking.sadtalker.coefficients import Manner, held, spoken
from engine.talking.sadtalker.mapping import MappingNet


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="engine.lab.talking.sadtalker")
    parser.add_argument("--side", type=int, choices=(256, 512), default=256)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    print(json.dumps(measure(randomised(chosen.side, torch.device(chosen.device))), indent=1))


def randomised(side: int, device: torch.device) -> Loaded:
    """Return networks of the published sizes with seeded random weights."""
    torch.manual_seed(0)
    networks, mapping = Networks().to(device).eval(), MappingNet(COEFFICIENTS["full"]).to(device).eval()
    return Loaded(networks=networks, mapping=mapping, side=side, device=device)


@torch.inference_mode()
def measure(loaded: Loaded) -> dict[str, Any]:
    """Return what was measured, in seconds."""
    networks, device = loaded.networks, loaded.device
    picture = torch.rand(1, 3, loaded.side, loaded.side, device=device)
    portrait = torch.zeros(COEFFICIENTS["full"], device=device)
    sound = np.random.default_rng(0).normal(0, 0.1, mel.RATE).astype(np.float32)
    times = np.arange(mel.FRAMES_PER_SECOND, dtype=np.float32) / mel.FRAMES_PER_SECOND
    manner = Manner(style=0, seed=0, expression_scale=1.0, still=False)
    canonical, keypoints = timed(lambda: networks.kp_extractor(picture), device)
    encoded, taken_in = timed(lambda: networks.generator.encode(picture), device)
    _, heard = timed(
        lambda: spoken(sound, 0 * times, times, portrait, manner, networks.audio2pose, networks.audio2exp), device
    )
    points = loaded.mapping(held(portrait)).pose(canonical)
    _, frame = timed(lambda: networks.generator.render(encoded, points, points), device)
    return {
        "side": loaded.side,
        "device": str(device),
        "threads": torch.get_num_threads(),
        "portrait": {name: keypoints[name] + taken_in[name] for name in keypoints},
        "frame": frame,
        "second of sound": heard,
    }


def timed(work: Callable[[], Any], device: torch.device) -> tuple[Any, dict[str, float]]:
    """Return what ``work`` returns and how long it took."""
    wait = torch.cuda.synchronize if device.type == "cuda" else lambda: None
    wait()
    clock, processor = time.perf_counter(), time.process_time()
    made = work()
    wait()
    return made, {
        "clock": round(time.perf_counter() - clock, 2),
        "processor": round(time.process_time() - processor, 2),
    }


if __name__ == "__main__":
    main()
