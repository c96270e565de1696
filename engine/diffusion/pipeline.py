"""The warm base of one worker: draws pictures, holds the face adapter's fixed slots and the styles used lately.

A face is put in by copying tensors into one resident adapter (2.5 ms at Stable Diffusion size, no recompilation); a
style acts beside it, see `engine.diffusion.acting`. Paper 2.3: both are applied together, weights style 0.25 and face
1.0 by default.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from diffusers import DiffusionPipeline
from diffusers.utils import logging as diffusers_logging
from peft.utils import get_peft_model_state_dict
from transformers.utils import logging as transformers_logging

from engine import bases, weights
from engine.bases import FAST, QUALITY, Family, Sampler
from engine.bases.memory import COARSE, LEARNS, MemoryPlan
from engine.devices import pick_device
from engine.diffusion import (
    adapters,
    coarse,
    compiling,
    doubling,
    ip_adapter,
    loading,
    portions,
    preview_decoder,
    speed,
)
from engine.diffusion import backbone as backbones
from engine.diffusion.acting import FACE, Acting
from engine.diffusion.backbone import Backbone, Read
from engine.diffusion.finite import READERS, checked, steadily, steady
from engine.diffusion.partway import BELIEVED, partway
from engine.diffusion.person_tokens import PersonTokens
from engine.diffusion.prompt_cache import PromptCache
from engine.diffusion.schedulers import build_scheduler
from engine.diffusion.stacked import StackedFaces
from engine.diffusion.step_preview import Looking, predict_x0
from engine.errors import DeviceMemoryError, JobCancelledError
from engine.settings import EngineSettings

diffusers_logging.set_verbosity_error()  # both libraries report at length that torchvision is absent, as it shall be
transformers_logging.set_verbosity_error()

log = logging.getLogger(__name__)
ADAPTER = "pytorch_lora_weights.safetensors"  # as diffusers names an adapter that has a folder of its own


@dataclass(frozen=True, kw_only=True)
class GenerationRequest:
    """One picture to draw. ``geometry`` (G,) and ``embedding`` (128,) only where the base reads person tokens.

    ``negative`` is what it must not be; None: what the family says of a photo. ``size`` is (width, height) in pixels,
    one for all shots of a call; None: the family's square.

    ``references`` are photos of a person, (side, side, 3) uint8 RGB each, where the base is shown any; ``face_ids`` the
    numbers of their faces, (512,) each, where it is told those.

    ``near`` is (another seed, share): the noise is that seed's, turned by ``share`` (0..1) towards this one's own.

    ``wears`` is whose face it is where several are in, see `engine.diffusion.mixed`.
    """

    prompt: str
    seed: int
    negative: str | None = None
    size: tuple[int, int] | None = None
    near: tuple[int, float] | None = None
    embedding: np.ndarray | None = None
    geometry: np.ndarray | None = None
    references: tuple[np.ndarray, ...] = ()
    face_ids: tuple[np.ndarray, ...] = ()
    wears: int | None = None

    def on_the_way(self) -> torch.Generator:
        """Return where a sampler that adds noise while drawing (LCM, Euler a) takes it from.

        A variation takes it from the picture it varies: otherwise even a small one would be another picture.
        """
        return torch.Generator().manual_seed(self.seed if self.near is None else self.near[0])


class PortraitPipeline:
    """The base model of this worker.

    ``dtype`` is the type its weights are kept in, None for what suits the device; face slots are float32 on any.
    ``memory`` is how they are kept and how much is done at once, None for what fits; it gets smaller where that is too
    much.
    ``merge`` says whether styles are merged into the weights, None for where that pays.

    Raises:
        WeightMissingError: the wanted base has not been fetched.
        WeightCorruptError: a file of it does not have the stated checksum.
        BaseTooLargeError: it fits neither the device nor the machine; nothing of it was read.
        NeedsCudaError: it can be kept on CUDA alone; nothing of it was read.
    """

    def __init__(
        self,
        settings: EngineSettings,
        family: Family | None = None,
        *,
        dtype: torch.dtype | None = None,
        memory: MemoryPlan | None = None,
        merge: bool | None = None,
    ) -> None:
        self.device = pick_device(settings.device)
        torch.set_num_threads(settings.threads)
        self._weights, self.faceid = settings.weights, settings.faceid
        accelerator = self.device.type != "cpu"
        self.family = family or bases.choose(settings.base, settings.weights, accelerator=accelerator)
        place = loading.place_of(self.family, settings.weights)
        self.edition = loading.edition_of(self.family, settings.weights, place)
        self.dtype = dtype or pick_dtype(self.device)
        # Before it is read: what lies in the machine already is no longer free, and what fits nowhere is not read.
        self.memory = memory or portions.plan_for(self.family, self.device, self.dtype, place)
        self.pipe: DiffusionPipeline = loading.open_pipeline(place, self.family, self.dtype)
        doubling.fold(self.pipe.vae)
        decoder = preview_decoder.beside(settings, self.family, self.dtype)
        self.preview_decoder = None if decoder is None else decoder.to(self.device)
        if self.stored_small:
            coarse.store(self.backbone.denoiser, self.dtype, self.memory.storage, self.device)
        if self.memory.storage == "whole":
            self.pipe.to(self.device)
        self.pipe.set_progress_bar_config(disable=True)
        self._schedulers = {
            kind: build_scheduler(self.pipe.scheduler, sampler) for kind, sampler in self.family.samplers.items()
        }
        self.pipe.scheduler = self._schedulers[QUALITY]
        self._guidance = self.family.sampler.guidance
        for part in self.networks:
            part.requires_grad_(False).eval()
        speed.tune(self.device, self.networks)
        self.person = PersonTokens.load(place / "person").to(self.device) if self.family.person_tokens else None
        self.lenders: list[Callable[[], int]] = []  # what can give back memory: each returns how many bytes it gave
        self.stacked: StackedFaces | None = None  # several faces, while they are in
        self.whole = False  # True while nothing may be computed in half precision
        self.prompts = PromptCache()
        if self.stored_small:
            merge = False  # there is nothing exact to merge into
        if self.memory.storage == "group":
            merge = True  # an adapter beside the layers would not come with them
        self.acting = Acting(self.pipe, self.device, self.dtype, self.family.face, merge=merge)
        self.lenders.append(self.acting.give_back)
        if self.memory.storage != "whole":
            portions.offload(self)
        self.compiled = self._compiled() if settings.compile else compiling.OFF

    def _compiled(self) -> str:
        """Compile the denoiser's blocks and draw of nobody and with a face; return whether they are, or why not."""
        if self.memory.storage not in LEARNS:
            log.warning("ENGINE_COMPILE: %s", compiling.BY_LAYER)
            return compiling.BY_LAYER
        shot = GenerationRequest(prompt=self.family.prompt.format(subject="a person", style=""), seed=0)

        def warm_up() -> None:
            for face in (None, 1.0):  # a block with a face in it is another one to the compiler
                self.use(face=face, style=None)
                self.draw([shot])

        try:
            return compiling.compile_blocks(self.backbone.denoiser, warm_up)
        finally:
            self.use(face=None, style=None)

    @property
    def backbone(self) -> Backbone:
        """What its architecture does otherwise than others."""
        return backbones.of(self.pipe, self.family)

    @property
    def networks(self) -> list[torch.nn.Module]:
        """The networks of the base, all of them."""
        small = [] if self.preview_decoder is None else [self.preview_decoder]
        return [self.pipe.vae, *small, *adapters.networks(self.pipe).values()]

    @property
    def stored_small(self) -> bool:
        """Say whether weights are kept in a type they are not computed in, which leaves nothing to widen."""
        return self.memory.storage in COARSE

    def take_back(self) -> int:
        """Have everything that is only kept for later given back, ControlNets above all; return the bytes."""
        return sum(give() for give in self.lenders)

    @property
    def weights_folder(self) -> Path:
        """Where fetched weights lie, for what a training wants beside the base."""
        return self._weights

    def face_parameters(self) -> dict[str, torch.nn.Parameter]:
        """Return the slots of the face adapter by name."""
        return self.acting.face

    @torch.no_grad()
    def clear_face(self, seed: int = 0) -> None:
        """Reset the slots to an adapter that changes nothing (B is 0), A drawn from ``seed``."""
        self.acting.forget_face()
        generator = torch.Generator().manual_seed(seed)
        for name, value in self.face_parameters().items():
            if "lora_A" in name:
                fan = value[0].numel()
                value.copy_((torch.rand(value.shape, generator=generator) * 2 - 1) / fan**0.5)
            else:
                value.zero_()

    def forget_person(self) -> None:
        """Drop what is left of whoever was drawn last: the face, what was read, the latents some samplers keep."""
        self.clear_face()
        self.prompts.forget()
        for kind, used in self._schedulers.items():
            self._schedulers[kind] = type(used).from_config(used.config)
        self.pipe.scheduler = self._schedulers[QUALITY]

    @torch.no_grad()
    def load_face_lora(self, tensors: dict[str, torch.Tensor]) -> None:
        """Copy a trained face (as `face_tensors` gives it) into the slots.

        Raises:
            KeyError: the tensors were trained for other slots, e.g. on another base.
        """
        tensors = self.fitting(tensors)
        portions.at_rest(self.backbone.denoiser)
        for name, value in self.face_parameters().items():
            value.copy_(tensors[name])

    def fitting(self, tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Return a trained face (as `face_tensors` gives it) under the names of the slots.

        Raises:
            KeyError: as `load_face_lora`.
        """
        known = self.face_parameters()
        plain = {name.replace(f".{FACE}.", "."): value for name, value in known.items()}
        tensors = {name.removeprefix(f"{self.backbone.part}."): value for name, value in tensors.items()}
        if not any(name.startswith(adapters.TEXT) for name in tensors):  # learnt with the text encoder as it was
            text = {name: value for name, value in plain.items() if name.startswith(adapters.TEXT)}
            tensors |= {name: torch.zeros_like(value) for name, value in text.items()}
        misfits = plain.keys() ^ tensors.keys()
        misfits |= {name for name in plain.keys() & tensors.keys() if plain[name].shape != tensors[name].shape}
        if misfits:
            raise KeyError(f"{len(misfits)} adapter tensors do not fit this base, e.g. {min(misfits)}")
        return {name: tensors[name.replace(f".{FACE}.", ".")] for name in known}

    def face_tensors(self) -> dict[str, torch.Tensor]:
        """Return a copy of the face adapter, named as peft names the tensors of one adapter."""
        state = get_peft_model_state_dict(self.backbone.denoiser, adapter_name=FACE)
        if self.family.face.text_rate:
            told = get_peft_model_state_dict(self.pipe.text_encoder, adapter_name=FACE)
            state |= {f"{adapters.TEXT}{name}": value for name, value in told.items()}
        return {name: value.detach().to("cpu", copy=True).contiguous() for name, value in state.items()}

    def use(self, *, face: float | None, style: Path | None, style_weight: float = 1.0) -> None:
        """Switch adapters: ``face`` is the multiplier of the slots (None: off), ``style`` a LoRA file or None.

        Raises:
            BadAdapterError: the style's file is damaged or made for another base; nothing was changed.
        """
        self.acting.use(face=face, style=style, style_weight=style_weight)

    @property
    def quick(self) -> str:
        """Return the sampler for a first look: the fast one, unless its adapter has to be fetched."""
        fast = self.family.samplers.get(FAST)
        if fast is None or (fast.adapter and weights.components()[fast.adapter].copied):
            return QUALITY
        return FAST

    @contextmanager
    def sampling(self, kind: str) -> Iterator[Sampler]:
        """Draw with one of the family's samplers, and with its adapter where it has one, inside the block."""
        sampler = self.family.samplers[kind]
        file = weights.path(self._weights, sampler.adapter, ADAPTER) if sampler.adapter else None
        self.acting.few_steps(file)
        self._guidance = sampler.guidance
        self.pipe.scheduler = self._schedulers[kind]
        try:
            yield sampler
        finally:
            self.pipe.scheduler = self._schedulers[QUALITY]

    @torch.no_grad()
    def draw(
        self,
        shots: list[GenerationRequest],
        *,
        batch: int = 0,
        step: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], bool] = lambda: False,
        preview: Looking | Mapping[int, Looking] | None = None,
        sampler: str = QUALITY,
    ) -> list[np.ndarray]:
        """Draw every shot and return (height, width, 3) uint8 RGB pictures; one seed gives one picture in any batch.

        ``batch`` is the most that are drawn at once, 0 for what fits. ``step`` hears (steps done, steps in all, of all
        pictures together) after each denoising step. ``preview`` sees the first picture of the batch that is being
        drawn, or one for each whose face is in (`GenerationRequest.wears`) their first. ``sampler`` is a kind the
        family has: quality, fast.

        Raises:
            WeightMissingError: the sampler needs an adapter that has not been fetched.
            JobCancelledError: ``cancelled`` returned True between two steps.
            NotANumberError: the base's numbers ran away, in full precision too.
            DeviceMemoryError: not even one picture fits.
        """
        made = self.form(shots, batch=batch, step=step, cancelled=cancelled, preview=preview, sampler=sampler)
        return list(self.decode(torch.stack(made)))

    @torch.no_grad()
    def form(
        self,
        shots: list[GenerationRequest],
        *,
        batch: int = 0,
        step: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], bool] = lambda: False,
        preview: Looking | Mapping[int, Looking] | None = None,
        sampler: str = QUALITY,
    ) -> list[torch.Tensor]:
        """As `draw`, as far as the latents (channels, h, w) of each shot; `look` or `decode` makes pictures of them."""
        done = 0
        if not shown_alike(shots) or any(map(self._goes_its_own_way, shots)):
            batch = 1
        with self.shown_to(shots), self.sampling(sampler) as chosen, predict_x0(self.pipe.scheduler) as guess:

            def drawn(group: Sequence[GenerationRequest]) -> list[torch.Tensor]:
                nonlocal done

                def heard(pipe: object, index: int, when: object, values: dict) -> dict:
                    if cancelled():
                        raise JobCancelledError
                    for row, look in previews(preview, group):
                        if look.due(index + 1, chosen.steps):
                            look.look(partial(self._seen, guess.latents, values.get(BELIEVED), row, group))
                    step(done * chosen.steps + (index + 1) * len(group), chosen.steps * len(shots))
                    return values

                made = list(self._formed(group, chosen, heard))
                done += len(group)
                return made

            return portions.in_portions(self, "draw", shots, drawn, batch)

    @contextmanager
    def shown_to(self, shots: Sequence[GenerationRequest]) -> Iterator[None]:
        """Let the base see the photos of ``shots`` inside the block, where it needs an adapter for that."""
        needed = any(shot.references for shot in shots) and bool(self.family.ip_adapter)
        told = any(shot.face_ids for shot in shots)
        with ip_adapter.knowing(self) if told else ip_adapter.seeing(self) if needed else nullcontext():
            yield

    def _formed(self, group: Sequence[GenerationRequest], chosen: Sampler, heard: Callable[..., dict]) -> torch.Tensor:
        """Return the finished latents (N, channels, h, w) of a group."""
        width, height = self._size(group)

        def formed() -> torch.Tensor:
            made = self.pipe(
                **self.pipe_kwargs(group),
                **self.backbone.asked(chosen.guidance),
                num_inference_steps=chosen.steps,
                height=height,
                width=width,
                latents=self.backbone.begun(self.noise(group)),
                generator=[shot.on_the_way() for shot in group],
                output_type="latent",
                callback_on_step_end=heard,
            ).images
            return checked(self.backbone.made(made, width, height), "draw")

        def along() -> torch.Tensor:
            nothing = torch.zeros(1, *self.backbone.shape(width, height), device=self.device)
            return checked(partway(self, group[0], nothing, strength=1.0, sampler=chosen, heard=heard), "draw")

        return steadily(self, along if self._goes_its_own_way(group[0]) else formed, self.networks)

    def _goes_its_own_way(self, shot: GenerationRequest) -> bool:
        return bool(shot.references) and self.backbone.own_way

    def _size(self, group: Sequence[GenerationRequest]) -> tuple[int, int]:
        return group[0].size or (self.family.side,) * 2

    def _seen(
        self,
        guessed: torch.Tensor | None,
        believed: torch.Tensor | None,
        row: int,
        group: Sequence[GenerationRequest],
    ) -> np.ndarray:
        """Return the model's guess of one finished picture, (height, width, 3) uint8 RGB.

        ``believed`` is what a base that goes its own way said of its only picture; else the sampler noted ``guessed``.
        """
        if believed is None:
            assert guessed is not None
            believed = self._underway(guessed[row : row + 1], group)
        return self._glimpsed(believed)[0]

    def _underway(self, latents: torch.Tensor, group: Sequence[GenerationRequest]) -> torch.Tensor:
        return self.backbone.underway(latents, *self._size(group))

    def noise(self, group: Sequence[GenerationRequest], size: tuple[int, int] | None = None) -> torch.Tensor:
        """Return the starting noise (N, channels, h, w), each row a function of its shot alone.

        ``size`` is (width, height) in pixels where it is not that of the shots.
        """
        shape = self.backbone.shape(*(size or self._size(group)))
        rows = []
        for shot in group:
            own = torch.randn(shape, generator=torch.Generator().manual_seed(shot.seed))
            if shot.near is not None:
                other = torch.randn(shape, generator=torch.Generator().manual_seed(shot.near[0]))
                angle = shot.near[1] * torch.pi / 2  # a turn keeps the noise at unit variance
                own = math.cos(angle) * other + math.sin(angle) * own
            rows.append(own)
        return torch.stack(rows).to(self.device, self.backbone.noise_dtype or self.dtype)

    def pipe_kwargs(self, group: Sequence[GenerationRequest]) -> dict[str, object]:
        """Return what a pipeline of this base is told of the shots: states of their prompts and of what they are not.

        Prompts of any length are read whole; those of one call get as many states as its longest prompt needs.
        """
        told = self.backbone.told(*self.reads(group))
        if group[0].face_ids:
            return told | self.backbone.recognised(group[0].face_ids, len(group), guided=self._guidance > 1)
        return told | self.backbone.shown(group[0].references) if group[0].references else told

    def reads(self, group: Sequence[GenerationRequest]) -> tuple[Read, Read]:
        """Return what was read of the shots' prompts, and of what they must not be; passes from now on are of them."""
        if self.stacked is not None:
            self.stacked.rows([shot.wears for shot in group])
        prompts = [shot.prompt for shot in group]
        unwanted = [self.family.negative if shot.negative is None else shot.negative for shot in group]
        least = self.backbone.parts(prompts + unwanted)
        people = [shot.embedding for shot in group], [shot.geometry for shot in group]
        seen = group[0].references
        return (
            self.read(prompts, *people, least, seen, keep=True),
            self.read(unwanted, least=least, references=seen, keep=True),
        )

    @torch.no_grad()
    def read(
        self,
        prompts: Sequence[str],
        embeddings: Sequence[np.ndarray | None] = (),
        geometries: Sequence[np.ndarray | None] = (),
        least: int = 1,
        references: Sequence[np.ndarray] = (),
        *,
        keep: bool = False,
    ) -> Read:
        """Return what the denoiser is told of prompts, with the person's tokens behind their states where it reads any.

        ``least`` is how many parts the prompts are read in at least, see `engine.diffusion.texts`; ``references`` are
        seen by a reader that has eyes. ``keep``: the same words will come again, see `engine.diffusion.prompt_cache`;
        what was read beside photos is not kept.
        """
        told = (
            self.backbone.read_beside(prompts, references, self.device, least)
            if references
            else self._words(prompts, least, keep=keep)
        )
        if self.whole:  # the reader itself may be too large to be widened
            told = told.to(self.dtype)
        if self.person is None:
            return told
        sizes, nobody = self.person.sizes, [None] * len(prompts)
        rows = [_rows(embeddings or nobody, sizes["embedding"]), _rows(geometries or nobody, sizes["geometry"])]
        person = self.person(*(row.to(self.device) for row in rows)).to(told.states.dtype)
        return Read(states=torch.cat([told.states, person], 1), added=told.added)

    def _words(self, prompts: Sequence[str], least: int, *, keep: bool) -> Read:
        """Return what is read of prompts, or was: by the same encoders, in the same type, under the same styles.

        A text encoder that is learnt with faces reads for each person otherwise; of that nothing is kept.
        """

        def read() -> Read:
            return self.backbone.read(prompts, self.device, least)

        if not keep or self.family.face.text_rate:
            return read()
        readers = [network for name in READERS if (network := getattr(self.pipe, name, None)) is not None]
        key = tuple(prompts), least, tuple(network.dtype for network in readers), self.acting.files
        return self.prompts.read(key, self.device, read)

    @torch.no_grad()
    def encode(self, pictures: np.ndarray) -> torch.Tensor:
        """(N, side, side, 3) uint8 RGB to scaled latent means (N, channels, side/8, side/8) float32.

        Raises:
            NotANumberError: as `draw`.
        """
        pixels = torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1
        return torch.stack(portions.in_portions(self, "encode", pixels, self._steadily_encoded))

    def _steadily_encoded(self, pixels: torch.Tensor) -> torch.Tensor:
        return steadily(self, lambda: self._encoded_pixels(pixels), [self.pipe.vae])

    def _encoded_pixels(self, pixels: torch.Tensor) -> torch.Tensor:
        with steady(self.pipe.vae) as vae:
            latent = self.backbone.encoded(vae, pixels.to(self.device, vae.dtype))
            # The autoencoder may be in a type of its own just now: its own statistics follow it.
            return checked(self.backbone.scaled(latent.float()), "encode")

    @torch.no_grad()
    def decode(self, latents: torch.Tensor) -> np.ndarray:
        """Scaled latents (N, channels, side/8, side/8) to (N, side, side, 3) uint8 RGB.

        Raises:
            NotANumberError: as `draw`.
        """

        def seen(part: torch.Tensor) -> np.ndarray:
            return steadily(self, lambda: self._decoded(part), [self.pipe.vae])

        return np.stack(portions.in_portions(self, "decode", latents, seen))

    @torch.no_grad()
    def _decoded(self, latents: torch.Tensor) -> np.ndarray:
        with steady(self.pipe.vae) as vae:
            raw = self.backbone.raw(latents.to(self.device, vae.dtype))
            pixels = checked(self.backbone.decoded(vae, raw).float(), "decode").clamp(-1, 1) / 2 + 0.5
        return _pictures(pixels)

    @torch.no_grad()
    def look(self, latents: torch.Tensor) -> np.ndarray:
        """As `decode`, through the small decoder where there is one: for what is judged, or only looked at.

        Raises:
            NotANumberError: as `draw`.
        """
        if self.preview_decoder is None:
            return self.decode(latents)
        small = [self.preview_decoder]

        def seen(part: torch.Tensor) -> np.ndarray:
            return steadily(self, lambda: self._glimpsed(part), small)

        return np.stack(portions.in_portions(self, "decode", latents, seen))

    @torch.no_grad()
    def _glimpsed(self, latents: torch.Tensor) -> np.ndarray:
        if self.preview_decoder is None:
            return self._decoded(latents)
        like = next(self.preview_decoder.parameters())
        seen = checked(self.preview_decoder(latents.to(like)).float(), "decode")
        return _pictures(seen.clamp(-1, 1) / 2 + 0.5)

    def reader(self, said: Sequence[str]) -> Callable[[torch.Tensor], torch.Tensor] | None:
        """Return what reads ``said[rows]`` anew, with a gradient, for a training that moves the text encoder too.

        None where it does not: the recipe says so, or its weights are not always on the device.
        """
        if not self.family.face.text_rate:
            return None
        if self.memory.storage != "whole":
            log.warning("the text encoder is not learnt: there is not the memory to keep it on the device")
            return None
        least = self.backbone.parts(said)
        return lambda rows: self.backbone.read([said[row] for row in rows.tolist()], self.device, least).states

    @contextmanager
    def training(self) -> Iterator[None]:
        """Let layers of the base be trained inside the block: there is room for it, and nothing is compiled.

        Raises:
            DeviceMemoryError: there is so little memory that weights are stored in 8 bits or 4, or come layer by layer.
        """
        if self.memory.storage not in LEARNS:
            raise DeviceMemoryError
        if self.device.type != "cpu":
            self.take_back()
        with compiling.uncompiled(self.compiled):
            yield

    def learn_on(self) -> None:
        """Let the slots learn, and nothing act beside them: at the start, and after a picture drawn on the way."""
        self.acting.few_steps(None)
        self.backbone.denoiser.train()
        for value in self.face_parameters().values():
            value.requires_grad_(self.stacked is None)  # of several who learn at once, others do

    @contextmanager
    def training_face(self) -> Iterator[list[torch.nn.Parameter]]:
        """Make the face slots trainable inside the block; nothing else of the base ever is.

        Raises:
            DeviceMemoryError: as `training`.
        """
        with self.training():
            self.acting.use(face=1.0, style=None, training=True)
            values = list(self.face_parameters().values())
            self.learn_on()
            try:
                yield values
            finally:
                for value in values:
                    value.requires_grad_(False)
                    value.grad = None
                self.backbone.denoiser.eval()
                self.use(face=None, style=None)


def shown_alike(shots: Sequence[GenerationRequest]) -> bool:
    """Say whether these may be drawn in one batch: what is shown or told of a face, a whole batch is."""
    return all(shot.references is shots[0].references and shot.face_ids is shots[0].face_ids for shot in shots)


def previews(
    wanted: Looking | Mapping[int, Looking] | None, group: Sequence[GenerationRequest]
) -> Iterator[tuple[int, Looking]]:
    """Yield (row of a batch, what looks at it)."""
    if wanted is None:
        return
    if not isinstance(wanted, Mapping):
        yield 0, wanted
    else:
        first = {shot.wears: row for row, shot in reversed(list(enumerate(group)))}
        yield from ((row, wanted[who]) for who, row in first.items() if who in wanted)


def _pictures(pixels: torch.Tensor) -> np.ndarray:
    """Return (N, 3, height, width) 0..1 as (N, height, width, 3) uint8."""
    return (pixels.permute(0, 2, 3, 1).cpu().numpy() * 255 + 0.5).astype(np.uint8)


def _rows(values: Sequence[np.ndarray | None], size: int) -> torch.Tensor:
    rows = [np.full(size, np.nan) if value is None else np.asarray(value) for value in values]
    return torch.from_numpy(np.stack(rows).astype(np.float32))


def pick_dtype(device: torch.device) -> torch.dtype:
    """Return the type of the base's weights: bfloat16 on a GPU that has it, else float16; float32 elsewhere.

    Asked of this very device, and of its own ability: older cards answer for bfloat16 too, and emulate it at a crawl.
    """
    if device.type == "xpu":
        return torch.bfloat16
    if device.type != "cuda":
        return torch.float32
    with torch.cuda.device(device):
        able = torch.cuda.is_bf16_supported(including_emulation=False)
    return torch.bfloat16 if able else torch.float16
