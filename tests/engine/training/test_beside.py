"""Rows of a batch in threads: the gradient of the whole batch, whatever the threads do."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from engine.lab.pocket.base import build_scheduler
from engine.training import precision
from engine.training.beside import Beside
from engine.training.dataset import Dataset
from engine.training.likeness import Likeness
from engine.training.loop import Run, fit
from engine.training.objective import Denoising
from engine.training.plan import Plan
from engine.training.precision import SHORT

ROWS = 6


class Denoiser(nn.Module):
    """Convolutions with attention between them; says in which thread it was asked, and how attention was computed."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(5)
        self.body, self.head = nn.Conv2d(3, 12, 3, padding=1), nn.Conv2d(4, 3, 1)
        self.unused = nn.Parameter(torch.zeros(2))
        self.asked: list[tuple[str, int, bool, int]] = []

    def forward(self, x: torch.Tensor, times: torch.Tensor, states: torch.Tensor, return_dict: bool) -> tuple:
        """Look over the places of a picture."""
        fused = torch.backends.cuda.flash_sdp_enabled()
        self.asked.append((threading.current_thread().name, len(x), fused, torch.get_num_threads()))
        parts = self.body(x).flatten(2).transpose(1, 2)[:, None].chunk(3, -1)
        seen = nn.functional.scaled_dot_product_attention(*parts)[:, 0].transpose(1, 2)
        return (self.head(seen.reshape(len(x), 4, *x.shape[2:])),)


class Autoencoder(nn.Module):
    """Three latent channels are red, green and blue."""

    dtype = torch.float32

    def decode(self, latents: torch.Tensor) -> SimpleNamespace:
        """Enlarge them."""
        return SimpleNamespace(sample=nn.functional.interpolate(latents, scale_factor=8))


class Embedder(nn.Module):
    """A face is its spread of colour, which the grain of a chip changes."""

    def forward(self, chips: torch.Tensor) -> torch.Tensor:
        """Return (N, 3)."""
        return chips.std((2, 3))


def _data(side: int = 8) -> Dataset:
    generator = torch.Generator().manual_seed(1)
    return Dataset(
        latents=torch.randn(ROWS, 3, side, side, generator=generator),
        weights=torch.ones(ROWS, side, side),
        states=torch.zeros(ROWS, 1, 4),
        people=torch.rand(ROWS, 3, generator=generator),
    )


def _run(network: nn.Module, *, side: int = 8, batch: int = 4, rows: int = 0) -> Run:
    values = list(network.parameters())
    objective = Denoising(build_scheduler())
    run = Run(network, objective, values, _data(side), batch=batch, rate=1e-2, seed=3, judge=None)
    run.likeness = Likeness(
        autoencoder=Autoencoder(), embedder=Embedder(), weight=1.0, raw=lambda latents: latents, rows=rows
    )
    return run


def _slope(run: Run, threads: int) -> torch.Tensor:
    """Return the gradient of the first batch, as one vector."""
    with Beside(threads) as run.beside:
        assert run._summed(run.drawn())
    slope = torch.cat([v.grad.flatten() for v in run._values if v.grad is not None])
    for value in run._values:
        value.grad = None
    return slope


@pytest.fixture(params=[True, False], ids=["bfloat16", "float32"])
def half(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both ways a processor computes a pass in."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: request.param)
    return request.param


@pytest.mark.parametrize("threads", [2, 3, 4, 7])
def test_the_gradient_is_that_of_the_whole_batch(half: bool, threads: int):
    """The jitter of each row too: it is drawn of the row's own number, wherever the row is."""
    network = Denoiser()
    whole, divided = _slope(_run(network), 1), _slope(_run(network), threads)
    assert (whole - divided).norm() <= (0.02 if half else 1e-5) * whole.norm()
    other = _run(network)
    other._generator.manual_seed(4)
    assert (whole - _slope(other, threads)).norm() > 0.1 * whole.norm(), "a control: another batch"


def test_one_seed_gives_one_adapter_however_the_threads_end():
    """Sums of three numbers depend on their order: it is that of the rows."""
    network = Denoiser()
    first = _slope(_run(network), 3)
    assert all(torch.equal(first, _slope(_run(network), 3)) for _ in range(8))


def test_the_losses_and_what_is_learnt_are_those_of_one_thread():
    """All of a training, and threads are gone at its end."""

    def learnt(threads: int) -> tuple[torch.Tensor, float]:
        network = Denoiser()
        told = fit(
            network, Denoising(build_scheduler()), list(network.parameters()), _data(), steps=30, batch=4, rate=1e-2,
            seed=3, step=lambda done, total: None, cancelled=bool, threads=threads, whole=True,
        )  # fmt: skip
        names = {name for name, *_ in network.asked[1:]}  # the first is the plan's, of one row
        assert (threading.current_thread().name in names) == (threads == 1)
        return network.body.weight.detach(), told.last_loss

    before = threading.active_count()
    (one, loss), (two, same) = learnt(1), learnt(2)
    assert threading.active_count() == before
    assert (one - two).norm() < 1e-3 * one.norm()
    assert loss == pytest.approx(same, rel=1e-3)


def test_threads_have_one_thread_of_torch_each_and_it_has_its_own_again():
    """Two times two on two cores is slower than one."""
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        network = Denoiser()
        _slope(_run(network), 2)
        assert [inside for *_, inside in network.asked] == [1, 1]
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_attention_is_chosen_once_for_all_threads(half: bool):
    """It is the process's: two that each set it and put it back would leave it changed for ever."""
    network = Denoiser()
    for _ in range(5):
        _slope(_run(network), 4)
    assert {fused for _, _, fused, _ in network.asked} == {not half}
    assert torch.backends.cuda.flash_sdp_enabled()


def test_noisy_rows_are_spread_over_the_threads():
    """They are looked at by the embedder, which costs more than the rest."""
    run, seen = _run(Denoiser()), []
    original = run._unlike

    def watched(clean: torch.Tensor, batch, **named: object) -> torch.Tensor:
        seen.append(int(run._objective.noisy(batch.times).sum()))
        return original(clean, batch, **named)

    run._unlike = watched
    for _ in range(10):
        seen.clear()
        _slope(run, 2)
        assert abs(seen[0] - seen[1]) <= 1


def test_judged_rows_are_divided_too():
    """Two of a batch of four are one in each of two threads, not two."""
    looked: list[int] = []

    class Counting(Likeness):
        def apart(self, latents: torch.Tensor, *others: object, **named: object) -> torch.Tensor:
            looked.append(len(latents))
            return super().apart(latents, *others, **named)

    run = _run(Denoiser(), rows=2)
    run.likeness = Counting(**vars(run.likeness))
    for _ in range(10):
        _slope(run, 2)
    assert set(looked) == {1}
    looked.clear()
    for _ in range(10):
        _slope(run, 1)
    assert max(looked) == 2


@pytest.mark.parametrize(
    ("side", "plan", "read"),
    [(SHORT, Plan(rows=4), None), (8, Plan(rows=2), None), (8, Plan(rows=4, checkpointing=True), None),
     (8, Plan(rows=4), lambda rows: torch.zeros(len(rows), 1, 4))],
)  # fmt: skip
def test_what_is_large_or_short_of_memory_is_not_divided(side: int, plan: Plan, read: object):
    """Of large pictures torch divides the operations; where memory is short, parts come one after the other."""
    run = _run(Denoiser(), side=side)
    assert run.divides == (side == 8)
    run.plan, run.read = plan, read
    assert not run.divides


def test_what_fails_in_one_thread_fails_the_step_and_moves_nothing():
    """The other thread's gradient alone would be another training."""
    network = Denoiser()
    values, ended = list(network.parameters()), []

    def good() -> torch.Tensor:
        ended.append(True)
        return network.body.weight.sum()

    def bad() -> torch.Tensor:
        raise MemoryError("no room")

    before = torch.get_num_threads()
    with Beside(2) as beside, pytest.raises(MemoryError, match="no room"):
        beside.summed([bad, good], values)
    assert ended
    assert all(value.grad is None for value in values)
    assert torch.get_num_threads() == before


def test_a_device_without_room_makes_the_parts_smaller(monkeypatch: pytest.MonkeyPatch):
    """As without threads; what comes then is computed one after the other."""
    network, failed = Denoiser(), []

    def full(self: Run, batch: object, **named: object) -> torch.Tensor:
        if self.plan.rows == 4:
            failed.append(True)
            raise torch.OutOfMemoryError("no room")
        return network.body.weight.sum() * 0.1

    monkeypatch.setattr(Run, "_loss", full)
    run = _run(network)
    with Beside(2) as run.beside:
        run.step(1e-2)
    assert failed
    assert run.plan.rows == 2
