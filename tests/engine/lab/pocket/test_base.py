"""What the base is told while it learns, and where its mistakes count most."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.lab.pocket.base import DROPPED, NOBODY, PLAIN, SAID, SILENT, Noised, Trainer, weighted_error
from engine.lab.pocket.descriptions import BACKGROUNDS, FIELDS, GLASSES, HAIR
from engine.lab.pocket.export import start
from tests.engine.lab.pocket.prepared import prepare

ROUNDS = 40


class Told(Trainer):
    """A trainer whose networks only note what they are told; the first two of each batch are judged."""

    batch, judged = 20, 2

    def listen(self) -> tuple[Tensor, Tensor, Tensor]:
        """Return which rows of many batches had no caption, no embedding and no geometry, all (rounds, batch)."""
        torch.manual_seed(0)
        heard: list[tuple[Tensor, Tensor, Tensor]] = []
        silent = self.ids([""])[0]

        def text(ids: Tensor) -> tuple[Tensor]:
            return ((ids == silent).all(1).float()[:, None, None].expand(-1, 4, 256),)

        def person(embedding: Tensor, geometry: Tensor) -> Tensor:
            return (
                torch.stack([embedding.isnan().any(1), geometry.isnan().any(1)], 1)
                .float()[:, :, None]
                .expand(-1, -1, 256)
            )

        self.text, self.person = text, person
        rng = np.random.default_rng(0)
        for _ in range(ROUNDS):
            states = self.states(self.sample(rng), without_geometry=0.0)[:, :, 0] > 0
            heard.append((states[:, 0], states[:, 4], states[:, 5]))
        return tuple(torch.stack(each) for each in zip(*heard, strict=True))


@pytest.fixture(scope="module")
def heard(tmp_path_factory) -> tuple[Tensor, Tensor, Tensor]:
    work = tmp_path_factory.mktemp("base")
    start(work)
    return Told(prepare(work), work).listen()


def test_a_share_of_the_rows_is_of_nobody(heard):
    """A picture from a caption alone has neither embedding nor geometry: it is learnt, not stumbled upon."""
    _, no_embedding, no_geometry = heard
    assert no_embedding[no_geometry].all()
    assert no_geometry[:, 2:].float().mean() == pytest.approx(NOBODY, abs=0.05)
    assert not no_geometry[:, :2].any()  # the judged are always somebody


def test_what_guidance_pushes_away_from_is_learnt(heard):
    """It is drawn in every step of every picture; one row in a hundred and fifty was too little for it."""
    silent, _, no_geometry = heard
    assert silent[no_geometry].float().mean() == pytest.approx(SILENT, abs=0.08)
    assert silent[~no_geometry].float().mean() == pytest.approx(DROPPED, abs=0.05)
    assert (silent & no_geometry).float().mean() > 0.05


def test_what_is_known_of_a_picture_is_said_most_of_the_time(tmp_path):
    """A short prompt must work as well as a long one, and no word may only ever come with another."""
    start(tmp_path)
    data = prepare(tmp_path)
    known = np.zeros(len(np.load(data / "labels.npy")), FIELDS)
    known["hair"], known["glasses"] = HAIR.index("grey hair"), GLASSES.index("glasses")
    known["background"][0] = BACKGROUNDS.index("blue background")
    np.save(data / "descriptions.npy", known)
    run = Trainer(data, tmp_path)
    torch.manual_seed(0)
    rows = np.zeros(600, int)
    texts = run.texts(rows, torch.arange(600) < 100)
    assert set(texts[:100]) == {""}
    assert texts[100].startswith("a portrait photo of a man")
    for word in ("grey hair", "glasses", "blue background"):
        assert np.mean([word in text for text in texts[100:]]) == pytest.approx((1 - PLAIN) * SAID, abs=0.07)
    assert "blue" not in "".join(run.texts(np.ones(100, int), torch.zeros(100)))


def test_a_mistake_in_the_face_weighs_more_than_one_beside_it():
    """The background of a photo is anything at all; the face is what everybody looks at."""

    def error(rows: slice, columns: slice) -> float:
        guess = torch.zeros(1, 8, 16, 16)
        guess[..., rows, columns] = 1
        keep = torch.tensor([0.5])
        noised = Noised(latent=guess, time_step=torch.tensor([500]), keep=keep, velocity=torch.zeros_like(guess))
        return weighted_error(guess, noised, type("Whole", (), {"inside": torch.ones(1, 16, 16)})).item()

    middle, corner = slice(7, 11), slice(0, 4)
    assert error(middle, slice(6, 10)) > 2 * error(corner, corner)
    assert error(slice(0, 16), slice(0, 16)) == pytest.approx(1.0)
