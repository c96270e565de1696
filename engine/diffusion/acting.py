"""Which adapters act on a warm base: the face in its slots, and with it a style and the adapter of few steps.

A face is trained in float32 slots and drawn from a copy in the base's own type: no casts, and 256 kernels a pass fewer.
Styles and few steps are merged into the weights where that pays (`engine.diffusion.merging`), else they act beside the
face as adapters of their own. What is kept of files is counted in bytes: they are of 1 MB or of 1 GB.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

import psutil
import torch
from peft import LoraConfig

from engine.bases import Recipe
from engine.diffusion import adapters, merging, portions
from engine.diffusion.backbone import denoiser
from engine.diffusion.merging import MergedWeights, Parts
from engine.errors import WeightMissingError

FACE, DRAWN = "face", "drawn"  # the slots that are trained, and their copy in the base's type
STYLES_BYTES = 2**30  # of adapters kept
ALWAYS_KEPT = 2  # however large: a style and few steps act at the same time
SUMS_ON_PROCESSOR = 2**28  # bytes

Key = tuple[Path, int, int]  # a file that was replaced is another one


class Acting:
    """The adapters of one pipeline.

    ``dtype`` is the type the base computes in; ``merge`` None decides by device and size, see `merging.pays`.
    """

    def __init__(
        self, pipe: Any, device: torch.device, dtype: torch.dtype, recipe: Recipe, *, merge: bool | None = None
    ) -> None:
        self._pipe, self.dtype = pipe, dtype
        pays = merging.pays(device, denoiser(pipe))
        self.merged = MergedWeights(pipe, room=_room(device)) if (pays if merge is None else merge) else None
        self._files: OrderedDict[Key, tuple[int, Parts | str]] = OrderedDict()  # bytes, and layers or adapter's name
        self._face: dict[str, float] = {}
        self._style: dict[Key, float] = {}
        self._files_acting: dict[Key, float] = {}
        self._own: dict[str, dict[str, torch.nn.Parameter]] = {}
        self._lent: dict[Key, float] = {}
        self._scaling: set[str] = set()  # names of those beside that are DoRAs
        self._add_slots(recipe)

    def _add_slots(self, recipe: Recipe) -> None:
        places = [(denoiser(self._pipe), recipe.targets)]
        places += [(self._pipe.text_encoder, adapters.TEXT_TARGETS)] if recipe.text_rate else []
        kinds = {FACE: torch.float32} if self.dtype == torch.float32 else {FACE: torch.float32, DRAWN: self.dtype}
        for name, dtype in kinds.items():
            for network, targets in places:
                config = LoraConfig(r=recipe.rank, lora_alpha=recipe.rank, target_modules=list(targets))
                with adapters.several_adapters_are_meant():
                    network.add_adapter(config, adapter_name=name)
            self._own[name] = adapters.slots(self._pipe, name)  # looked for once: a base has thousands of modules
            for value in self._slots(name):
                value.data = value.data.to(dtype)
                value.requires_grad_(False)
        self.use(face=None, style=None)

    def _slots(self, name: str) -> list[torch.nn.Parameter]:
        return list(self._own.get(name, {}).values())

    @property
    def face(self) -> dict[str, torch.nn.Parameter]:
        """Return the slots that are trained, by path."""
        return dict(self._own[FACE])

    @property
    def files(self) -> tuple[tuple[Key, float], ...]:
        """Return which adapters in files act, each with its weight; some have a part in a text encoder."""
        return tuple(self._files_acting.items())

    def use(self, *, face: float | None, style: Path | None, style_weight: float = 1.0, training: bool = False) -> None:
        """Switch adapters, see `PortraitPipeline.use`; ``training`` lets the float32 slots themselves act.

        Raises:
            BadAdapterError: the style's file is damaged or made for another base; nothing was changed.
            WeightMissingError: there is no such file.
        """
        portions.at_rest(denoiser(self._pipe))
        wanted = {self._key(style): style_weight} if style is not None and style_weight else {}
        self._act(wanted, self._drawn_face(face, training))
        self._style = wanted

    def face_off(self) -> None:
        """Let no face act from the slots; style and few steps go on."""
        portions.at_rest(denoiser(self._pipe))
        self._act(self._files_acting, {})

    @torch.no_grad()
    def forget_face(self) -> None:
        """Empty the copy a face is drawn from: it outlives what it was copied from."""
        portions.at_rest(denoiser(self._pipe))
        for value in self._slots(DRAWN):
            value.zero_()

    def lend(self, file: Path | None) -> None:
        """Let the adapter in ``file`` act beside all others from the next `few_steps` on; None: no more."""
        self._lent = {self._key(file): 1.0} if file is not None else {}
        if file is None:
            self.few_steps(None)

    def few_steps(self, file: Path | None) -> None:
        """Let what `use` named act, and the adapter of few steps in ``file`` beside it; None for none."""
        more = {self._key(file): 1.0} if file is not None else {}
        wanted = {**self._style, **self._lent, **more}
        if wanted != self._files_acting:  # switched without need, slots that are being trained would be frozen
            portions.at_rest(denoiser(self._pipe))
            self._act(wanted, self._face)

    def _act(self, files: dict[Key, float], face: dict[str, float]) -> None:
        self._files_acting = {}
        if self.merged is not None:
            self.merged.act(tuple(files.items()), self._layers)
            adapters.switch(self._pipe, face)
        else:
            beside = {self._adapter(key): weight for key, weight in files.items()}
            # A DoRA scales what acts before it together with the base: nobody's face, therefore.
            adapters.switch(self._pipe, {**beside, **face} if self._scaling & beside.keys() else {**face, **beside})
        self._face, self._files_acting = face, files

    def _drawn_face(self, face: float | None, training: bool) -> dict[str, float]:
        if face is None:
            return {}
        slots = [] if training else self._slots(DRAWN)
        if not slots:
            return {FACE: face}
        with torch.no_grad():
            torch._foreach_copy_(slots, self._slots(FACE))
        return {DRAWN: face}

    def _key(self, file: Path) -> Key:
        state = file.stat() if file.is_file() else None
        if state is None:
            raise WeightMissingError(f"style {file.stem}", "python -m bot styles")
        return file, state.st_mtime_ns, state.st_size

    def _layers(self, key: Key) -> Parts:
        """Return the layers of a file, kept in the machine's memory."""
        if key not in self._files:
            self._keep(key, adapters.read_file(self._pipe, key[0]))
        self._files.move_to_end(key)
        return self._files[key][1]

    def _adapter(self, key: Key) -> str:
        """Return the name under which a file's adapter is put in."""
        if key not in self._files:
            name = f"style_{abs(hash(key)):x}"
            if adapters.put_in(self._pipe, key[0], name):
                self._scaling.add(name)
            self._keep(key, name)
        self._files.move_to_end(key)
        return self._files[key][1]

    def give_back(self) -> int:
        """Forget the finished sums of adapters that are kept on the device; return their bytes."""
        return self.merged.give_back() if self.merged is not None else 0

    def _keep(self, key: Key, what: Parts | str) -> None:
        """Note what is kept of a file, and drop those used longest ago until all take no more than `STYLES_BYTES`."""
        size = key[2] if isinstance(what, str) else sum(map(_bytes, what.values()))
        self._files[key] = (size, what)
        while len(self._files) > ALWAYS_KEPT and sum(size for size, _ in self._files.values()) > STYLES_BYTES:
            gone, (_, old) = self._files.popitem(last=False)
            if isinstance(old, str):
                adapters.take_out(self._pipe, old)
            else:
                self.merged.forget(gone)


def _room(device: torch.device) -> int:
    if device.type in ("cuda", "xpu"):
        return merging.room_on(getattr(torch, device.type).get_device_properties(device).total_memory)
    if device.type == "cpu":
        return SUMS_ON_PROCESSOR
    return merging.room_on(psutil.virtual_memory().total)


def _bytes(layers: dict) -> int:
    return sum(value.nbytes for layer in layers.values() for value in (layer.down, layer.up))
