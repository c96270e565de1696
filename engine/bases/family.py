"""What is known of a base: how it draws, how it is taught, what it says around a style. Read from ``families.toml``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

SINGLE = ".safetensors"  # a base that is one checkpoint file
QUICK, GOOD, BEST = "quick", "good", "best"  # presets of a training
QUALITY, FAST, FASTEST = "quality", "fast", "fastest"
EYES, HEAD = "eyes", "head"  # framings
SMALLEST_FACE, LARGEST_FACE = 0.35, 0.45  # of the side: how large a face is in the ``head`` framing (paper 2.1.1)


@dataclass(frozen=True, kw_only=True)
class Sampler:
    """How pictures are drawn: a diffusers scheduler class, its options, steps and guidance.

    ``adapter`` is the component of the LoRA that makes few steps enough (LCM and its kind), empty where none is needed.
    """

    scheduler: str
    options: dict[str, object]
    steps: int
    guidance: float
    adapter: str = ""


@dataclass(frozen=True, kw_only=True)
class Manner:
    """Words around a style of one manner (photo, painted, drawn): {subject} and {style} are filled into the prompt."""

    prompt: str
    negative: str = ""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a LoRA is trained on this base (paper 2.2; mission rows 7 and 8).

    ``prior_pictures`` are drawn by the base before training and learnt beside the photos with ``prior_weight``, so that
    a trigger word does not become everybody's face; 0 leaves that out.
    """

    rank: int
    learning_rate: float
    batch: int
    steps_per_photo: int
    min_steps: int
    max_steps: int
    targets: tuple[str, ...]
    kept_rank: int = 0  # a finished style is reduced to this rank; 0: kept as trained
    restarts: int = 1  # arcs of the cosine the rate follows
    min_snr: float = 5.0  # cap of the signal-to-noise weight; 0: every noise level counts the same
    prior_pictures: int = 0
    prior_weight: float = 1.0
    jitter: float = 1.0  # share of the usual variation of framings; less for a base that knows one framing only
    likeness: float = 0.0  # weight of likeness in a face's loss, see engine.training.likeness; 0 leaves it out
    likeness_rows: int = 0  # of a batch, in which likeness is looked at; 0: in all
    warm_start: str = ""  # component a face's training begins from, where it has been fetched
    outside: float = 0.0  # weight in the loss of what is not head
    variants: int = 4  # framings of each photo
    flips: bool = False  # learn the mirror image of each too: a face is not symmetric
    #: Times the rate for a face's up halves (LoRA+: Hayou, Ghosh and Yu, 2024). Not in the `repr`, which is part of the
    #: key of a training that goes on after a kill: see `engine.training.face_lora`.
    up_rate: float = field(default=1.0, repr=False)
    text_rate: float = 0.0  # the text encoder's learning rate; 0 leaves it as it is. Of bases with one, held whole
    checkpoints: int = 3  # candidates compared by likeness on held-back photos; the best is kept
    judged_from: float = 0.5  # share of the steps after which the first of them is looked at


@dataclass(frozen=True, kw_only=True)
class Preset:
    """What differs from a family's recipe for faces where somebody wants it quicker, or better."""

    batch: int
    steps_per_photo: int
    min_steps: int
    max_steps: int
    prior_pictures: int


@dataclass(frozen=True, kw_only=True)
class Family:
    """One base family.

    ``framing`` says how a face lies in a training picture: ``eyes`` (similarity by the eye centres, with
    ``eyes_y`` and ``eye_distance`` as shares of the side) or ``head`` (paper 2.1.1: face 0.35-0.45 of the side, what is
    not head in one colour, which ``background`` names in captions), see `engine.training.prepare`.
    """

    name: str
    title: str
    side: int  # pixels it draws natively
    folder: Path | None  # shipped; None: fetched below the weights folder as ``base-<name>``
    licence: str
    commercial: bool
    architecture: str  # families of one architecture share adapters
    cross_width: int  # width of the text states, by which an adapter file tells its architecture
    framing: str
    eyes_y: float
    eye_distance: float
    trigger: str
    prompt: str  # of a photo; {subject} and {style} are filled in
    negative: str
    person_tokens: bool
    candidates: int  # pictures drawn for each one asked for; the best are kept
    memory_mb: int  # of a card that draws with it, see engine.bases.memory
    samplers: dict[str, Sampler]  # quality always; fast and fastest where there are such
    face: Recipe
    style: Recipe
    smallest_face: int = 72  # pixels, brows to chin, from which a photo can be learnt
    caption: str = ""  # of a training picture, filled in as prompts are; empty: the prompt of a photo
    manners: dict[str, Manner] = field(default_factory=dict)  # of styles that are no photos; else as for a photo
    background: str = ""  # words for what is around a head in a training picture; empty: the photo's own
    portraits: str = QUALITY  # kind of sampler for portraits, unless another is asked for
    presets: dict[str, Preset] = field(default_factory=dict)  # beside "good", the recipe for faces as it stands
    tflop: float = 0.0  # of one pass of the network at ``side``, one row; 0: not counted
    decode_tflop: float = 0.0  # of one picture out of its latents
    square_only: bool = False  # it knows no other shape than its square
    clip_skip: int = 0  # last layers of the text encoder it learnt to read without
    references: int = 0  # pictures of a person it draws after without a training; see engine.bases.likeness
    reference_share: float = 0.5  # of its own side: how large each is shown, a reference counts as many cells as it has
    preview_decoder: str = ""  # component: what candidates are looked at through, see engine.diffusion.preview_decoder
    ip_adapter: str = ""  # component: what shows it a face without a training
    faceid: str = ""  # component: what tells it a face's numbers; research only, see engine.bases.likeness
    taught_with: str = ""  # component: an adapter that acts while it learns, so that it still draws in few steps
    taught_on: str = ""  # component of the base it was distilled from, which learns in its place
    own_bones: bool = False  # its ControlNet learnt heads in a drawing of its own; else OpenPose's
    bodies: bool = False  # it draws whole people and places, not only heads (paper 3.1)
    own: str = (
        ""  # folder or checkpoint file in the weights folder, of a base the operator described; see engine.bases.own
    )
    cuda_only: bool = False  # how it is kept small (4 bits, layer by layer) is there on CUDA alone
    small_vocabulary: bool = False  # True: a style needs an adapter or words it knows
    reads: str = "en"  # the language its text encoder understands; "any" for encoders that learnt many

    @property
    def sampler(self) -> Sampler:
        """Return the sampler for finished pictures."""
        return self.samplers[QUALITY]

    @property
    def called(self) -> str:
        """Return the form of a training picture's caption."""
        return self.caption or self.prompt

    def recipe(self, preset: str = GOOD) -> Recipe:
        """Return how a face is learnt: quick, good or best; a family without presets has one way."""
        return replace(self.face, **vars(self.presets[preset])) if preset in self.presets else self.face

    def manner(self, name: str) -> Manner:
        """Return the words around a style of a manner."""
        return self.manners.get(name) or Manner(prompt=self.prompt, negative=self.negative)

    def kind(self, wanted: str) -> str:
        """Return the kind of sampler meant: ``auto`` is that of portraits; one it lacks is the next slower one."""
        named = self.portraits if wanted == "auto" else wanted
        slower = {FASTEST: (FASTEST, FAST), FAST: (FAST,)}
        return next((kind for kind in slower.get(named, ()) if kind in self.samplers), QUALITY)

    @property
    def abilities(self) -> frozenset[str]:
        """Return what can be asked of it beyond drawing.

        ``refine`` a picture, the ``preset`` of a training, a person's own ``words``, in any of their ``languages``.
        """
        words = not self.small_vocabulary
        can = {"refine": not self.square_only, "preset": bool(self.presets)}
        can |= {"words": words, "languages": words and self.reads == "any"}
        return frozenset(name for name, there in can.items() if there)

    @property
    def sentences(self) -> bool:
        """Say whether it is told in sentences, as language models read; else in tags behind commas, as CLIP does."""
        return self.prompt.endswith(".")

    @property
    def xl(self) -> bool:
        """Say whether it reads two text encoders and the picture's size, as Stable Diffusion XL does."""
        return self.architecture == "sdxl"

    def path(self, weights: Path) -> Path:
        """Return the pipeline folder, or an operator's own checkpoint file (`single`)."""
        return weights / self.own if self.own else self.folder or weights / f"base-{self.name}"

    @property
    def component(self) -> str:
        """Return its name in the manifest of weights."""
        return self.name if self.folder else f"base-{self.name}"

    def present(self, weights: Path) -> bool:
        """Say whether the pipeline folder, or the one file of it, is there."""
        place = self.path(weights)
        return place.is_file() if self.single else (place / "model_index.json").exists()

    @property
    def single(self) -> bool:
        """Say whether it is one checkpoint file."""
        return self.own.endswith(SINGLE)
