"""How a small decoder's choice is compared with the full one's: the same where it sees the same."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import torch

from engine.lab import preview_ranking as ranking

LIGHT = (
    100,
    180,
    110,
    150,
)  # of a person's four photos: the third is nearest to the first, which says who they are


class Grey:
    """Stands for `Faces`: who somebody is, is how light their picture is."""

    def embed(self, rgb: np.ndarray) -> np.ndarray:
        """Return (128,) of it."""
        return np.full(128, rgb.mean() / 255 / 128**0.5, np.float32)


def _small(change: float) -> SimpleNamespace:
    """Return what shows a picture as it is (1), or its negative (-1)."""
    return SimpleNamespace(
        encode=lambda pixels: SimpleNamespace(latents=pixels.float()),
        decode=lambda latents: SimpleNamespace(sample=change * latents),
    )


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two people with four photos, one with too few."""
    file = tmp_path / "photos.zip"
    with zipfile.ZipFile(file, "w") as made:
        for who, count in (("A", 4), ("B", 4), ("C", 2)):
            for number, light in enumerate(LIGHT[:count]):
                data = cv2.imencode(".jpg", np.full((48, 48, 3), light, np.uint8))[1].tobytes()
                made.writestr(f"{who}/{who}_{number}.jpg", data)
    return file


def test_who_sees_the_same_chooses_the_same_and_loses_nothing(photos: Path, tmp_path: Path):
    """Chance loses something: there is a choice to be made; pairs are kept to be looked at."""
    told = ranking.ranked(Grey(), _small(1.0), ranking.read(photos), tmp_path)
    assert (told["people"], told["same choice"]) == (2, 1.0)
    assert told["lost"] == 0 < told["lost by chance"]
    assert len(list(tmp_path.glob("pair-*.png"))) == 2


def test_who_sees_otherwise_is_found_out(photos: Path):
    """The control: in negatives the nearest of the three is another."""
    told = ranking.ranked(Grey(), _small(-1.0), ranking.read(photos))
    assert told["same choice"] == 0.0
    assert told["lost"] > 0


def test_a_published_file_is_read_whole(tmp_path: Path):
    """With its encoder, in half precision."""
    from safetensors.torch import save_file

    torch.manual_seed(1)
    save_file(ranking.AutoencoderTiny().state_dict(), tmp_path / "taesd.safetensors")
    seen = ranking.through(ranking.opened(tmp_path / "taesd.safetensors"), np.zeros((64, 64, 3), np.uint8))
    assert seen.shape == (64, 64, 3)
