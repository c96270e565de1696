"""Paper 2.1 from photo to training picture, one stage after the other, with a picture of each.

    steps = stages(faces, Path("photo.jpg"), family)  # received, upright, ... cropped, ... retouched, learnt
    sheet(steps, words).save("stages.png")

This is what enrolment does, slowed down: the last picture is the one that is learnt, byte for byte. ``python -m bot
studio inspect`` writes it for an operator who wonders why a photo was refused or a face was learnt badly.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine.bases import HEAD, Family
from engine.errors import BadPhotoError, EngineError
from engine.faces import align, images
from engine.faces.attributes import trigger_word
from engine.faces.parse import clean_background, warp
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face
from engine.models import Models
from engine.requests import from_json
from engine.settings import EngineSettings
from engine.tasks.inspect import run as inspect
from engine.tasks.inspect.request import InspectPhoto, PhotoVerdict
from engine.training.prepare import Sample, prepare, sample_of

SIDE = 512  # of the paper's crop, where the base learns another one
CELL = 8  # pixels of a latent cell
TILE, TEXT_WIDTH = 256, 420  # pixels of a stage in the sheet, and of its column of words
SHADE = 0.25  # light that is left of what the head mask leaves out


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """One stage: its name, the picture after it (height, width, 3) uint8 RGB, and what was measured."""

    name: str
    picture: RGB
    note: str = ""


def stages(faces: Faces, photo: Path, family: Family, accepted: Path | None = None) -> list[Step]:
    """Return the stages of ``photo``, as far as it gets: without a face with a mesh it ends upright.

    ``family`` says what is learnt of it in the end. ``accepted`` is the cleaned photo, where there is one: enrolment
    has no other, so from there on it is what is shown.

    Raises `BadPhotoError` when the file is no picture that can be read.
    """
    received = faces.load(photo)
    steps = [Step(name="received", picture=received, note=f"{received.shape[1]} x {received.shape[0]}, EXIF obeyed")]
    upright, turned = faces.upright(received)  # 2.1.1 Image Rotation
    found = faces.faces(upright)
    steps.append(Step(name="upright", picture=_marked(upright, found), note=f"turned {turned}°, faces: {len(found)}"))
    kept = upright if accepted is None else faces.load(accepted)
    face = faces.largest(kept)
    if face is None or face.mesh is None:
        return steps
    theta = align.rotation(face.mesh.five)[1]  # 2.1.1 Face Rotation, equation 1
    level, affine = align.level(kept, face.mesh.five)
    left = align.rotation(align.moved(face.mesh.five, affine))[1]
    steps.append(Step(name="level", picture=level, note=f"turned {theta:+.1f}°, left over {left:+.1f}°"))
    return [*steps, *_extracted(faces, kept, sample_of(faces, kept, face, side=family.side), family)]


def _extracted(faces: Faces, photo: RGB, sample: Sample, family: Family) -> list[Step]:
    """2.1.1 from the crop on: (cropped, head, clean, retouched) in the paper's proportions, and what is learnt."""
    side = family.side if family.framing == HEAD else SIDE
    paper = prepare(sample, replace(family, framing=HEAD, side=side))
    move, head = paper.transform, paper.head
    cropped = warp(photo, move, side, fill=(255, 255, 255))  # 2.1.1 Face Region Crop
    share = float(np.ptp(sample.mesh.points[:, :2] @ move[:, :2].T, axis=0).max()) / side
    shaded = (cropped * (SHADE + (1 - SHADE) * head[..., None])).astype(np.uint8)  # 2.1.1 Segmentation
    found, known = faces.embed(sample.picture), sample.embedding
    apart = np.nan if found is None or known is None else np.linalg.norm(found - known)
    learnt = prepare(sample, family)
    counted = float((learnt.weight((side // CELL,) * 2, family.face.outside) > 0).mean())
    return [
        Step(name="cropped", picture=cropped, note=f"face {share:.2f} of the side"),
        Step(name="head", picture=shaded, note=f"{head.mean():.0%} of the crop"),
        Step(name="clean", picture=clean_background(cropped, head)),
        # 2.1.1 Skin Retouching
        Step(name="retouched", picture=paper.picture, note=f"moved the identity by {apart:.2f}"),
        Step(name="learnt", picture=learnt.picture, note=f"by {family.name}; {counted:.0%} of it counts"),
    ]


def words(faces: Faces, photo: Path, verdict: PhotoVerdict) -> list[str]:
    """Return what was understood of ``photo`` (2.1.2) and whether it is taken, a line each."""
    lines = [f"verdict: {verdict.problem or 'accepted'}"]
    if verdict.quality is not None:
        lines.append(f"quality: {verdict.quality:.2f}")
    if verdict.looks is not None:
        looks = verdict.looks
        lines += [f"looks: {looks.gender}, about {looks.age:.0f} years", f"trigger word: {trigger_word(looks)}"]
        lines.append(f"kept tags: {', '.join(looks.tags) or 'none'}")
    rgb, _ = faces.upright(faces.load(photo))
    face = faces.largest(rgb)
    if face is not None:
        parts = faces.rate(rgb, face).parts
        lines.append("parts: " + ", ".join(f"{name} {value:.2f}" for name, value in parts.items()))
        if face.mesh is not None:
            lines.append(f"yaw {face.mesh.yaw:+.0f}°, pitch {face.mesh.pitch:+.0f}°, roll {face.mesh.roll:+.0f}°")
    return [*lines, "by: " + ", ".join(sorted(set(faces.backends.values())))]


def sheet(steps: Sequence[Step], lines: Sequence[str]) -> Image.Image:
    """Return all stages side by side, four in a row, each with its name, and the words at the right."""
    columns = min(4, len(steps))
    rows = -(-len(steps) // columns)
    band = 40
    height = max(rows * (TILE + band), 22 * (len(lines) + 4))
    page = Image.new("RGB", (columns * TILE + TEXT_WIDTH, height), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(14)
    for number, step in enumerate(steps):
        x, y = number % columns * TILE, number // columns * (TILE + band)
        tile = Image.fromarray(step.picture)
        tile.thumbnail((TILE - 4, TILE - 4))
        left, top = x + (TILE - tile.width) // 2, y + (TILE - tile.height) // 2
        page.paste(tile, (left, top))
        draw.rectangle((left - 1, top - 1, left + tile.width, top + tile.height), outline="silver")
        draw.text((x + 6, y + TILE), f"{number + 1} {step.name}\n{step.note}", fill="black", font=font)
    text = "\n".join(part for line in lines for part in _wrapped(line, 52))
    draw.multiline_text((columns * TILE + 10, 10), text, fill="black", font=font, spacing=6)
    return page


def write(settings: EngineSettings, photo: Path, out: Path) -> dict[str, object]:
    """Write one PNG per stage, ``stages.png`` and ``stages.json`` below ``out``; return what the JSON says."""
    models = Models(settings)
    out.mkdir(parents=True, exist_ok=True)
    verdict = inspect.run(
        InspectPhoto(photo=photo, cleaned=out / "accepted.png"), models, lambda _: None, lambda: False
    )
    try:
        steps = stages(models.faces, photo, models.family, verdict.cleaned)
        lines = words(models.faces, photo, verdict)
    except BadPhotoError as bad:
        steps, lines = [], [f"verdict: {bad.data['reason']}"]
    for number, step in enumerate(steps, 1):
        images.save_clean(step.picture, out / f"{number}-{step.name}.png")
    if steps:
        sheet(steps, lines).save(out / "stages.png")
    said: dict[str, object] = {
        "verdict": str(verdict.problem or "accepted"),
        "stages": [{"name": step.name, "note": step.note} for step in steps],
        "words": lines,
        "looks": asdict(verdict.looks) if verdict.looks else None,
        "backends": models.faces.backends,
    }
    (out / "stages.json").write_text(json.dumps(said, indent=2, ensure_ascii=False), encoding="utf-8")
    return said


def _marked(rgb: RGB, found: Sequence[Face]) -> RGB:
    """Return a copy with a frame around every face."""
    out = rgb.copy()
    for face in found:
        left, top, right, bottom = (int(v) for v in face.box)
        cv2.rectangle(out, (left, top), (right, bottom), (0, 200, 0), max(2, round(max(rgb.shape) / 300)))
    return out


def _wrapped(line: str, width: int) -> list[str]:
    rows = [""]
    for word in line.split():
        if rows[-1] and len(rows[-1]) + len(word) >= width:
            rows.append("   ")
        rows[-1] += (" " if rows[-1].strip() else "") + word
    return rows


def main(settings: str, photo: str, out: str) -> None:
    """Print one line of JSON: what `write` returns, or under "error" why nothing could be looked at."""
    try:
        said = write(from_json(EngineSettings, json.loads(settings)), Path(photo), Path(out))
    except EngineError as error:
        said = {"error": error.to_json()}
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
