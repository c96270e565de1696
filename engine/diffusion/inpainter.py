"""The warm base under ControlNets (paper 2.5, 3.1): drawing in a given pose, and redrawing a part of a picture.

A base nobody has ControlNets for redraws a part of a picture too, by its words and by what is around that part.

Both pipelines are made of the base's own parts, so no weight is loaded twice and the face and style adapters that are
put in are in effect here too. A ControlNet is read at its first use and stays, as long as all that stay
take no more than `NETS_BYTES` and nothing else wants their memory.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import cv2
import numpy as np
import torch
from diffusers import (
    ControlNetModel,
    ControlNetUnionModel,
    DiffusionPipeline,
    StableDiffusionControlNetInpaintPipeline,
    StableDiffusionControlNetPipeline,
    StableDiffusionXLControlNetInpaintPipeline,
    StableDiffusionXLControlNetPipeline,
    StableDiffusionXLControlNetUnionInpaintPipeline,
    StableDiffusionXLControlNetUnionPipeline,
)
from diffusers.models import MultiControlNetModel

from engine import weights
from engine.bases import QUALITY, Sampler, steering
from engine.diffusion import portions
from engine.diffusion.finite import checked, steadily
from engine.diffusion.merging import size_of
from engine.diffusion.partway import partway
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline, shown_alike
from engine.errors import JobCancelledError
from engine.faces.types import RGB
from engine.settings import EngineSettings

XL_POSED = (StableDiffusionXLControlNetPipeline, StableDiffusionXLControlNetUnionPipeline)
XL_REDRAWING = (StableDiffusionXLControlNetInpaintPipeline, StableDiffusionXLControlNetUnionInpaintPipeline)
EYES = ("image_encoder", "feature_extractor")  # of an IP-Adapter
NETS_BYTES = 3 * 2**30  # of ControlNets kept: three of Stable Diffusion 1.5, or the one of XL
Keeper = Callable[[DiffusionPipeline, torch.Tensor, torch.Tensor], torch.Tensor]  # (pipe, time, latents) -> latents


@dataclass(frozen=True, kw_only=True, eq=False)
class Control:
    """One steering picture: ``kind`` names the ControlNet, ``picture`` is (side, side, 3) uint8."""

    kind: str  # "openpose", "canny" or "depth"
    picture: RGB
    scale: float = 1.0


class Inpainter:
    """Draws under controls with what a `PortraitPipeline` holds.

    Raises (all methods):
        WeightMissingError: a ControlNet of this base has not been fetched.
        WeightCorruptError: one has not the stated checksum.
        JobCancelledError: ``cancelled`` returned True between two steps.
        NotANumberError: the numbers of base or ControlNet ran away, in full precision too.
    """

    def __init__(self, pipeline: PortraitPipeline, settings: EngineSettings) -> None:
        self.pipeline, self._settings = pipeline, settings
        self.steer = 1.0  # multiplies the strength of every control; 0 is the bench's negative control
        self._nets: OrderedDict[str, ControlNetModel] = OrderedDict()  # those wanted last at the end
        pipeline.lenders.append(self.give_back)
        self._united = steering.united(pipeline.family)
        self.steers = steering.steered(pipeline.family)  # False: no ControlNets; what steers is left out

    def draw(
        self,
        shots: list[GenerationRequest],
        control: Control,
        *,
        sampler: str = QUALITY,
        step: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[RGB]:
        """Draw each shot under one control (2.5.1, text-to-image); (height, width, 3) uint8 each, the first one's size.

        A base that is not steered draws them by their words.
        """
        made = self.form(shots, control, sampler=sampler, step=step, cancelled=cancelled)
        return list(self.pipeline.decode(torch.stack(made)))

    def form(
        self,
        shots: list[GenerationRequest],
        control: Control,
        *,
        sampler: str = QUALITY,
        step: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[torch.Tensor]:
        """As `draw`, as far as the latents (channels, h, w), see `PortraitPipeline.form`."""
        if not self.steers:
            return self.pipeline.form(shots, sampler=sampler, step=step, cancelled=cancelled)
        pipe, pipeline = self._posed, self.pipeline
        width, height = shots[0].size or (pipeline.family.side,) * 2
        self._steer_by(pipe, [control])

        def formed(chosen: Sampler, group: Sequence[GenerationRequest]) -> torch.Tensor:
            return pipe(
                **pipeline.pipe_kwargs(group),
                **self._common(chosen, group, step, cancelled),
                **self._steering([control], len(group), "image", (height, width)),
                latents=pipeline.noise(group),
                height=height,
                width=width,
            ).images

        with pipeline.shown_to(shots), pipeline.sampling(sampler) as chosen, self._eyes(pipe):
            pipe.scheduler = pipeline.pipe.scheduler
            return self._made_by(partial(formed, chosen), shots, pipe, most=0 if shown_alike(shots) else 1)

    @contextmanager
    def _eyes(self, pipe: Any) -> Iterator[None]:
        """Let a pipeline of the base's parts see with what was put into the base since it was made."""
        own = self.pipeline.pipe.components
        pipe.register_modules(**{name: own.get(name) for name in EYES if name in pipe.components})
        try:
            yield
        finally:
            pipe.register_modules(**{name: None for name in EYES if name in pipe.components})

    def _made_by(
        self,
        formed: Callable[[Sequence[GenerationRequest]], torch.Tensor],
        shots: list[GenerationRequest],
        pipe: DiffusionPipeline,
        most: int = 0,
    ) -> list[torch.Tensor]:
        """Return the latents (channels, h, w) of each shot; ``formed`` makes (N, ...) of N shots with ``pipe``."""
        pipeline, net = self.pipeline, pipe.controlnet

        def checked_latents(group: Sequence[GenerationRequest]) -> torch.Tensor:
            return steadily(pipeline, lambda: checked(formed(group), "draw"), [*pipeline.networks, net])

        whole = pipeline.memory.controls == "whole"
        if whole:
            net.to(pipeline.device)
        try:
            made: list[torch.Tensor] = portions.in_portions(pipeline, "draw", shots, checked_latents, most)
        finally:
            if whole and pipeline.memory.storage != "whole":  # decoding wants the room
                net.to("cpu")
        return made

    def redraw(
        self,
        shots: list[GenerationRequest],
        picture: RGB,
        mask: np.ndarray,
        controls: list[Control],
        *,
        strength: float,
        sampler: str = QUALITY,
        step: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[RGB]:
        """Redraw ``picture`` (height, width, 3) where ``mask`` (height, width) is above 0.5, under controls (2.5.2).

        Sides are multiples of 8, mostly the base's own; the controls are of the same size.

        ``strength`` 0..1 is how far the picture is turned into noise first: 0.65 keeps its light, 1.0 nothing.

        A base that is not steered redraws it by what is around the mask, and by what shines through the noise.
        """
        if not self.steers:
            return self._through_a_mask(shots, picture, mask, strength, sampler, step, cancelled)
        pipe = self._redrawing
        self._steer_by(pipe, controls)
        height, width = picture.shape[:2]

        def formed(chosen: Sampler, group: Sequence[GenerationRequest]) -> torch.Tensor:
            (shot,) = group  # one at a time: the seed of a picture decides its noise, whatever else is drawn
            hole = torch.from_numpy((mask > 0.5).astype(np.float32))[None, None]
            hole = hole.to(self.pipeline.device, self.pipeline.dtype)
            return pipe(
                **self.pipeline.pipe_kwargs([shot]),
                **self._common(chosen, [shot], step, cancelled, keep=self._keeper(shot, picture, hole)),
                image=self._tensor(picture, 1, (height, width)) * 2 - 1,
                mask_image=hole,
                **self._steering(controls, 1, "control_image", (height, width)),
                strength=strength,
                height=height,
                width=width,
            ).images

        with self.pipeline.sampling(sampler) as chosen:
            pipe.scheduler = self.pipeline.pipe.scheduler
            latents = self._made_by(partial(formed, chosen), shots, pipe, most=1)
        return list(self.pipeline.decode(torch.stack(latents)))

    def _through_a_mask(
        self,
        shots: list[GenerationRequest],
        picture: RGB,
        mask: np.ndarray,
        strength: float,
        sampler: str,
        step: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> list[RGB]:
        pipeline = self.pipeline
        with pipeline.sampling(sampler) as chosen:
            clean = pipeline.encode(picture[None])
            hole = torch.from_numpy((mask > 0.5).astype(np.float32))[None, None].to(clean.device)
            inside = torch.nn.functional.interpolate(hole, size=clean.shape[-2:], mode="area") > 0
            told = {"strength": strength, "sampler": chosen, "hole": inside, "step": step, "cancelled": cancelled}

            def formed(group: Sequence[GenerationRequest]) -> torch.Tensor:
                return steadily(
                    pipeline, lambda: checked(partway(pipeline, group[0], clean, **told), "draw"), pipeline.networks
                )

            latents: list[torch.Tensor] = portions.in_portions(pipeline, "draw", shots, formed, 1)
        return list(pipeline.decode(torch.stack(latents)))

    def vae_roundtrip(self, picture: RGB) -> RGB:
        """Return (side, side, 3) through the autoencoder and back: what no drawing can be better than."""
        return self.pipeline.decode(self.pipeline.encode(picture[None]))[0]

    def _keeper(self, shot: GenerationRequest, picture: RGB, hole: torch.Tensor) -> Keeper | None:
        """Return what puts the kept part back after each step, where the pipeline does not do so itself.

        diffusers does it for bases of 4 latent channels, and inpainting bases of 9 need it not.
        """
        if self.pipeline.pipe.unet.config.in_channels in (4, 9):
            return None
        clean = self.pipeline.encode(picture[None]).to(self.pipeline.dtype)
        noise = self.pipeline.noise([shot])
        inside = torch.nn.functional.interpolate(hole, size=clean.shape[-2:], mode="area") > 0

        def keep(
            pipe: StableDiffusionControlNetInpaintPipeline, when: torch.Tensor, latents: torch.Tensor
        ) -> torch.Tensor:
            times = pipe.scheduler.timesteps
            after = int((times == when).nonzero()[0, 0]) + 1
            kept = pipe.scheduler.add_noise(clean, noise, times[after : after + 1]) if after < len(times) else clean
            return torch.where(inside, latents, kept)

        return keep

    def _common(
        self,
        sampler: Sampler,
        shots: Sequence[GenerationRequest],
        step: Callable[[int, int], None],
        cancelled: Callable[[], bool],
        keep: Keeper | None = None,
    ) -> dict[str, object]:

        def heard(pipe: DiffusionPipeline, index: int, when: torch.Tensor, values: dict) -> dict:
            if cancelled():
                raise JobCancelledError
            step(index + 1, sampler.steps)
            if keep is not None:
                values["latents"] = keep(pipe, when, values["latents"])
            return values

        return {
            "num_inference_steps": sampler.steps,
            "guidance_scale": sampler.guidance,
            "generator": [shot.on_the_way() for shot in shots],
            "output_type": "latent",
            "callback_on_step_end": heard,
        }

    def give_back(self) -> int:
        """Forget the ControlNets, 0.7 to 2.5 GB each; they are read again when they are wanted. Return their bytes."""
        size = sum(map(size_of, self._nets.values()))
        self._nets.clear()
        self._forget_pipelines()
        return size

    def forget_person(self) -> None:
        """Let go of the pipelines: they hold the sampler of the last picture. ControlNets stay."""
        self._forget_pipelines()

    def _steer_by(self, pipe: DiffusionPipeline, controls: list[Control]) -> None:
        """Put the ControlNets of these kinds into ``pipe``; a union is one for all."""
        nets = [self._net(control.kind) for control in controls]
        self._forget_old({"union"} if self._united else {control.kind for control in controls})
        pipe.controlnet = nets[0] if self._united else MultiControlNetModel(nets)

    def _steering(
        self, controls: list[Control], count: int, name: str, size: tuple[int, int] | None = None
    ) -> dict[str, object]:
        """Return what a pipeline is told of the steering pictures, ``count`` of each; ``name`` is its word for them."""
        told = {
            name: [self._tensor(control.picture, count, size) for control in controls],
            "controlnet_conditioning_scale": [self.steer * control.scale for control in controls],
        }
        if not self._united:
            return told
        modes = [steering.UNION[control.kind] for control in controls]
        return {"control_image": told.pop(name), "control_mode": modes, **told}

    def _net(self, kind: str) -> ControlNetModel:
        kind = "union" if self._united else kind
        if kind not in self._nets:
            folder = weights.directory(self._settings.weights, steering.component(self.pipeline.family, kind))
            net = (ControlNetUnionModel if self._united else ControlNetModel).from_pretrained(
                folder, dtype=self.pipeline.dtype, local_files_only=True
            )
            self._nets[kind] = net.requires_grad_(False).eval()
            if self.pipeline.memory.controls == "whole":
                net.to(self.pipeline.device)
            else:
                portions.by_layer(net, self.pipeline.device)
        self._nets.move_to_end(kind)
        return self._nets[kind]

    def _forget_old(self, wanted: Collection[str]) -> None:
        """Drop the ControlNets used longest ago, none of ``wanted``, until all take no more than `NETS_BYTES`."""
        for kind in [kind for kind in self._nets if kind not in wanted]:
            if sum(map(size_of, self._nets.values())) <= NETS_BYTES:
                return
            del self._nets[kind]
            self._forget_pipelines()

    def _forget_pipelines(self) -> None:
        """Let go of what was put together last time: it still holds its ControlNets."""
        for name in ("_posed", "_redrawing"):
            self.__dict__.pop(name, None)

    @cached_property
    def _posed(self) -> StableDiffusionControlNetPipeline:
        return self._made(StableDiffusionControlNetPipeline, XL_POSED)

    @cached_property
    def _redrawing(self) -> StableDiffusionControlNetInpaintPipeline:
        return self._made(StableDiffusionControlNetInpaintPipeline, XL_REDRAWING)

    def _made(self, kind: type, large: tuple[type, type]) -> StableDiffusionControlNetPipeline:
        if self.pipeline.family.xl:
            kind = large[self._united]
        # Of the base's very parts: `from_pipe` would bring all of them, the shared UNet too, to one type.
        pipe = kind(**self.pipeline.pipe.components, controlnet=self._net("openpose"), **self._told())
        pipe.set_progress_bar_config(disable=True)
        return pipe

    def _told(self) -> dict[str, bool]:
        """Return the settings of a pipeline that are no parts of it, as the base's own has them."""
        if not self.pipeline.family.xl:
            return {"requires_safety_checker": False}
        zeros = self.pipeline.pipe.config.force_zeros_for_empty_prompt
        return {"force_zeros_for_empty_prompt": zeros, "add_watermarker": False}

    def _tensor(self, picture: RGB, count: int, size: tuple[int, int] | None = None) -> torch.Tensor:
        height, width = size or (self.pipeline.family.side,) * 2
        if picture.shape[:2] != (height, width):
            picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        pixels = torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1)[None].float() / 255
        return pixels.repeat(count, 1, 1, 1).to(self.pipeline.device, self.pipeline.dtype)
