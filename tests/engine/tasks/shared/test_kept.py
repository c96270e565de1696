"""The photos an identity keeps for canvases."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.faces import decoding, images
from engine.tasks.shared import kept


def test_photos_are_opened_by_the_process_for_photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A file is as hostile the second time as the first: nothing of it is decoded beside the networks."""
    buffer = io.BytesIO()
    Image.fromarray(np.full((40, 2000, 3), 90, np.uint8)).save(buffer, "PNG")
    (tmp_path / "sent.png").write_bytes(buffer.getvalue())
    asked: list[Path] = []

    def load(photo: Path) -> np.ndarray:
        asked.append(photo)
        return images.load(photo)

    monkeypatch.setattr(decoding, "load", load)
    kept.keep(tmp_path, [tmp_path / "sent.png"])
    assert asked == [tmp_path / "sent.png"]
    with Image.open(tmp_path / "photo-0.jpg") as made:
        assert max(made.size) == kept.SIDE
