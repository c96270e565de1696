"""A person drawn at once from one photo, without training; and what else can stand between a person and a portrait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from engine import weights
from engine.bases import Sampler
from engine.diffusion.pipeline import GenerationRequest
from engine.errors import OtherBaseError
from engine.faces.embed import distance
from engine.faces.types import RGB
from engine.identity import ADAPTER, Identity
from engine.models import Models
from engine.prompts import prompt
from engine.requests import Progress
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol, Enrolled
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.request import Portrait, Portraits, StyleNotHereError
from engine.tasks.shared.identity_lora import condition

pytestmark = pytest.mark.slow
SEEDS = 8


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory, astronaut: RGB) -> Path:
    """The one selfie."""
    file = Path(tmp_path_factory.mktemp("photos")) / "astronaut.png"
    Image.fromarray(astronaut).save(file)
    return file


@pytest.fixture(scope="module")
def instant(tmp_path_factory: pytest.TempPathFactory, models: Models, photo: Path) -> Enrolled:
    """The astronaut, known from one look."""
    folder = Path(tmp_path_factory.mktemp("instant")) / "identity"
    return enrol.run(Enrol(photos=(photo,), identity=folder, instant=True), models, lambda p: None, lambda: False)


def _draw(models: Models, folder: Path, out: Path, **options) -> Portraits:
    options = {"style": "natural", "count": 2, "seed": 3, "side": 128, "draw": "base", **options}
    return portrait.run(Portrait(identity=folder, out=out, **options), models, lambda p: None, lambda: False)


def test_nothing_is_trained_and_nothing_claims_it_was(instant: Enrolled):
    """The record says what it is; there is no adapter."""
    assert (instant.instant, instant.steps, instant.backends["identity"]) == (True, 0, "photos")
    assert not (instant.identity / ADAPTER).exists()
    assert Identity.load(instant.identity).instant


def test_where_the_face_lies_is_kept_with_the_photo(models: Models, instant: Enrolled):
    """Looked for in the photo that was kept, it is there; so no picture looks for it again."""
    identity = Identity.load(instant.identity)
    meshes = identity.meshes(instant.identity)
    assert meshes is not None
    for name, mesh in zip(identity.selfies, meshes, strict=True):
        found = models.faces.mesh(models.faces.load(instant.identity / name))
        assert found is not None
        wide = np.ptp(found.points[:, 0])
        assert np.median(np.linalg.norm((found.points - mesh.points)[:, :2], axis=1)) < 0.02 * wide


def test_one_photo_is_more_alike_than_nobody(models: Models, instant: Enrolled, tmp_path: Path):
    """Finished as a person gets it: drawn from the embedding, fused from the photo; the control has neither."""
    own = _draw(models, instant.identity, tmp_path / "own")
    nobody = _draw(models, instant.identity, tmp_path / "nobody", use_face_lora=False)
    assert own.backends["identity"] == "photos"
    assert nobody.backends["identity"] == "nobody"
    assert own.from_photos
    assert own.edition == weights.edition(models.settings.weights, "pocket")
    assert own.learnt_on == ""  # nothing was learnt that a newer base would learn better
    apart = [np.mean([picture.distance for picture in made.pictures]) for made in (own, nobody)]
    assert apart[0] < apart[1] - 0.02, apart


def test_a_photo_alone_decides_whom_a_drawing_is_like(models: Models, instant: Enrolled):
    """Before fusion, with words that say no more than "a person": what is alike comes from the photo's embedding.

    Told "a woman", the base draws the astronaut about as often without her photo; the bench compares that on others.
    """
    identity, pipeline = Identity.load(instant.identity), models.pipeline
    words = prompt(pipeline.family, replace(identity.looks, gender="person"), trigger=False)
    pipeline.use(face=None, style=None)
    who = condition(pipeline, models.faces, instant.identity, identity)

    def apart(*, known: bool) -> np.ndarray:
        shots = []
        for seed in range(SEEDS):
            shot = GenerationRequest(prompt=words, seed=seed)
            shots.append(who.shown(shot, seed) if known else shot)
        seen = [models.faces.embed(picture) for picture in pipeline.draw(shots, sampler="fast")]
        return np.array([1.0 if one is None else distance(one, identity.centre) for one in seen])

    nearer = apart(known=False) - apart(known=True)
    assert nearer.mean() > 0.04, nearer
    assert np.median(nearer) > 0, nearer


def test_the_base_chooses_the_sampler_unless_somebody_does(
    models: Models, instant: Enrolled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The embedded base draws portraits in few steps, in all of them for the asking; what is told is what drew."""
    drawn: list[str] = []

    @contextmanager
    def sampling(kind: str) -> Iterator[Sampler]:
        drawn.append(kind)
        with usual(kind) as sampler:
            yield sampler

    usual = models.pipeline.sampling
    monkeypatch.setattr(models.pipeline, "sampling", sampling)
    for asked, used in (("auto", "fast"), ("fast", "fast"), ("quality", "quality")):
        made = _draw(models, instant.identity, tmp_path / asked, count=1, sampler=asked)
        assert (made.backends["sampler"], drawn.pop(), drawn) == (used, used, [])


def test_weights_are_tried_and_told(models: Models, instant: Enrolled, tmp_path: Path):
    """The usual ones first; without an adapter of the person only the style's are varied."""
    made = _draw(models, instant.identity, tmp_path, style="sepia", count=1, adapt=True)
    assert [(one.face_weight, one.style_weight) for one in made.tried] == [(1.0, 1.0), (1.0, 0.75)]
    assert (made.face_weight, made.style_weight) in [(one.face_weight, one.style_weight) for one in made.tried]
    assert made.tried[0].style > 0.5  # the style is measurably there


def test_a_first_picture_comes_before_the_first_step(models: Models, photo: Path, tmp_path: Path):
    """It travels with the progress, labelled, and does not end up among the identity's files."""
    heard: list[Progress] = []
    seen: list[tuple[int, int]] = []

    def progress(step: Progress) -> None:
        heard.append(step)
        if step.stage == "instant":
            seen.append(Image.open(step.preview).size)

    request = Enrol(photos=(photo,), identity=tmp_path / "identity", steps=2, work=tmp_path / "work")
    made = enrol.run(request, models, progress, lambda: False)
    stages = [step.stage for step in heard]
    assert stages.index("instant") < stages.index("training")
    assert seen == [(256, 256)]
    assert heard[-1].preview == heard[stages.index("instant")].preview
    assert not heard[-1].preview.exists()
    assert {file.suffix for file in made.identity.iterdir()} == {".json", ".png", ".jpg", ".safetensors"}
    assert made.backends["optimiser"] == "adamw"
    assert made.edition == weights.edition(models.settings.weights, "pocket")


def test_a_face_of_another_base_is_to_be_learnt_again(models: Models, instant: Enrolled, tmp_path: Path):
    """The operator changed the base: the person hears what to do, not that something broke."""
    identity = replace(Identity.load(instant.identity), instant=False, base="sd15")
    identity.save(tmp_path)
    save_file({"unet.somewhere.lora_A.weight": torch.zeros(2, 2)}, tmp_path / ADAPTER)
    with pytest.raises(OtherBaseError) as caught:
        _draw(models, tmp_path, tmp_path / "out")
    assert caught.value.data == {"learnt_on": "sd15", "base": "pocket"}


def test_a_style_for_a_larger_base_is_refused_with_the_way_to_it(models: Models, instant: Enrolled, tmp_path: Path):
    """Words the base does not know would draw something else under a promising name."""
    with pytest.raises(StyleNotHereError) as caught:
        _draw(models, instant.identity, tmp_path, style="viking")
    assert caught.value.data["how"] == "python -m bot weights fetch base-sd15"
