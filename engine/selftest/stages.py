"""The stages of the self-test: draw, learn ten steps, inpaint, draw again, and draw in every number type.

Each stage ends in a verdict of its own; what goes wrong in one is told and the next is tried. The person is random
numbers in the face slots, the picture noise: what is judged is that it runs, that the numbers are numbers, how fast it
is and how much memory it takes.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import psutil
import torch

from engine.bases import QUALITY, Family
from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline, pick_device, pick_dtype
from engine.errors import EngineError, WeightMissingError
from engine.settings import EngineSettings
from engine.training.dataset import Dataset
from engine.training.loop import fit

Verdict = Literal["ok", "failed", "absent"]
TYPES = (torch.bfloat16, torch.float16, torch.float32)
LEARN_STEPS = 10
SLOW_STEPS = 2  # of a picture, without an accelerator
FLAT = 1.0  # grey levels a picture has to vary by: black or one colour is none
SEED = 7


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One verdict. ``rate`` is steps a second, 0 where nothing was counted; ``peak`` bytes of the device's memory."""

    name: str
    verdict: Verdict
    seconds: float = 0.0
    rate: float = 0.0
    peak: int = 0
    note: str = ""
    needed: bool = True  # False: not in the type this device is used with, so a failure is told and no more


class WrongPictureError(Exception):
    """A stage ran and what it made is wrong; the message says how."""


def run(settings: EngineSettings, family: Family, begin: Callable[[str], None] = lambda name: None) -> Iterator[Stage]:
    """Run every stage on the device of ``settings`` and yield each verdict; ``begin`` hears a stage's name before.

    Stages: ``draw``, ``train``, ``inpaint``, ``again`` in the type the engine uses there, then ``draw <type>`` in the
    others.
    """
    test = _Test(settings, family)
    for name, stage in test.stages().items():
        begin(name)
        yield test.judged(name, stage)
    test.close()
    for dtype in TYPES:
        if dtype != test.dtype:
            other, name = _Test(settings, family, dtype), f"draw {short(dtype)}"
            begin(name)
            yield replace(other.judged(name, other.draw), needed=False)
            other.close()


def short(dtype: torch.dtype) -> str:
    """Return the name of a number type: ``bfloat16``."""
    return str(dtype).removeprefix("torch.")


class _Test:
    """One base in one number type, loaded in its first stage."""

    def __init__(self, settings: EngineSettings, family: Family, dtype: torch.dtype | None = None) -> None:
        self.device = pick_device(settings.device)
        self.dtype = dtype or pick_dtype(self.device)
        self._settings, self._family = settings, _shortened(family, self.device)
        self._pipeline: PortraitPipeline | None = None
        self._first: np.ndarray | None = None
        self._steps = 0

    def stages(self) -> dict[str, Callable[[], str]]:
        """Return name -> stage, in their order."""
        return {"draw": self.draw, "train": self.train, "inpaint": self.inpaint, "again": self.again}

    def judged(self, name: str, stage: Callable[[], str]) -> Stage:
        """Run one stage and return its verdict; nothing it raises goes further."""
        reset_peak(self.device)
        began, self._steps, self._spent = time.monotonic(), 0, 0.0
        verdict, note = "ok", ""
        try:
            note = stage()
        except WeightMissingError as missing:
            verdict, note = "absent", f"{missing.data['component']} has not been fetched: {missing.data['how']}"
        except (WrongPictureError, torch.OutOfMemoryError) as error:
            verdict, note = "failed", str(error).splitlines()[0]
        except EngineError as error:
            verdict, note = "failed", str(error)
        except Exception as error:  # whatever a driver or library may say is this stage's verdict
            verdict, note = "failed", f"{type(error).__name__}: {(str(error) or 'no words').splitlines()[0]}"
        rate = self._steps / self._spent if self._spent else 0.0
        seconds, peak = time.monotonic() - began, peak_bytes(self.device)
        return Stage(name=name, verdict=verdict, seconds=seconds, rate=rate, peak=peak, note=note)

    @property
    def pipeline(self) -> PortraitPipeline:
        """The base, loaded at the first call."""
        if self._pipeline is None:
            self._pipeline = PortraitPipeline(self._settings, self._family, dtype=self.dtype)
            self._pipeline.clear_face(SEED)
        return self._pipeline

    def close(self) -> None:
        """Give the memory back."""
        self._pipeline = self._first = None
        gc.collect()
        if self.device.type in ("cuda", "xpu"):
            getattr(torch, self.device.type).empty_cache()

    def draw(self) -> str:
        """Draw a picture with a face put in, and look at it through the small decoder where there is one."""
        shot = self._shot()
        pipeline = self.pipeline
        pipeline.use(face=1.0, style=None)
        pipeline.draw([shot])  # the first is slower: kernels are chosen and loaded
        with self._counted() as step:
            (self._first,) = pipeline.draw([shot], step=step)
        if pipeline.preview_decoder is None:
            return _seen(self._first)
        (looked,) = pipeline.look(torch.stack(pipeline.form([shot])))
        return _seen(self._first) or _seen(looked) or f"candidates are seen through {self._family.preview_decoder}"

    def again(self) -> str:
        """Draw the first picture once more: training and inpainting must have left the base as it was."""
        if self._first is None:
            raise WrongPictureError("there is no first picture to compare with")
        pipeline = self.pipeline
        pipeline.clear_face(SEED)
        pipeline.use(face=1.0, style=None)
        with self._counted() as step:
            (picture,) = pipeline.draw([self._shot()], step=step)
        apart = int(np.abs(picture.astype(int) - self._first).max())
        if apart > 1:
            raise WrongPictureError(f"the same seed drew another picture, {apart} grey levels off")
        return _seen(picture)

    def train(self) -> str:
        """Move the face slots by ten steps on one picture."""
        pipeline, recipe = self.pipeline, self._family.face
        data = self._learnt()
        with pipeline.training_face() as values, self._counted() as step:
            before = [value.detach().clone() for value in values]
            told = fit(
                pipeline.backbone.denoiser, pipeline.backbone.objective(recipe.min_snr), values, data, seed=SEED,
                steps=LEARN_STEPS, batch=recipe.batch, rate=recipe.learning_rate, step=step, cancelled=lambda: False,
            )  # fmt: skip
            moved = any(not torch.equal(one, other) for one, other in zip(before, values, strict=True))
            finite = all(bool(value.isfinite().all()) for value in values)
        if not (moved and finite and np.isfinite(told.last_loss)):
            raise WrongPictureError("the loss or the adapter is no number" if moved else "nothing was learnt")
        how = ", activations computed twice" if told.checkpointing else ""
        return f"{told.optimiser}, {told.rows} at once{how}"

    def inpaint(self) -> str:
        """Redraw the middle of a picture under two ControlNets."""
        pipeline, side = self.pipeline, self._family.side
        inpainter = Inpainter(pipeline, self._settings)
        picture = _noise(side)
        mask = np.zeros((side, side), np.float32)
        mask[side // 4 : -side // 4, side // 4 : -side // 4] = 1
        controls = [Control(kind=kind, picture=picture) for kind in ("openpose", "canny")]
        pipeline.use(face=1.0, style=None)
        with self._counted() as step:
            inpainter.draw([self._shot()], controls[0], step=step)
            (made,) = inpainter.redraw([self._shot()], picture, mask, controls, strength=1.0, step=step)
        return _seen(made)

    def _shot(self) -> GenerationRequest:
        return GenerationRequest(prompt=self._family.prompt.format(subject="a person", style=""), seed=SEED)

    def _learnt(self) -> Dataset:
        pipeline = self.pipeline
        words = [self._shot().prompt]
        pipeline.use(face=None, style=None)
        with torch.no_grad():
            latents, read = pipeline.encode(_noise(self._family.side)[None]), pipeline.read(words)
        weights = torch.ones(1, *latents.shape[-2:], device=latents.device)
        return Dataset(latents=latents, weights=weights, states=read.states, added=read.added)

    @contextmanager
    def _counted(self) -> Iterator[Callable[[int, int], None]]:
        """Count the steps that are heard inside the block, and the time between the first and the last of them."""
        marks: list[float] = []

        def step(done: int, total: int) -> None:
            synchronise(self.device)
            marks.append(time.monotonic())

        try:
            yield step
        finally:
            self._steps, self._spent = max(0, len(marks) - 1), marks[-1] - marks[0] if len(marks) > 1 else 0.0


def _shortened(family: Family, device: torch.device) -> Family:
    """Return the family with few steps a picture where there is no accelerator."""
    sampler = family.samplers[QUALITY]
    if device.type == "cpu" and family.side > 128:
        sampler = replace(sampler, steps=min(sampler.steps, SLOW_STEPS))
    return replace(family, samplers={**family.samplers, QUALITY: sampler})


def _noise(side: int) -> np.ndarray:
    """Return (side, side, 3) uint8 of coloured squares: a picture with edges."""
    cells = np.random.default_rng(SEED).integers(0, 256, (8, 8, 3), np.uint8)
    return np.ascontiguousarray(np.kron(cells, np.ones((side // 8, side // 8, 1), np.uint8)))


def _seen(picture: np.ndarray) -> str:
    """Return nothing to add about a drawn picture.

    Raises `WrongPictureError` for one of a single colour, as NaN gives it.
    """
    if picture.std() < FLAT:
        raise WrongPictureError("the picture is of one colour: its numbers were none")
    return ""


def synchronise(device: torch.device) -> None:
    """Wait until the device has done what it was given."""
    if device.type in ("cuda", "xpu", "mps"):
        getattr(torch, device.type).synchronize()


def reset_peak(device: torch.device) -> None:
    """Begin a new measurement of memory."""
    if device.type in ("cuda", "xpu"):
        with suppress(RuntimeError):  # nothing was put there yet
            getattr(torch, device.type).reset_peak_memory_stats()


def peak_bytes(device: torch.device) -> int:
    """Return the most bytes taken since `reset_peak`; of the process, ever, where no device counts them."""
    if device.type in ("cuda", "xpu"):
        return getattr(torch, device.type).max_memory_allocated()
    if device.type == "mps":
        return torch.mps.driver_allocated_memory()
    try:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    except ImportError:  # Windows
        return psutil.Process().memory_info().peak_wset
