"""The halves of an adapter learn at different rates, where the recipe says so: alone, in a gang, after a kill."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine import bases
from engine.bases import Family
from engine.diffusion.pipeline import PortraitPipeline
from engine.training import face_lora, optimiser
from engine.training.face_lora import shares_of
from engine.training.together import Pupil, train_together
from tests.engine.diffusion import tiny
from tests.engine.training.people import LOOKS, samples

UP, STEPS = 4.0, 4
SLOTS = ["a.lora_A.face.weight", "a.lora_B.face.weight", "text_encoder.a.lora_A.face.weight"]
SLOTS += ["text_encoder.a.lora_B.face.weight"]
#: Share by which two ways to one adapter may differ: other kernels sum in another order, and longer steps make more of
#: it than the usual ones. Another rate is a difference of more than a half.
ROUNDING = {torch.float32: 2e-2, torch.bfloat16: 1e-1}


@pytest.fixture(scope="module", params=[*tiny.KINDS, ("pocket", "float32")], ids="-".join)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each architecture and type; the embedded one's has convolutions among its slots."""
    folder, (name, kind) = tmp_path_factory.mktemp("weights"), request.param
    return tiny.pocket(folder) if name == "pocket" else tiny.pipeline(folder, name, tiny.TYPES[kind])


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """One base, for what is the same on all."""
    return tiny.pipeline(tmp_path_factory.mktemp("weights"))


@pytest.fixture
def rated(pipeline: PortraitPipeline, monkeypatch: pytest.MonkeyPatch) -> PortraitPipeline:
    """The same base, with faster up halves."""
    monkeypatch.setattr(pipeline, "family", _family(pipeline.family, UP))
    return pipeline


def _family(family: Family, up: float) -> Family:
    return replace(family, face=replace(family.face, up_rate=up))


def _train(
    pipeline: PortraitPipeline, steps: int = STEPS, *, person: int = 0, work: Path | None = None, killed_at: int = 0
) -> tuple[dict[str, torch.Tensor], int]:
    def step(done: int, _total: int) -> None:
        if done == killed_at:
            raise KeyboardInterrupt

    told = {"step": step, "cancelled": bool, "work": work, "every": 2}
    tensors, account = face_lora.train(pipeline, samples(4)[person:], LOOKS, seed=3 + person, steps=steps, **told)
    return tensors, account.resumed


def _apart(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> float:
    """Return how far the up halves are apart, as a share of what was learnt."""
    learnt = [name for name in one if face_lora.UP in name]
    size = sum(float(one[name].square().sum()) for name in learnt)
    return (sum(float((one[name] - other[name]).square().sum()) for name in learnt) / size) ** 0.5


def test_each_slot_has_its_part_of_the_rate():
    """Up halves by `up_rate`, those of the text encoder by their own rate too; and nothing where nothing differs."""
    recipe = replace(bases.families()["sd15"].face, learning_rate=1e-3, text_rate=0.0, up_rate=1.0)
    assert shares_of(SLOTS, recipe) is None
    assert shares_of(SLOTS, replace(recipe, up_rate=UP))[:2] == [1.0, UP]
    assert shares_of(SLOTS, replace(recipe, text_rate=5e-4)) == [1.0, 1.0, 0.5, 0.5]
    assert shares_of(SLOTS, replace(recipe, text_rate=5e-4, up_rate=UP)) == [1.0, UP, 0.5, 2.0]


def test_the_optimiser_gets_one_group_a_rate():
    """Halves lie in turn: a group each would cost a launch each, hundreds a step."""
    values = [torch.nn.Parameter(torch.zeros(1)) for _ in range(4)]
    groups = optimiser.grouped(values, [1.0, UP, 1.0, UP])
    assert [(group[optimiser.SHARE], group["params"]) for group in groups] == [
        (1.0, [values[0], values[2]]),
        (UP, [values[1], values[3]]),
    ]


def test_the_first_step_of_the_up_halves_is_so_many_times_as_long(
    pipeline: PortraitPipeline, monkeypatch: pytest.MonkeyPatch
):
    """On each base and type: AdamW's first step is as long as its rate, and down halves have no gradient in it yet."""
    plain = _train(pipeline, 1)[0]
    monkeypatch.setattr(pipeline, "family", _family(pipeline.family, UP))
    fast = _train(pipeline, 1)[0]
    for name, value in plain.items():
        times = UP if face_lora.UP in name else 1.0
        assert torch.allclose(fast[name].float(), value.float() * times, rtol=1e-3, atol=1e-9), name
    assert any(bool(value.any()) for name, value in plain.items() if face_lora.UP in name)


@pytest.mark.slow
def test_in_a_gang_everybody_gets_what_they_would_get_alone(rated: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """Down halves at their rate, up halves at theirs; the usual rate for both, as the control, is another face."""
    pupils = [
        Pupil(samples=samples(4)[n:], looks=LOOKS, seed=3 + n, steps=STEPS, step=lambda *_: None, cancelled=bool)
        for n in range(2)
    ]
    together = train_together(rated, pupils)
    for person, (tensors, _) in enumerate(together):
        alone = _train(rated, person=person)[0]
        assert alone.keys() == tensors.keys()
        assert _apart(alone, tensors) <= ROUNDING[rated.dtype]
    monkeypatch.setattr(rated, "family", _family(rated.family, 1.0))
    assert _apart(_train(rated)[0], together[0][0]) > 0.5


def test_a_killed_training_goes_on_with_both_rates(
    base: PortraitPipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """To the bit: every moment goes back to the value it is of, though values lie in two groups."""
    monkeypatch.setattr(base, "family", _family(base.family, UP))
    whole = _train(base)[0]
    with pytest.raises(KeyboardInterrupt):
        _train(base, work=tmp_path, killed_at=3)
    tensors, resumed = _train(base, work=tmp_path)
    assert resumed == 2
    assert all(torch.equal(whole[name], tensors[name]) for name in whole)


def test_what_was_begun_at_another_rate_is_not_gone_on_with(
    base: PortraitPipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """A face half learnt by one recipe is none of the other's; it begins anew, and by its own it goes on."""
    for folder, up, resumed in ((tmp_path / "one", UP, 0), (tmp_path / "other", 1.0, 2)):
        monkeypatch.setattr(base, "family", _family(base.family, 1.0))
        with pytest.raises(KeyboardInterrupt):
            _train(base, work=folder, killed_at=3)
        monkeypatch.setattr(base, "family", _family(base.family, up))
        assert _train(base, work=folder)[1] == resumed


def test_a_recipe_without_it_is_told_as_ever():
    """What tells one training from another holds the recipe's words: an update must not lose trainings half done."""
    recipe = bases.families()["sd15"].face
    assert recipe.up_rate == 1.0
    assert "up_rate" not in str(recipe)
