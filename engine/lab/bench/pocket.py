"""The embedded base on people it never saw: autoencoder, likeness by rank-1 identification, time to learn a face.

Needs the arrays of ``python -m engine.lab.pocket.train --stage data`` (from the two research data sets, which are not
shipped): without them there is one row that says so and fails. Twenty people, about two minutes each.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.settings import load
from engine.lab.bench.row import Row, at_least, at_most, told

DATA = Path(".work/pocket/data")
PEOPLE = 20


def rows(folder: Path) -> Iterable[Row]:
    """Measure in a process of its own, since torch never enters this one."""
    if not (DATA / "labels.npy").exists():
        yield Row(
            bench="pocket",
            name="data: run python -m engine.lab.pocket.train --stage data",
            value=0,
            unit="",
            must="present",
            ok=False,
        )
        return
    engine = load().engine.for_workers()
    command = [sys.executable, "-m", "engine.lab.pocket.measure", "--data", DATA, "--weights", engine.weights, "--json"]
    command += ["--threads", engine.threads]
    command += ["--people", PEOPLE, "--sheet", Path("out/pocket.png")]
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    yield at_least("pocket", "autoencoder PSNR, unseen photos", found["psnr"], "dB", 27)
    yield at_most("pocket", "distance of real photos through it", found["vae_roundtrip"], "", 0.42)
    yield told("pocket", "distance of real photos", found["real"], "")
    yield at_least("pocket", "rank-1, trained", found["rank1_trained"], "", 0.80)
    yield at_least("pocket", "rank-1, one photo", found["rank1_instant"], "", 0.50)
    yield told("pocket", "rank-1, control without the person", found["rank1_control"], "")
    yield told("pocket", "rank-1, trained, in all steps", found["rank1_steps"], "")
    yield told("pocket", "rank-1, trained, after face fusion", found["rank1_fused"], "")
    yield told("pocket", "rank-1, the one kept of three", found["rank1_kept"], "")
    for mode in ("trained", "steps", "kept", "instant", "control", "fused"):
        yield told("pocket", f"rank-1 by gradient histograms, {mode}", found[f"gradients_{mode}"], "")
    for mode in ("trained", "steps", "kept", "instant", "fused"):
        yield told("pocket", f"one face with matching eyes, {mode}", found[f"eyes_{mode}"], "")
    yield at_most("pocket", "distance, trained", found["distance_trained"], "", 0.55)
    yield told("pocket", "distance, trained, in all steps", found["distance_steps"], "")
    yield told("pocket", "distance, one photo", found["distance_instant"], "")
    yield told("pocket", "distance, control", found["distance_control"], "")
    yield told("pocket", "distance, nobody named while the adapter acts", found["distance_leak"], "")
    yield told("pocket", "distance, trained, after face fusion", found["distance_fused"], "")
    yield told("pocket", "distance, the one kept of three", found["distance_kept"], "")
    yield at_most("pocket", "seconds of training on 8 photos, median", found["train_seconds"], "s", 120)
    yield at_most("pocket", "seconds from 8 photo files to a learnt face", found["learnt_seconds"], "s", 120)
    yield at_most("pocket", "seconds from there to the first portrait", found["first_portrait_seconds"], "s", 10)
    yield at_least("pocket", "pictures with one face", found["one_face"], "", 0.95)
    yield at_least("pocket", "pictures with matching eyes", found["eyes_match"], "", 0.95)
    yield at_least("pocket", "gender as asked for", found["gender"], "", 0.85)
    yield told("pocket", "age band as asked for", found["age_band"], "")
    yield told("pocket", "smile as asked for", found["smile"], "")
    for word in ("hair", "length", "glasses", "background"):
        yield told("pocket", f"{word} as asked for", found[f"said_{word}"], "")
        yield told("pocket", f"the same {word} where nothing was asked", found[f"unsaid_{word}"], "")
    yield told("pocket", "distance to photos as a set", found["frechet"], "")
    yield told("pocket", "the same between two sets of photos", found["frechet_photos"], "")
    yield told("pocket", "distance to many photos of the kind asked for", found["asked"], "")
    yield told("pocket", "the same of such photos", found["asked_photos"], "")
    for prefix, name in (("", "four steps"), ("plain_", "four steps without the adapter")):
        yield told("pocket", f"time to draw, {name}, of that of all steps", found[f"{prefix}share"], "")
        yield told("pocket", f"how near to the picture of all steps, {name}", found[f"{prefix}near"], "dB")
    for prefix, name in (("quality_", "all steps"), ("plain_", "four steps without the adapter")):
        yield told("pocket", f"pictures with matching eyes, {name}", found[f"{prefix}eyes_match"], "")
        yield told("pocket", f"gender as asked for, {name}", found[f"{prefix}gender"], "")
        yield told("pocket", f"smile as asked for, {name}", found[f"{prefix}smile"], "")
        yield told("pocket", f"distance to photos as a set, {name}", found[f"{prefix}frechet"], "")
        yield told("pocket", f"distance to many photos of the kind asked for, {name}", found[f"{prefix}asked"], "")
    for kind in ("openpose", "canny", "depth"):
        yield at_most("pocket", f"landmarks off the {kind} control", found[f"control_{kind}"], "eye distances", 0.1)
        yield told("pocket", f"the same without {kind}", found[f"control_{kind}_without"], "eye distances")
