"""Likeness as a loss: who is judged, what is judged, and what learns from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine import weights
from engine.lab.pocket.data import SIDE
from engine.lab.pocket.export import TARGET, start
from engine.lab.pocket.likeness import CLEANEST, LikenessTrainer
from engine.lab.pocket.opinion import learn
from engine.training.likeness import chips
from tests.engine.lab.pocket.prepared import PEOPLE, PHOTOS, prepare


class Few(LikenessTrainer):
    """As trained, with few pictures at once."""

    batch, judged = 6, 4


@pytest.fixture(scope="module")
def run(tmp_path_factory, weights_folder) -> Few:
    """A trainer that goes on from the shipped base."""
    work = tmp_path_factory.mktemp("likeness")
    start(work)
    return Few(
        prepare(work), work, weights.path(weights_folder, "embedder", "dlib_face_recognition_resnet_model_v1.dat")
    )


def test_it_goes_on_from_the_shipped_base(run: Few):
    """Not from noise: what was laid out is what is trained."""
    shipped = type(run.unet).from_pretrained(TARGET / "unet")
    theirs = dict(shipped.named_parameters())
    assert all(torch.equal(value, theirs[name].float()) for name, value in run.unet.named_parameters())


def test_only_noisy_faces_are_judged(run: Few):
    """In a nearly clean latent the face is there already; nothing would be learnt of the tokens."""
    times = torch.stack([run.times() for _ in range(50)])
    assert times[:, : run.judged].min() >= CLEANEST
    assert times[:, run.judged :].min() < CLEANEST


def test_a_face_is_compared_with_the_mean_of_its_person(run: Few):
    """One photo is as much light and pose as person; somebody without an embedding is not judged."""
    rows = range(PHOTOS, 2 * PHOTOS)
    torch.testing.assert_close(run.target[PHOTOS], run.embeddings[list(rows)].mean(0))
    torch.testing.assert_close(run.target[0], run.embeddings[1:PHOTOS].mean(0))
    close = PEOPLE * PHOTOS
    torch.testing.assert_close(run.target[close], run.embeddings[close])


def test_the_judged_are_always_told_who_it_is(run: Few, monkeypatch):
    """A face cannot be blamed for not being somebody nobody named."""
    told = []
    monkeypatch.setattr(run, "person", lambda embedding, geometry: told.append(embedding) or torch.zeros(6, 6, 256))
    batch = run.sample(np.random.default_rng(0))
    for _ in range(20):
        run.states(batch)
    assert not torch.stack(told)[:, : run.judged].isnan().any()
    assert torch.stack(told)[:, run.judged :].isnan().any()


def test_what_it_says_reaches_the_identity_tokens(run: Few):
    """The one thing the usual loss hardly moves."""
    torch.manual_seed(0)
    batch = run.sample(np.random.default_rng(1))
    noised = run.noised(batch)
    run.apart(batch, noised, run.guess(batch, noised, tokens=True)).backward()
    moved = run.person.identity[0].weight.grad
    assert moved is not None
    assert moved.abs().sum() > 0
    assert all(
        value.grad is None for value in [*run.likeness.embedder.parameters(), *run.likeness.autoencoder.parameters()]
    )
    run.optimiser.zero_grad()


def test_the_chip_is_the_face():
    """The frame's eyes and mouth lie inside, hair and shoulders do not; a jittered chip differs."""
    picture = torch.zeros(1, 3, SIDE, SIDE)
    picture[:, :, 50:110, 40:90] = 1.0
    still = chips(picture, jitter=False)
    assert still[0, :, 75, 75].min() == pytest.approx(1.0)
    assert still[0, :, :10].max() < 0.1
    assert not torch.equal(chips(picture), still)


def test_the_second_opinion_learns_nothing_of_the_held_out(tmp_path: Path):
    """Their photos may change; what it learnt does not."""
    data = prepare(tmp_path)
    before = learn(data)
    pixels, labels = np.load(data / "pixels.npy"), np.load(data / "labels.npy")
    pixels[labels["held_out"] == 1] = 7
    np.save(data / "pixels.npy", pixels)
    after = learn(data)
    assert np.array_equal(before.mean, after.mean)
    assert np.linalg.norm(after.look(pixels[0])) == pytest.approx(1)


def test_the_figure_of_a_checkpoint_is_drawn_from_the_held_out(run: Few, monkeypatch):
    """A drawing that is the person counts; the photo shown is none of those it is compared with."""
    shown = []

    def draw(texts, embedding, geometry):
        shown.append(embedding)
        return np.full((len(texts), SIDE, SIDE, 3), 0.5, np.float32)

    monkeypatch.setattr(run, "draw", draw)
    first, apart = run.held_out(count=2)
    assert len(shown[0]) == 2 * 2
    assert 0 <= first <= 1
    assert apart > 0
