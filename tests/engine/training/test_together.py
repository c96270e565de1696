"""Several people learnt at once: everybody gets what they would get alone, whoever else is there and whoever leaves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.diffusion import mixed
from engine.diffusion.pipeline import PortraitPipeline
from engine.errors import DeviceMemoryError, JobCancelledError, LaidAsideError, NotANumberError
from engine.training import aside, face_lora, gang
from engine.training.dataset import Dataset
from engine.training.gang import Member
from engine.training.resume import FILE
from engine.training.together import Pupil, able, train_together
from tests.engine.diffusion import tiny
from tests.engine.training.people import LOOKS, samples

PEOPLE, STEPS = 3, 4
#: Share by which two ways to one gradient, or to one adapter, may differ: other kernels sum in another order.
ROUNDING = {torch.float32: 1e-3, torch.bfloat16: 3e-2}


@pytest.fixture(scope="module", params=[*tiny.KINDS, ("pocket", "float32")], ids="-".join)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each architecture and type; the embedded one's has convolutions among its slots."""
    folder, (name, kind) = tmp_path_factory.mktemp("weights"), request.param
    return tiny.pocket(folder) if name == "pocket" else tiny.pipeline(folder, name, tiny.TYPES[kind])


def _pupil(number: int, **changed: object) -> Pupil:
    usual = {"steps": STEPS, "step": lambda *_: None, "cancelled": lambda: False}
    return Pupil(samples=samples(4)[number:], looks=LOOKS, seed=4 + number, **{**usual, **changed})


def _alone(pipeline: PortraitPipeline, number: int) -> dict[str, torch.Tensor]:
    pupil = _pupil(number)
    return face_lora.train(
        pipeline, pupil.samples, LOOKS, seed=pupil.seed, steps=STEPS, step=pupil.step, cancelled=pupil.cancelled
    )[0]


def _apart(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> float:
    """Return how far two adapters are apart, as a share of what was learnt.

    In the mean: where a gradient is next to nothing, AdamW takes a whole step by the sign of its rounding.
    """
    assert one.keys() == other.keys()
    learnt = [name for name in one if "lora_B" in name]
    size = sum(float(one[name].square().sum()) for name in learnt)
    return (sum(float((one[name] - other[name]).square().sum()) for name in learnt) / size) ** 0.5


def _same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor], share: float) -> bool:
    return _apart(one, other) <= share


@pytest.mark.slow
def test_everybody_gets_what_they_would_get_alone(pipeline: PortraitPipeline):
    """Whole trainings, float32 and bfloat16; the next person's adapter, as the control, is another one."""
    together = train_together(pipeline, [_pupil(number) for number in range(PEOPLE)])
    alone = [_alone(pipeline, number) for number in range(PEOPLE)]
    share = ROUNDING[pipeline.dtype]
    for number, (tensors, told) in enumerate(together):
        assert told.steps == STEPS
        assert any(bool(value.abs().max() > 0) for name, value in tensors.items() if "lora_B" in name)
        assert _same(alone[number], tensors, share)
        assert not _same(alone[(number + 1) % PEOPLE], tensors, share)


def _gradients(pipeline: PortraitPipeline, rows: list[int], mine: list[int]) -> list[torch.Tensor]:
    """Return the gradients of all slots (people, ...) for the loss of ``mine`` of three rows, owned by ``rows``."""
    denoiser, generator = pipeline.backbone.denoiser, torch.Generator().manual_seed(1)
    with mixed.learning(pipeline, PEOPLE) as stacked:
        leaves = [value for slot in stacked._slots for value in (slot.down, slot.up)]
        with torch.no_grad():
            for value in leaves:
                value.copy_(torch.randn(value.shape, generator=generator) * 0.3)
        noise = torch.randn((3, *pipeline.backbone.shape(tiny.SIDE, tiny.SIDE)), generator=generator)[mine]
        read = pipeline.read(["a man", "a woman", "an old man"])
        stacked.rows([rows[row] for row in mine])
        added = {name: value[mine] for name, value in read.added.items()}
        objective = pipeline.backbone.objective(5.0)
        times = torch.tensor([100, 500, 900])[mine]
        said = objective.ask(denoiser, noise.to(pipeline.dtype), times, read.states[mine], added)
        said.float().pow(2).mean((1, 2, 3)).sum().backward()
        return [torch.zeros_like(value) if value.grad is None else value.grad.clone() for value in leaves]


def test_gradients_in_one_batch_are_those_of_separate_batches(pipeline: PortraitPipeline):
    """Slots that are not zero, before any optimiser hides a difference; a batch of mixed up rows, as the control."""
    both = _gradients(pipeline, [0, 1, 2], [0, 1, 2])
    alone = [_gradients(pipeline, [0, 1, 2], [number]) for number in range(PEOPLE)]
    swapped = _gradients(pipeline, [1, 0, 2], [0, 1, 2])
    most = max(float(value.abs().max()) for value in both)
    apart = max(float((whole - sum(parts)).abs().max()) for whole, *parts in zip(both, *alone, strict=True))
    control = max(float((whole - other).abs().max()) for whole, other in zip(both, swapped, strict=True))
    assert apart <= ROUNDING[pipeline.dtype] * most
    assert control > 0.2 * most


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """One base, for what is the same on all."""
    return tiny.pipeline(tmp_path_factory.mktemp("weights"))


def test_who_is_cancelled_leaves_and_the_others_do_not_notice(base: PortraitPipeline):
    """In the middle of the training; what is left of the gang are rows of two of three people."""
    heard: list[int] = []
    leaving = _pupil(1, step=lambda done, _: heard.append(done), cancelled=lambda: len(heard) == 2)
    first, second, third = train_together(base, [_pupil(0), leaving, _pupil(2)])
    assert isinstance(second, JobCancelledError)
    assert heard == [1, 2]
    for number, end in ((0, first), (2, third)):
        assert _same(_alone(base, number), end[0], ROUNDING[torch.float32])


def test_everybody_has_an_end_of_their_own(base: PortraitPipeline):
    """Somebody with fewer photos needs fewer steps, on a schedule of their own."""
    short, long = train_together(base, [_pupil(0, steps=2), _pupil(1)])
    assert (short[1].steps, long[1].steps) == (2, STEPS)
    assert _same(_alone(base, 1), long[0], ROUNDING[torch.float32])


def test_numbers_that_run_away_end_one_training_only(base: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """A damaged photo of one person must not spoil the faces of all who wait with them."""
    original = face_lora.build

    def damaged(pipeline: PortraitPipeline, learnt: list, captions: list[str], seed: int) -> Dataset:
        data = original(pipeline, learnt, captions, seed)
        if seed == 5:
            data.latents.fill_(torch.inf)
        return data

    monkeypatch.setattr(face_lora, "build", damaged)
    first, second = train_together(base, [_pupil(0), _pupil(1)])
    assert isinstance(second, NotANumberError)
    assert _same(_alone(base, 0), first[0], ROUNDING[torch.float32])


def test_a_photo_that_cannot_be_read_ends_one_training_only(base: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """As soon as it is seen, before anybody learns; the others' places move up, and each keeps their own face."""
    original = face_lora.build

    def unreadable(pipeline: PortraitPipeline, learnt: list, captions: list[str], seed: int) -> Dataset:
        if seed == 5:
            raise NotANumberError("encode")
        return original(pipeline, learnt, captions, seed)

    monkeypatch.setattr(face_lora, "build", unreadable)
    first, second, third, fourth = train_together(
        base, [_pupil(0), _pupil(1), _pupil(2), _pupil(3, cancelled=lambda: True)]
    )
    assert isinstance(second, NotANumberError)
    assert isinstance(fourth, JobCancelledError)
    assert not any(bool(v.any()) for n, v in base.face_parameters().items() if "lora_B" in n)
    for number, end in ((0, first), (2, third)):
        assert _same(_alone(base, number), end[0], ROUNDING[torch.float32])


def test_a_judge_that_sees_no_picture_ends_one_training_only(base: PortraitPipeline):
    """Somebody's candidate may draw what is no number, or their judge may find no memory."""

    def blind(picture):
        raise NotANumberError("draw")

    def pupil(number: int, look: object) -> Pupil:
        return Pupil(
            samples=samples(6), looks=LOOKS, seed=4 + number, steps=STEPS, step=lambda *_: None, cancelled=bool,
            look=look,
        )  # fmt: skip

    def look(picture):
        return picture.reshape(-1)[:128].astype(float) / 255

    first, second = train_together(base, [pupil(0, blind), pupil(1, look)])
    assert isinstance(first, NotANumberError)
    assert second[1].steps == STEPS
    assert len(second[1].scores) == 2
    assert not base.backbone.denoiser.training


class _Likeness:
    """A judge of faces who likes latents of a certain mean."""

    weight, rows = 5.0, 0

    def apart(self, latents, people, *, jitter=True, generator=None):
        return (latents.mean((1, 2, 3)) - 3 - people.mean(1)).square().mean()


def test_likeness_counts_for_who_is_known_whoever_learns_beside(
    base: PortraitPipeline, monkeypatch: pytest.MonkeyPatch
):
    """Somebody in whose photos no face was measured must not take it from the others."""
    family = replace(base.family, face=replace(base.family.face, likeness=1.0, min_snr=0.0, learning_rate=1e-2))
    monkeypatch.setattr(base, "family", family)
    monkeypatch.setattr(face_lora, "_likeness", lambda _: _Likeness())
    strangers = [replace(sample, embedding=None) for sample in samples(4)[1:]]
    first, second = train_together(base, [_pupil(0), replace(_pupil(1), samples=strangers)])
    assert second[1].steps == STEPS
    alone = _alone(base, 0)
    monkeypatch.setattr(_Likeness, "weight", 0.0)
    assert _same(alone, first[0], ROUNDING[torch.float32])
    assert not _same(_alone(base, 0), first[0], ROUNDING[torch.float32])


def test_a_judge_draws_the_person_it_judges(base: PortraitPipeline):
    """Candidates are compared while the others' faces are in as well: the scores are those of a training alone."""

    def look(picture):
        return picture.reshape(-1)[:128].astype(float) / 255

    def told(number: int) -> object:
        pupil = _pupil(number)
        return face_lora.train(
            base, samples(6), LOOKS, seed=pupil.seed, steps=STEPS, step=pupil.step, cancelled=pupil.cancelled, look=look
        )[1]

    pupils = [
        Pupil(samples=samples(6), looks=LOOKS, seed=4 + n, steps=STEPS, step=lambda *_: None, cancelled=bool, look=look)
        for n in range(2)
    ]
    ends = train_together(base, pupils)
    for number, (_, account) in enumerate(ends):
        assert dict(account.scores) == pytest.approx(dict(told(number).scores), abs=0.02)


def test_a_killed_gang_goes_on_where_each_was(base: PortraitPipeline, tmp_path: Path):
    """What was written for one person is what their own training writes, so they may go on alone."""

    class KilledError(Exception):
        pass

    def killed(done: int, _total: int) -> None:
        if done == 3:
            raise KilledError

    with pytest.raises(KilledError):
        train_together(base, [_pupil(0, work=tmp_path, every=2, step=killed), _pupil(1)])
    pupil = _pupil(0)
    tensors, told = face_lora.train(
        base, pupil.samples, LOOKS, seed=pupil.seed, steps=STEPS, step=pupil.step, cancelled=pupil.cancelled,
        work=tmp_path, every=2,
    )  # fmt: skip
    assert told.resumed == 2
    assert _same(_alone(base, 0), tensors, ROUNDING[torch.float32])


def test_a_gang_that_lay_aside_ends_as_it_would_have_ended(base: PortraitPipeline, tmp_path: Path):
    """Each from a place of their own; who had fewer steps to go has their face by then."""
    heard: list[int] = []

    def pupils(folder: str) -> list[Pupil]:
        told = [_pupil(n, work=tmp_path / folder / str(n), step=lambda done, _: heard.append(done)) for n in range(2)]
        ends = tmp_path / folder / "short"
        return [*told, _pupil(2, steps=2, work=ends, left=lambda end: left.append(end))]

    left: list[object] = []
    whole = train_together(base, pupils("whole"))
    heard.clear()
    left.clear()
    with aside.listening(lambda: heard.count(3) == 2), pytest.raises(LaidAsideError):
        train_together(base, pupils("work"))
    assert len(left) == 1
    assert torch.equal(*(next(iter(end[0].values())) for end in (left[0], whole[2])))
    assert [(tmp_path / "work" / str(n) / FILE).exists() for n in range(2)] == [True, True]
    ends = train_together(base, pupils("work")[:2])
    for (tensors, told), (other, _) in zip(ends, whole[:2], strict=True):
        assert told.resumed == 3
        assert _same(tensors, other, ROUNDING[torch.float32])


def test_a_gang_lies_aside_only_if_everybody_can_go_on(base: PortraitPipeline, tmp_path: Path):
    """Somebody without a folder would lose all they learnt."""
    with aside.listening(lambda: True):
        ends = train_together(base, [_pupil(0, work=tmp_path), _pupil(1)])
    assert [told.steps for _, told in ends] == [STEPS, STEPS]


def test_memory_for_one_takes_them_in_turn(base: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """The result does not depend on how many fit at once; with memory for less than one nobody begins.

    The control is memory for both: then each step is one pass.
    """
    monkeypatch.setattr(gang.plans, "kept_bytes", lambda network, probe: 100)
    passes: list[int] = []
    hook = base.backbone.denoiser.register_forward_pre_hook(lambda _, given: passes.append(len(given[0])))
    with mixed.learning(base, 2) as stacked:
        data = [face_lora.build(base, samples(2), ["a man"] * 2, seed) for seed in (1, 2)]
        members = [
            Member(data=each, steps=2, seed=seed, step=lambda *_: None, cancelled=bool)
            for seed, each in enumerate(data)
        ]
        results = []
        for free in (2**40, 3 * 100 / gang.plans.SPARE):
            passes.clear()
            for number in range(2):
                base.clear_face(number)
                stacked.fill(number, base.face_parameters())
            objective = base.backbone.objective(5.0)
            told = {"batch": 2, "rate": 1e-3, "free": lambda _, free=free: free}
            gang.fit(base.backbone.denoiser, objective, stacked, members, **told)
            results.append([value.detach().clone() for value in stacked.person(1).values()])
            assert set(passes) == {4 if free == 2**40 else 2}
        passes.clear()
        with pytest.raises(DeviceMemoryError):
            gang.fit(base.backbone.denoiser, objective, stacked, members, batch=2, rate=1e-3, free=lambda _: 150)
        assert not passes
    hook.remove()
    assert all(torch.allclose(one, other, atol=1e-6) for one, other in zip(*results, strict=True))


def test_rows_that_cannot_stand_in_one_batch_are_refused(base: PortraitPipeline):
    """Not cut, not filled up: the caller trains them one after the other."""
    one = Dataset(latents=torch.zeros(1, 4, 8, 8), weights=torch.ones(1, 8, 8), states=torch.zeros(1, 32, 8))
    other = Dataset(latents=torch.zeros(1, 4, 8, 8), weights=torch.ones(1, 8, 8), states=torch.zeros(1, 64, 8))
    assert not gang.together([one, other])
    assert gang.together([one, one])
    assert able(base)


def test_afterwards_the_base_is_what_it_was(base: PortraitPipeline):
    """To the bit: the next picture is of somebody else."""
    before = [value.clone() for value in base.backbone.denoiser.parameters()]
    hooks = sum(len(layer._forward_hooks) for layer in base.backbone.denoiser.modules())
    base.clear_face()
    train_together(base, [_pupil(0), _pupil(1)])
    faces = {id(value) for value in base.face_parameters().values()}
    after = list(base.backbone.denoiser.parameters())
    assert all(torch.equal(b, a) for b, a in zip(before, after, strict=True) if id(a) not in faces)
    assert all(not bool(v.any()) for n, v in base.face_parameters().items() if "lora_B" in n)
    assert sum(len(layer._forward_hooks) for layer in base.backbone.denoiser.modules()) == hooks
    assert base.stacked is None
    assert not base.backbone.denoiser.training
