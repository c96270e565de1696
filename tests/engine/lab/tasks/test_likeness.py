"""What the bench of likeness makes of its cases; the cases themselves need photos of people."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.lab.pocket.data import HELD_OUT_PEOPLE
from engine.lab.tasks.likeness import summed, unknown


@pytest.fixture
def lfw(tmp_path: Path) -> Path:
    """Forty people with enough photos and one with too few; the photos are empty."""
    for number in range(41):
        folder = tmp_path / f"Person_{number}"
        folder.mkdir()
        for photo in range(12 if number else 11):
            (folder / f"{photo}.jpg").touch()
    return tmp_path


def test_only_people_the_base_never_saw_are_compared(lfw: Path):
    """They are chosen as the trainer of the base leaves them out: by a hash of the name, never by taste."""
    names = [folder.name for folder in unknown(lfw)]
    assert len(names) == HELD_OUT_PEOPLE
    assert "Person_0" not in names
    assert names != sorted(names)


def _learnt(trained: float, control: float, *first: bool) -> dict[str, object]:
    return {"trained_raw": trained, "control_raw": control, **{f"{n}_first": hit for n, hit in enumerate(first)}}


def test_learnt_and_control_are_of_the_same_people():
    """Somebody known from photos alone counts among the rankings, and nowhere else."""
    plain = {"instant_raw": 0.1, "instant_first": True}
    said = summed([_learnt(0.6, 0.9, True, False), _learnt(0.7, 0.8, True, True), plain, {"left_out": "under-age"}])
    assert (said["people"], said["more"], said["left_out"]) == (2, 1, 1)
    assert (said["trained_raw"], said["control_raw"]) == pytest.approx((0.65, 0.85))
    assert "instant_raw" not in said
    assert (said["rankings"], said["first_wins"]) == (5, 0.8)
