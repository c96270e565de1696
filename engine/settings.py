"""How the engine runs, as whoever starts it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class SigningPair:
    """What pictures are signed with, PEM: a certificate chain and its key, which is never printed."""

    certificate: str
    key: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class EngineSettings:
    """How the engine runs; plain values, so they cross to a worker as JSON. No environment variable is read here."""

    weights: Path  # folder of fetched weights
    styles: Path | None = None  # folder of the operator's own styles, beside the shipped ones
    scenes: Path | None = None  # folder of the operator's own scenes for canvases
    base: str = "auto"  # a family in engine/bases, or auto
    device: str = "auto"  # auto: cuda (ROCm too), then xpu, mps, cpu
    sampler: str = "auto"  # what portraits are drawn with: auto (as the base does best), quality, fast, fastest
    preview_decoder: bool = True  # candidates and previews through a small decoder, where it has been fetched
    compile: bool = False  # compile the base's repeated blocks, see engine.diffusion.compiling
    offline: bool = False
    threads: int = 2
    private: Path | None = None  # folder a worker must not look into, but for ``scratch``: engine.sandbox.worker
    scratch: Path | None = None
    secret: Path | None = None  # a file it must not read either: the master key where it lies elsewhere
    hidden: tuple[Path, ...] = ()  # further places it must not read, such as those of what brought it up
    wipe: bool = False  # ``scratch`` is to be removed when whoever started the worker is gone: nobody else would
    signing: SigningPair | None = None  # what finished pictures are signed with; None: they are not
    edits: str = "auto"  # when a base that takes references puts people into pictures: auto, first, never
    dressers: tuple[str, ...] = ()  # what dresses people, in this order, see engine.tasks.tryon.dressers; (): as suits
    animator: str = "auto"  # what makes portraits speak, see engine.talking.registry
    faceid: bool = False  # the operator's use is research: networks of IP-Adapter FaceID may be used
    content: Path | None = None  # the operator's own rules for words, see engine.safety.content.rules
    hub: tuple[str, ...] = ()  # hub models that answer instead of packaged ones, see engine.faces.hub.names
    hub_python: Path | None = None  # the Python that runs programs of the hub, see engine.faces.hub.fusion
    speech_online: bool = False  # may texts be sent to the network service of the paper's voices
    speech_url: str | None = None  # another address of that service
