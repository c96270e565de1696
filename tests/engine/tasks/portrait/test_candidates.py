"""Portraits chosen through a small decoder: the picture sent is decoded in full, judged again, and is the same one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from engine.diffusion.pipeline import PortraitPipeline
from engine.diffusion.step_preview import Preview
from engine.errors import UnsafePictureError
from engine.faces.types import RGB
from engine.identity import ADAPTER
from engine.models import Models
from engine.safety.stamp import Stamp
from engine.settings import EngineSettings
from engine.tasks.portrait.batch import run_batch
from engine.tasks.portrait.request import Portrait, Portraits
from engine.tasks.shared.member import Member
from tests.engine.diffusion import glimpse, tiny
from tests.engine.tasks.portrait import drawing

NUDE = 1.0
SMALL = {"side": 64, "draw": "base", "seed": 5}


@pytest.fixture(scope="module", params=tiny.TYPES, ids=str)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny Stable Diffusion 1.5 that draws three pictures for each one asked for."""
    made = tiny.pipeline(tmp_path_factory.mktemp("weights"), dtype=tiny.TYPES[request.param])
    made.memory = replace(made.memory, decode=1)
    assert made.family.candidates == 3
    return made


@pytest.fixture(autouse=True)
def unwatched(monkeypatch: pytest.MonkeyPatch):
    """No previews, which a clock decides of: every picture seen through the small decoder is a candidate."""
    monkeypatch.setattr(Preview, "due", lambda self, done, total: False)


class Prudish(drawing.Listening):
    """Finds pictures nude that are decoded in full, as many as told, and remembers what it was asked about."""

    def __init__(self, nude: int) -> None:
        super().__init__()
        self._left, self.asked = nude, []

    def nude(self, rgb: RGB) -> float:
        """Nothing that is only looked at."""
        self.asked.append(glimpse.marked(rgb))
        self._left -= not glimpse.marked(rgb)
        return NUDE if not glimpse.marked(rgb) and self._left >= 0 else 0.0


def _raws(made: Portraits) -> list[np.ndarray]:
    return [np.asarray(Image.open(picture.raw)) for picture in made.pictures]


@pytest.mark.parametrize("count", [1, 2])
def test_the_pictures_sent_are_to_the_bit_those_of_before(pipeline: PortraitPipeline, tmp_path: Path, count: int):
    """The full decoder is asked for what is sent and for nothing else; seeds, likeness and files are what they were."""
    with glimpse.counted(pipeline) as asked:
        before, _ = drawing.drawn(pipeline, tmp_path / "before", "oil", count=count)
        assert asked == [3 * count]
        with glimpse.beside(pipeline) as small:
            after, _ = drawing.drawn(pipeline, tmp_path / "after", "oil", count=count)
    assert asked == [3 * count, count]
    assert small.pictures == 3 * count
    assert after.backends == {**before.backends, "judged": "sd15-preview-decoder"}
    for one, other in zip(_raws(before), _raws(after), strict=True):
        assert np.array_equal(one, other)
        assert not glimpse.marked(other)
    told = [(one.seed, one.likeness, one.likeness_before_fusion, one.distance) for one in before.pictures]
    assert told == [(one.seed, one.likeness, one.likeness_before_fusion, one.distance) for one in after.pictures]


def test_the_choice_is_made_by_what_the_small_decoder_shows(pipeline: PortraitPipeline, tmp_path: Path):
    """The control: one that turns light into dark ranks the other way round, and another candidate is sent."""
    before, _ = drawing.drawn(pipeline, tmp_path / "before", "oil")
    with glimpse.beside(pipeline, change=lambda pixels: -pixels):
        after, _ = drawing.drawn(pipeline, tmp_path / "after", "oil")
    assert before.pictures[0].seed != after.pictures[0].seed


def test_what_is_nude_only_when_decoded_in_full_is_not_sent(pipeline: PortraitPipeline, tmp_path: Path):
    """The next best is, after it was judged as well; what was kept back is counted."""
    with glimpse.beside(pipeline), glimpse.counted(pipeline) as asked:
        usual, _ = drawing.drawn(pipeline, tmp_path / "usual", "oil")
        made, faces = drawing.drawn(pipeline, tmp_path / "prudish", "oil", faces=Prudish(1))
    assert (made.withheld, len(made.pictures)) == (1, 1)
    assert made.pictures[0].seed != usual.pictures[0].seed
    assert asked == [1, 1, 1]
    assert faces.asked == [True] * 3 + [False] * 2, "every candidate, and then each that might be sent"


def test_where_one_is_drawn_for_each_the_small_decoder_is_not_asked(
    pipeline: PortraitPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """There is nothing to choose, and the answer does not say that anything was judged through it."""
    monkeypatch.setattr(pipeline, "family", replace(pipeline.family, candidates=1))
    with glimpse.beside(pipeline) as small, glimpse.counted(pipeline) as asked:
        made, _ = drawing.drawn(pipeline, tmp_path, "oil", count=2)
    assert (small.pictures, asked) == (0, [2])
    assert "judged" not in made.backends


def test_where_all_are_nude_nothing_is_sent(pipeline: PortraitPipeline, tmp_path: Path):
    """As ever."""
    with glimpse.beside(pipeline), pytest.raises(UnsafePictureError):
        drawing.drawn(pipeline, tmp_path, "oil", faces=Prudish(3))


def test_everybody_in_a_batch_gets_their_own_best(tmp_path: Path):
    """Of three people with one and two pictures each the full decoder makes what is sent, and it is what it was."""
    pipeline = tiny.pipeline(tmp_path / "weights")
    pipeline.memory = replace(pipeline.memory, decode=1)
    models = Models(EngineSettings(weights=tmp_path, device="cpu", threads=1))
    models.pipeline, models.faces, models.family = pipeline, drawing.Listening(), pipeline.family
    for seed, who in enumerate(("ann", "bob", "cyd")):
        replace(drawing.identity(tmp_path / who), instant=False).save(tmp_path / who)
        chance = torch.Generator().manual_seed(seed)
        face = {n: torch.randn(v.shape, generator=chance) * 0.3 for n, v in pipeline.face_tensors().items()}
        save_file(face, tmp_path / who / ADAPTER)

    def drawn(out: str) -> list[Portraits]:
        ends: list[Portraits] = []
        wishes = [
            Portrait(identity=tmp_path / who, style="oil", out=tmp_path / out / who, count=count, **SMALL)
            for who, count in (("ann", 1), ("bob", 2), ("cyd", 1))
        ]
        members = [
            Member(stamp=Stamp(), progress=lambda step: None, cancelled=lambda: False, answer=ends.append, request=wish)
            for wish in wishes
        ]
        run_batch(members, models)
        return ends

    before = drawn("before")
    with glimpse.beside(pipeline) as small, glimpse.counted(pipeline) as asked:
        after = drawn("after")
    assert (small.pictures, asked) == (12, [1, 2, 1])
    for one, other in zip(before, after, strict=True):
        assert [picture.seed for picture in one.pictures] == [picture.seed for picture in other.pictures]
        assert all(np.array_equal(*pair) for pair in zip(_raws(one), _raws(other), strict=True))
