"""The decoder's finish: what may change, what it is judged by, and that it goes on where it stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from engine import weights
from engine.lab.pocket import checkpoint, decoder, fewstep
from engine.lab.pocket.decoder import Critic, DecoderTrainer
from engine.lab.pocket.export import start
from tests.engine.lab.pocket.prepared import PEOPLE, PHOTOS, prepare


@pytest.fixture
def run(tmp_path: Path, weights_folder: Path, monkeypatch: pytest.MonkeyPatch) -> DecoderTrainer:
    """A trainer on the shipped autoencoder, few pictures at once."""
    for name, few in (("PHOTOS", 3), ("DRAWN", 2), ("SEEN", 2), ("JUDGED_BY", 4)):
        monkeypatch.setattr(decoder, name, few)
    start(tmp_path)
    prepare(tmp_path)
    folder = fewstep.place(tmp_path)
    folder.mkdir(parents=True)
    save_file({"latents": torch.randn(4, 5, 8, 16, 16).half()}, folder / "0000.safetensors")
    return _trainer(tmp_path, weights_folder)


def _trainer(work: Path, weights_folder: Path) -> DecoderTrainer:
    network = weights.path(weights_folder, "embedder", "dlib_face_recognition_resnet_model_v1.dat")
    return DecoderTrainer(work / "data", work, network)


def _learn(run: DecoderTrainer, steps: int) -> None:
    rng = np.random.default_rng(0)
    for _ in range(steps):
        run.loss(rng).backward()
        run.optimiser.step()
        run.optimiser.zero_grad()
        run.step += 1


@pytest.mark.slow
def test_only_the_decoder_and_the_critic_learn(run: DecoderTrainer, monkeypatch: pytest.MonkeyPatch):
    """Every latent, base and adapter stays valid: what makes latents is not touched."""
    monkeypatch.setattr(decoder, "UNHEARD", 1)
    before = {name: value.clone() for name, value in run.model.state_dict().items()}
    critic = {name: value.clone() for name, value in run.critics.items()}
    _learn(run, 2)
    moved = {name for name, value in run.model.state_dict().items() if not torch.equal(value, before[name])}
    assert moved
    assert {name.split(".")[0] for name in moved} <= {"decoder", "post_quant_conv"}
    assert all(not torch.equal(value, critic[name]) for name, value in run.critics.items() if "original" in name)
    assert all(value.grad is None for value in run.embedder.parameters())


@pytest.mark.slow
def test_no_held_out_photo_is_learnt_from(run: DecoderTrainer):
    """They are what it is judged by."""
    held_out = set(range((PEOPLE - 2) * PHOTOS, PEOPLE * PHOTOS))
    assert held_out.isdisjoint([*run.framed, *run.close])
    assert len(run.framed) == (PEOPLE - 2) * PHOTOS
    assert len(run.unseen) == 4


@pytest.mark.slow
def test_a_photo_and_its_latents_are_of_one_side(run: DecoderTrainer):
    """A flipped photo is set beside what came of the flipped latents."""
    run.latents = np.zeros((2, len(run.pixels), 8, 16, 16), np.float16)
    run.latents[1] = 1
    photos, latents = run.sample(np.random.default_rng(3))
    pixels = decoder.to_tensor(np.array(run.pixels))
    for photo, latent in zip(photos, latents, strict=False):
        among = pixels.flip(3) if latent.mean() == 1 else pixels
        assert (among == photo).flatten(1).all(1).any()
    assert len({latent.mean().item() for latent in latents[:3]}) == 2


@pytest.mark.slow
def test_the_critic_is_heard_only_when_it_has_learnt_a_little(run: DecoderTrainer, monkeypatch: pytest.MonkeyPatch):
    """At first its opinion is noise; later the decoder's loss has a part that is the critic's."""

    def told(weight: float) -> float:
        monkeypatch.setattr(decoder, "CRITIC", weight)
        return run.loss(np.random.default_rng(0)).item()

    assert told(0.0) == pytest.approx(told(5.0))
    run.step = decoder.UNHEARD
    assert told(0.0) != pytest.approx(told(5.0))


@pytest.mark.slow
def test_the_face_network_tells_three_depths_of_the_face_alone(run: DecoderTrainer):
    """Fine to coarse, then the embedding; what lies outside the face changes none of them."""
    pictures = torch.rand(2, 3, 128, 128) * 2 - 1
    seen = run.features(pictures)
    assert [tuple(each.shape[:2]) for each in seen] == [(2, 32), (2, 64), (2, 128), (2, 128)]
    assert seen[0].shape[2] > seen[1].shape[2] > seen[2].shape[2]
    around = pictures.clone()
    around[..., :10, :] = 1
    assert all(torch.equal(one, other) for one, other in zip(seen, run.features(around), strict=True))


@pytest.mark.slow
def test_without_trajectories_it_says_which_stage_draws_them(run: DecoderTrainer, weights_folder: Path):
    """Not an error about tensors."""
    for file in fewstep.files(run.work):
        file.unlink()
    with pytest.raises(FileNotFoundError, match="--stage trajectories"):
        _trainer(run.work, weights_folder)


@pytest.mark.slow
def test_a_second_run_goes_on_with_critic_and_anchor(run: DecoderTrainer, weights_folder: Path):
    """The colours that are held are those from before the first run, not from before the second."""
    _learn(run, 1)
    next(iter(run.ema.values())).add_(1)  # what is written is the moving average
    run.store([])
    again = _trainer(run.work, weights_folder)
    tensors, state = checkpoint.load(run.work / decoder.NAME)
    assert state["step"] == 1
    critic = run.critic.state_dict()
    assert any(not torch.equal(value, critic[name]) for name, value in again.critic.state_dict().items())
    again.go_on(tensors)
    assert all(torch.equal(value, critic[name]) for name, value in again.critic.state_dict().items())
    theirs = run.before.state_dict()
    assert all(torch.equal(value, theirs[name]) for name, value in again.before.state_dict().items())
    written = load_file(run.work / "vae" / "diffusion_pytorch_model.safetensors")
    assert any(not torch.equal(value, theirs[name]) for name, value in written.items())


def test_the_critic_sees_each_place_beside_its_mirror_image():
    """One opinion knows the patch alone, the other what lies on the other side."""
    torch.manual_seed(0)
    critic = Critic(8).eval()
    picture = torch.rand(1, 3, 128, 128) * 2 - 1
    other = picture.clone()
    other[..., :8] = 0  # the left edge
    before, after = critic(picture), critic(other)
    assert before.shape == (1, 2, 16, 16)
    changed = (before != after)[0, :, :, -1].any(1)  # opinions of the right edge
    assert changed.tolist() == [False, True]
