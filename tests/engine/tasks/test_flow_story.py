"""A flow family from the first photo to a picture somebody is put into, through the product's own tasks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors import safe_open

from engine.bases import likeness
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.garments import judge
from engine.identity import ADAPTER, Identity
from engine.models import Models
from engine.requests import Progress, to_json
from engine.settings import EngineSettings
from engine.tasks import task
from engine.tasks.enrol.request import Enrol, EnrolInstant
from engine.tasks.portrait.request import Portrait
from engine.tasks.shared import editing
from engine.tasks.template.request import InspectTemplate, Template
from engine.tasks.tryon import dressed
from engine.tasks.tryon.request import InspectGarment, SceneNotHereError, TryOn
from engine.worker import perform
from tests.engine.diffusion import tiny, tiny_flow
from tests.engine.garments.figures import figure

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Mismatch dtype between input and weight"),  # of autocast
]


@pytest.fixture(scope="module", params=tiny_flow.NAMES)
def told(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    faces: Faces,
    engine_settings: EngineSettings,
    astronaut: RGB,
) -> tuple[Models, Path, Path]:
    """A worker with a tiny base, its folder, and one photo."""
    folder = Path(tmp_path_factory.mktemp("story"))
    weights = folder / "weights"
    weights.mkdir()
    for component in engine_settings.weights.iterdir():
        (weights / component.name).symlink_to(component.resolve())
    pipeline = tiny_flow.pipeline(weights, request.param)
    models = Models(replace(engine_settings, weights=weights, base=request.param))
    models.family, models.pipeline, models.faces = pipeline.family, pipeline, faces
    photo = folder / "photo.png"
    Image.fromarray(astronaut).save(photo)
    return models, folder, photo


def _run(models: Models, request, heard: list[Progress] | None = None):
    """Run a request as a worker does: over the wire and back."""
    told = heard.append if heard is not None else lambda step: None
    message = {"kind": request.kind, "request": to_json(request)}
    return perform(message, task, models, told, lambda: False)


def test_instant_train_portrait_and_a_template(told: tuple[Models, Path, Path]):
    """In the order of a chat; each answer says what made it. Nothing of it is Stable Diffusion's."""
    models, folder, photo = told
    at_once = _run(models, EnrolInstant(photos=(photo,), identity=folder / "instant"))
    assert (at_once.instant, at_once.base) == (True, models.family.name)
    drawn = _run(
        models, Portrait(identity=folder / "instant", style="natural", out=folder / "a", count=1, side=tiny.SIDE)
    )
    shown = likeness.way(models.family)
    assert drawn.backends["identity"] == "photos"
    assert drawn.backends.get("likeness", "") == shown
    assert drawn.from_photos
    heard: list[Progress] = []
    learnt = _run(models, Enrol(photos=(photo,), identity=folder / "learnt", steps=3), heard)
    assert learnt.steps == 3
    assert any(step.stage == "instant" for step in heard) == bool(shown), "a first picture while it is learnt"
    with safe_open(folder / "learnt" / ADAPTER, framework="pt") as opened:
        assert all(name.startswith("transformer.") for name in opened.keys())  # noqa: SIM118 - no mapping
        assert opened.metadata()["architecture"] == models.family.architecture
    both = [
        _run(
            models,
            Portrait(identity=folder / "learnt", style="oil", out=folder / out, count=1, side=tiny.SIDE, photos=photos),
        )
        for out, photos in (("b", False), ("c", True))
    ]
    assert [made.backends["identity"] for made in both] == ["adapter", "adapter"]
    assert both[1].backends.get("likeness", "") == shown
    pictures = [np.asarray(Image.open(made.pictures[0].raw)) for made in both]
    assert np.array_equal(*pictures) == (not shown), "both together are an option"
    assert all(0 <= made.pictures[0].likeness <= 1 for made in (drawn, *both)), "beside one another"
    numbered = _run(models, InspectTemplate(template=photo, numbered=folder / "numbered.png"))
    assert len(numbered.faces) == 1
    plain = Template(template=photo, people=(folder / "learnt",), out=folder / "d", count=1)
    assert editing.ways(plain.draw, models.family, "auto")[0] == "own", "by itself: there is nothing to steer it by"
    wish = Template(template=photo, people=(folder / "learnt",), out=folder / "e", count=1, draw="base")
    files = photo, _run(models, wish).pictures[0].file
    before, after = (np.asarray(Image.open(file).convert("RGB")).astype(int) for file in files)
    assert after.shape == before.shape
    assert np.abs(after - before)[:, :40].max() <= 8, "far from the face nothing changes, but for the label"


def test_clothes_are_looked_at_and_words_for_a_place_are_refused(
    told: tuple[Models, Path, Path], monkeypatch: pytest.MonkeyPatch
):
    """It draws no bodies without a pose: clothes are worn by own pixels; what it cannot do has a sentence."""
    monkeypatch.setattr(dressed, "THROAT", 0.55)  # a drawn figure's neck is short and ends in steps of paint
    monkeypatch.setattr(judge.Verdict, "good", True)
    models, folder, photo = told
    monkeypatch.setattr(models, "settings", replace(models.settings, edits="never"))  # see test_edits for the other way
    if not (folder / "instant").exists():
        _run(models, EnrolInstant(photos=(photo,), identity=folder / "instant"))
    worn = folder / "worn.png"
    Image.fromarray(figure()[0]).save(worn)
    seen = _run(models, InspectGarment(photo=worn, preview=folder / "preview.png"))
    assert seen.garments
    wear = TryOn(garment=worn, identity=folder / "instant", out=folder / "f", count=1)
    with pytest.raises(SceneNotHereError):
        _run(models, replace(wear, scene="in Paris at night"))
    assert _run(models, wear).pictures
    assert Identity.load(folder / "instant").instant
