"""A training that was killed goes on, and ends where it would have ended."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import LaidAsideError
from engine.training import aside, face_lora
from engine.training.loop import Trained
from engine.training.resume import FILE, Place, pack, unpack
from tests.engine.diffusion import tiny
from tests.engine.training.people import LOOKS, samples

KILLED_AFTER = 5


@pytest.mark.slow
def test_a_training_killed_with_signal_9_ends_with_the_same_adapter(tmp_path: Path):
    """A real process, a real kill, between two checkpoints; the adapter is equal to the bit."""
    tiny.write(tmp_path, "sd15")
    child = [sys.executable, "-m", "tests.engine.training.killed_child", str(tmp_path)]
    killed = subprocess.run([*child, "work", "killed.safetensors", str(KILLED_AFTER)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "killed.safetensors").exists()
    assert (tmp_path / "work" / FILE).exists()
    resumed = subprocess.run(
        [*child, "work", "resumed.safetensors", "0"], check=True, stdout=subprocess.PIPE, text=True
    )
    assert resumed.stdout.split()[-1] == "4"  # the checkpoint before the kill
    subprocess.run([*child, "other", "whole.safetensors", "0"], check=True, stdout=subprocess.DEVNULL)
    one, other = (load_file(tmp_path / name) for name in ("resumed.safetensors", "whole.safetensors"))
    assert all(torch.equal(one[name], other[name]) for name in other)
    assert not (tmp_path / "work" / FILE).exists()


class _Steps:
    """How far a training is, and at which steps it is asked to lie aside."""

    def __init__(self, *asked: int) -> None:
        self.done, self.asked = 0, asked

    def __call__(self, done: int, total: int) -> None:
        self.done = done

    def now(self) -> bool:
        return self.done in self.asked


def _face(pipeline: PortraitPipeline, work: Path | None, steps: _Steps) -> tuple[dict[str, torch.Tensor], Trained]:
    with aside.listening(steps.now):
        return face_lora.train(
            pipeline, samples(6), LOOKS, seed=4, steps=8, step=steps, cancelled=lambda: False,
            look=lambda picture: picture.mean((0, 1)).repeat(43)[:128] / 999, work=work,
        )  # fmt: skip


@pytest.mark.slow
def test_a_training_that_lay_aside_twice_ends_with_the_same_adapter(tmp_path: Path):
    """Between checkpoints, with pictures drawn by the same base meanwhile: the adapter is equal to the bit."""
    pipeline, work = tiny.pipeline(tmp_path / "weights"), tmp_path / "work"
    whole, _ = _face(pipeline, tmp_path / "other", _Steps())
    for last in (3, 5):
        with pytest.raises(LaidAsideError):
            _face(pipeline, work, _Steps(last))
        assert (work / FILE).exists()
        pipeline.draw([GenerationRequest(prompt="somebody else", seed=last)])
    tensors, told = _face(pipeline, work, _Steps())
    assert told.resumed == 5
    assert all(torch.equal(tensors[name], whole[name]) for name in whole)
    assert not (work / FILE).exists()


@pytest.mark.slow
def test_what_could_not_go_on_does_not_lie_aside(tmp_path: Path):
    """Without a folder all would be lost, and after the last step there is nothing left to do but to end."""
    pipeline = tiny.pipeline(tmp_path / "weights")
    assert _face(pipeline, None, _Steps(3))[1].steps == 8
    assert _face(pipeline, tmp_path / "work", _Steps(8))[1].steps == 8


def test_a_wish_is_heard_only_by_what_runs_inside():
    """The next training in the same process is not asked because the last one was."""
    assert not aside.asked()
    with aside.listening(lambda: True):
        assert aside.asked()
    assert not aside.asked()


def test_another_training_is_not_continued(tmp_path: Path):
    """Other photos, another seed: the half-learnt adapter is somebody else's."""
    Place(folder=tmp_path, key="ada").save({"value.0": torch.ones(2)}, {"step": 3})
    assert Place(folder=tmp_path, key="bob").load() is None
    tensors, state = Place(folder=tmp_path, key="ada").load()
    assert state == {"step": 3}
    assert torch.equal(tensors["value.0"], torch.ones(2))


@pytest.mark.parametrize("left", [b"", b"\x10\x00\x00\x00\x00\x00\x00\x00{", b"no safetensors at all"])
def test_a_broken_checkpoint_is_no_checkpoint(tmp_path: Path, left: bytes):
    """Then the training begins again: slower, never wrong."""
    (tmp_path / FILE).write_bytes(left)
    assert Place(folder=tmp_path, key="ada").load() is None


def test_a_half_written_checkpoint_leaves_the_one_before(tmp_path: Path):
    """The new file takes the old one's place only when it is whole."""
    place = Place(folder=tmp_path, key="ada")
    place.save({"value.0": torch.ones(2)}, {"step": 3})
    (tmp_path / f"{FILE}.new").write_bytes(b"half")
    assert place.load()[1] == {"step": 3}
    place.clear()
    assert list(tmp_path.iterdir()) == []


def _eight_bit() -> tuple[list[torch.nn.Parameter], torch.optim.Optimizer]:
    """Return what a GPU trains with; the library steps on a processor too. Large values have 8-bit moments."""
    import bitsandbytes

    torch.manual_seed(2)
    values = [torch.nn.Parameter(torch.randn(size)) for size in ((64, 128), (8,))]
    return values, bitsandbytes.optim.AdamW8bit(values, 1e-2, betas=(0.9, 0.99), weight_decay=0.0)


def _plain() -> tuple[list[torch.nn.Parameter], torch.optim.Optimizer]:
    values = _eight_bit()[0]
    return values, torch.optim.AdamW(values, 1e-2, betas=(0.9, 0.99), weight_decay=0.0)


def _steps(values: list[torch.nn.Parameter], optimiser: torch.optim.Optimizer, numbers: range) -> None:
    for number in numbers:
        sum((value - number).pow(2).sum() for value in values).backward()
        optimiser.step()
        optimiser.zero_grad()


@pytest.mark.parametrize("made", [_eight_bit, _plain])
def test_every_optimiser_goes_on_where_it_stopped(tmp_path: Path, made):
    """8-bit AdamW nests its moments in a dictionary: the first checkpoint of a training on a GPU killed it."""
    values, optimiser = made()
    _steps(values, optimiser, range(3))
    place = Place(folder=tmp_path, key="ada")
    place.save(pack(values, optimiser), {"step": 3})
    _steps(values, optimiser, range(3, 6))
    again, other = made()
    unpack(place.load()[0], again, other)
    _steps(again, other, range(3, 6))
    assert all(torch.equal(one, two) for one, two in zip(again, values, strict=True))
    forgetful, fresh = made()
    unpack({k: v for k, v in place.load()[0].items() if k.startswith("value")}, forgetful, fresh)
    _steps(forgetful, fresh, range(3, 6))
    assert not torch.equal(forgetful[0], values[0])  # the moments count
