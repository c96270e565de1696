"""Base families as data: everything the engine must know of a base model that is not in its own folder.

``families.toml`` holds one record a family; code asks the record, never the name.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Sampler:
    """How pictures are drawn: a diffusers scheduler class, its options, steps and guidance."""

    scheduler: str
    options: dict[str, object]
    steps: int
    guidance: float


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a LoRA is trained on this base (paper 2.2; mission rows 7 and 8)."""

    rank: int
    learning_rate: float
    batch: int
    steps_per_photo: int
    min_steps: int
    max_steps: int
    targets: tuple[str, ...]
    kept_rank: int = 0  # a finished style is reduced to this rank; 0: kept as trained


@dataclass(frozen=True, kw_only=True)
class Family:
    """One base family.

    ``framing`` says how a face lies in a training picture: ``eyes`` (similarity by the eye centres, with
    ``eyes_y`` and ``eye_distance`` as shares of the side) or ``head`` (paper 2.1.1: face 0.35-0.45 of the side).
    """

    name: str
    title: str
    side: int  # pixels it draws natively
    folder: Path | None  # shipped; None: fetched below the weights folder as ``base-<name>``
    modelscope: str
    revision: str
    subfolder: str
    licence: str
    commercial: bool
    xl: bool
    framing: str
    eyes_y: float
    eye_distance: float
    trigger: str
    prompt: str  # {subject} and {style} are filled in
    negative: str
    person_tokens: bool
    candidates: int  # pictures drawn for each one asked for; the best are kept
    memory_mb: int  # device memory a portrait needs
    sampler: Sampler
    face: Recipe
    style: Recipe

    def path(self, weights: Path) -> Path:
        """Return the pipeline folder."""
        return self.folder or weights / f"base-{self.name}"

    @property
    def component(self) -> str:
        """Return its name in the manifest of weights."""
        return self.name if self.folder else f"base-{self.name}"

    def present(self, weights: Path) -> bool:
        """Say whether the pipeline folder is there."""
        return (self.path(weights) / "model_index.json").exists()


def families() -> dict[str, Family]:
    """Read every family, in the file's order."""
    with (HERE / "families.toml").open("rb") as file:
        records = tomllib.load(file)
    return {name: _family(name, record) for name, record in records.items()}


def _family(name: str, record: dict) -> Family:
    record = dict(record)
    recipes = {
        key: Recipe(**{**record.pop(key), "targets": tuple(record[f"{key}_targets"])}) for key in ("face", "style")
    }
    for key in recipes:
        record.pop(f"{key}_targets")
    shipped = record.pop("shipped", "")
    return Family(
        name=name,
        folder=HERE / shipped if shipped else None,
        sampler=Sampler(**record.pop("sampler")),
        **recipes,
        **record,
    )


def choose(wanted: str, weights: Path, *, accelerator: bool) -> Family:
    """Return the family to use.

    ``auto`` takes the first fetched family on a machine with an accelerator, and the embedded base otherwise: without
    one, a picture of the larger bases takes minutes.

    Raises:
        KeyError: there is no family of that name.
    """
    known = families()
    if wanted != "auto":
        return known[wanted]
    if accelerator:
        for family in known.values():
            if family.folder is None and family.present(weights):
                return family
    return known["pocket"]
