"""Learn a style from a folder of pictures: paper 2.2, "offline", with the trainer the shipped styles were made with."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import cv2
import numpy as np

from engine.bases import Family
from engine.errors import UnsafePictureError
from engine.faces import verdict
from engine.faces.framing import geometry
from engine.faces.registry import Faces
from engine.faces.types import Face
from engine.models import Models
from engine.prompts import style_caption
from engine.requests import Progress
from engine.safety import content
from engine.safety.nudity import NUDE
from engine.safety.provenance import save_labelled
from engine.styles.style import style
from engine.tasks.enrol.request import NotEnoughPhotosError
from engine.tasks.inspect.request import Looks
from engine.tasks.style import preview
from engine.tasks.style.request import StyleTrained, TrainStyle
from engine.training import style_lora
from engine.training.prepare import whole_photo
from engine.training.style_lora import StylePhoto

NEEDED = 4  # pictures with a face
ENLARGED = 512  # smaller pictures are enlarged before a face is looked for


def run(
    request: TrainStyle, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> StyleTrained:
    """Learn the look of ``request.pictures`` and write adapter, record and preview into ``request.out``.

    Raises:
        NotEnoughPhotosError: fewer than `NEEDED` pictures show a face.
        UnsafePictureError: a picture to learn from shows nudity.
        BadStyleError: ``request.name`` cannot be a style's name.
        ContentRefusedError: nothing may be drawn by ``request.prompt``, or a title says so.
        JobCancelledError: the owner took the job back.
    """
    began, pipeline, faces = time.monotonic(), models.pipeline, models.faces
    words = request.prompt or request.name.replace("-", " ")
    content.require(
        "\n".join((words, *request.titles.values())), content.DRAW, own=content.own(models.settings.content)
    )
    style(request.name, {"prompt": words, "titles": request.titles}, request.out)  # refused now, not after an hour
    photos = []
    for number, file in enumerate(request.pictures):
        progress(Progress(stage="preparing", done=number, total=len(request.pictures)))
        photos += _photo(faces, pipeline.family, faces.load(file), words)
    if len(photos) < NEEDED:
        raise NotEnoughPhotosError(len(photos), NEEDED)

    def step(done: int, total: int) -> None:
        progress(Progress(stage="training", done=done, total=total))

    adapter = request.out / f"{request.name}.safetensors"
    told = style_lora.train(
        pipeline,
        photos,
        adapter,
        seed=request.seed,
        steps=request.steps,
        trigger=words,
        step=step,
        cancelled=cancelled,
        work=request.work,
    )
    shown = request.out / f"{request.name}.png"
    picture = preview.draw(pipeline, faces, words, adapter, 1.0, ENLARGED, cancelled=cancelled)
    save_labelled(picture, shown, facts={"style": request.name})
    record = request.out / f"{request.name}.toml"
    record.write_text(_record(request, pipeline.family, words), encoding="utf-8")
    return StyleTrained(
        adapter=adapter,
        record=record,
        preview=shown,
        base=pipeline.family.name,
        pictures=len(photos),
        steps=told.steps,
        first_loss=told.first_loss,
        loss=told.last_loss,
        seconds=time.monotonic() - began,
        resumed_at=told.resumed,
    )


def _photo(faces: Faces, family: Family, rgb: np.ndarray, words: str) -> list[StylePhoto]:
    """Return a picture framed as the base wants it and with its caption; nothing where no adult face is found."""
    if faces.nude(rgb) >= NUDE:
        raise UnsafePictureError
    if max(rgb.shape[:2]) < ENLARGED:
        grow = ENLARGED / max(rgb.shape[:2])
        rgb = cv2.resize(rgb, None, fx=grow, fy=grow, interpolation=cv2.INTER_CUBIC)
    face = faces.largest(rgb)
    if face is None or face.mesh is None:
        return []
    looks = faces.looks([faces.attributes(rgb, face)])
    if verdict.of_age(looks) is not None:
        return []
    return [_framed(faces, family, rgb, face, looks, words)]


def _framed(faces: Faces, family: Family, rgb: np.ndarray, face: Face, looks: Looks, words: str) -> StylePhoto:
    picture, transform = whole_photo(rgb, face.mesh, family)
    return StylePhoto(
        picture=picture,
        caption=style_caption(family, looks, words),
        embedding=faces.embed(rgb, face),
        geometry=geometry(face.mesh.points, transform, family.side, face.mesh.blendshapes),
    )


def _record(request: TrainStyle, family: Family, words: str) -> str:
    """Return the TOML table; JSON's quoting of text is TOML's too."""

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    titles = request.titles or {"en": request.name.replace("-", " ").capitalize()}
    lines = [
        f"[{request.name}]",
        f"titles = {{ {', '.join(f'{language} = {quoted(title)}' for language, title in titles.items())} }}",
        f"prompt = {quoted(words)}",
        f"words = {quoted(words)}" if family.small_vocabulary else "",
        f"trigger = {quoted(words)}" if not family.small_vocabulary else "",
        f"adapters = {{ {family.architecture} = {quoted(f'{request.name}.safetensors')} }}",
        f"base_weights = {{ {family.name} = 1.0 }}",
        f"preview = {quoted(f'{request.name}.png')}",
        'tags = ["own"]',
    ]
    return "\n".join(line for line in lines if line) + "\n"
