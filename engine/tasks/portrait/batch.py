"""Portraits of several people drawn in one batch, each the picture it would be alone (paper 2.3, 2.4)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from safetensors.torch import load_file

from engine.diffusion import choosing, mixed
from engine.diffusion.choosing import Drawn
from engine.diffusion.mixed import Worn
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline, shown_alike
from engine.diffusion.step_preview import Preview
from engine.faces.types import RGB
from engine.identity import ADAPTER
from engine.models import Models
from engine.requests import Progress
from engine.tasks.portrait.run import Clock, Setting, finished, opened
from engine.tasks.shared.identity_lora import load_identity_lora
from engine.tasks.shared.member import Member, look_round


class _Own:
    """A preview that is stamped as its owner's pictures are, and taken of nobody whose job has ended."""

    def __init__(self, member: Member, preview: Preview) -> None:
        self._member, self._preview = member, preview

    @property
    def file(self) -> Path | None:
        """See `Preview.file`."""
        return self._preview.file

    def due(self, done: int, total: int) -> bool:
        """See `Preview.due`."""
        return not self._member.ended and self._preview.due(done, total)

    def look(self, see: Callable[[], RGB]) -> None:
        """See `Preview.look`."""
        with self._member.own():
            self._preview.look(see)


@dataclass(eq=False, kw_only=True)
class _Sitter:
    """A member whose portraits are drawn with the others', and what is drawn of them."""

    member: Member
    scene: Setting
    worn: Worn
    shots: list[GenerationRequest]
    preview: _Own
    clock: Clock
    drawn: list[Drawn] = field(default_factory=list)

    def progress(self, done: int, total: int, seconds_left: float) -> None:
        """Say how far the drawing is, with this person's own preview."""
        self.member.progress(
            Progress(stage="drawing", done=done, total=total, seconds_left=seconds_left, preview=self.preview.file)
        )


def run_batch(members: Sequence[Member], models: Models) -> None:
    """Draw what ``members`` asked for at once, then finish it one by one; each member's end is their own.

    Whoever cannot be drawn beside the others (drawn from photos, in another size or style) is left without an end, and
    so is everybody where the drawing itself fails: alone they may do better, or learn why not.
    """
    pipeline = models.pipeline
    if not mixed.able(pipeline):
        return
    prepared = []
    for member in members:
        look_round(members)
        prepared.append(_sitter(member, models, len(members)))
    sitters = _alike([sitter for sitter in prepared if sitter is not None])
    if len(sitters) < 2:
        return
    _draw(pipeline, sitters)
    for sitter in sitters:
        look_round(members)  # who was taken back meanwhile hears of it before the next one is finished
        if sitter.member.ended:
            continue
        with sitter.member.own():
            sitter.member.end(_finished(pipeline, sitter, members))


def _sitter(member: Member, models: Models, beside: int) -> _Sitter | None:
    """Return a member prepared as a portrait alone is; None where they ended, or have to be drawn alone."""
    if member.gone():
        return None
    with member.own():
        request, clock = member.request, Clock()
        identity, style = opened(request, models)
        request.out.mkdir(parents=True, exist_ok=True)
        with clock.step("prepare"):
            scene = Setting(request, models, identity, style)
            if not scene.worn:
                return None
            worn = Worn(tensors=load_file(request.identity / ADAPTER), weight=scene.face_weight)
        return _Sitter(
            member=member,
            scene=scene,
            worn=worn,
            shots=scene.shots(),
            preview=_Own(member, scene.preview(beside)),
            clock=clock,
        )
    return None


def _alike(sitters: list[_Sitter]) -> list[_Sitter]:
    """Return those that can be in one batch with the first."""
    if not sitters:
        return []
    first = sitters[0]
    return [sitter for sitter in sitters if _key(sitter) == _key(first) and shown_alike(first.shots + sitter.shots)]


def _key(sitter: _Sitter) -> tuple[object, ...]:
    scene = sitter.scene
    weight = scene.style_weight if scene.adapter else None
    return scene.sampler, sitter.shots[0].size, scene.adapter, weight, scene.pose is None


def _draw(pipeline: PortraitPipeline, sitters: Sequence[_Sitter]) -> None:
    """2.3: everybody's own face, and one style beside all of them."""
    first, began = sitters[0].scene, time.monotonic()
    shots = [replace(shot, wears=number) for number, sitter in enumerate(sitters) for shot in sitter.shots]
    steps_each = len(shots)

    def step(done: int, total: int) -> None:
        left = (time.monotonic() - began) / done * (total - done)
        for sitter in sitters:
            if not sitter.member.gone():
                sitter.progress(done * len(sitter.shots) // steps_each, total * len(sitter.shots) // steps_each, left)

    def nobody_waits() -> bool:
        gone = [sitter.member.gone() for sitter in sitters]  # each is asked: who left hears of it now
        return all(gone)

    pipeline.use(face=None, style=first.adapter, style_weight=first.style_weight)
    with mixed.wearing(pipeline, [sitter.worn for sitter in sitters]):
        drawn = choosing.drawn(
            pipeline,
            shots,
            sum(sitter.scene.request.count for sitter in sitters),
            pipeline,
            step=step,
            cancelled=nobody_waits,
            preview={number: sitter.preview for number, sitter in enumerate(sitters)},
            sampler=first.sampler,
        )
    seconds = time.monotonic() - began
    for sitter in sitters:
        sitter.drawn, drawn = drawn[: len(sitter.shots)], drawn[len(sitter.shots) :]
        sitter.clock.seconds["draw"] = seconds


def _finished(pipeline: PortraitPipeline, sitter: _Sitter, members: Sequence[Member]) -> object:
    """2.4 for one person; what is refined is drawn again with their face alone."""
    scene, member = sitter.scene, sitter.member

    def progress(step: Progress) -> None:
        look_round(members)
        member.progress(step)

    def cancelled() -> bool:
        look_round(members)
        return member.cancelled()

    load_identity_lora(pipeline, scene.request.identity, scene.identity)
    scene.use(scene.face_weight, scene.style_weight)
    return finished(scene, sitter.drawn, sitter.clock, progress, cancelled)
