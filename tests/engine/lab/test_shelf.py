"""Drawn cases come back from disk as they were, and other code's are drawn again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.faces.types import Mesh
from engine.lab.shelf import Shelf, load, save


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """Of everything a case may have."""

    name: str
    light: NDArray[np.float32]
    box: tuple[int, int]
    mesh: Mesh | None = None
    before: float = 1.0


def mesh() -> Mesh:
    return Mesh(points=np.ones((478, 3), np.float32), blendshapes={"jawOpen": 0.25}, matrix=np.eye(4, dtype=np.float32))


def drawn() -> Case:
    return Case(name="Paris", light=np.arange(6, dtype=np.float32).reshape(2, 3), box=(3, 4), mesh=mesh(), before=0.5)


def test_a_case_comes_back_as_it_was(tmp_path: Path):
    """A judge that looks at something else than was drawn would be tried on nothing."""
    save(tmp_path / "case.npz", drawn())
    back, was = load(tmp_path / "case.npz", Case), drawn()
    assert (back.name, back.box, back.before) == (was.name, was.box, was.before)
    assert np.array_equal(back.light, was.light)
    assert back.light.dtype == was.light.dtype
    assert back.mesh is not None
    assert back.mesh.blendshapes == {"jawOpen": 0.25}
    assert np.array_equal(back.mesh.points, mesh().points)


def test_a_case_without_a_part_has_none(tmp_path: Path):
    """Where no means gave a good picture there is no picture."""
    save(tmp_path / "case.npz", Case(name="none", light=np.zeros((0,), np.float32), box=(0, 0)))
    assert load(tmp_path / "case.npz", Case).mesh is None


@pytest.mark.parametrize(("mark", "times"), [("code", 1), ("other", 2)])
def test_what_the_same_code_drew_is_not_drawn_again(tmp_path: Path, mark: str, times: int):
    """What other code drew is: the picture would be another one."""
    made: list[Case] = []

    def make() -> Case:
        made.append(drawn())
        return made[-1]

    Shelf(tmp_path, "code").of("a", Case, make)
    Shelf(tmp_path, mark).of("a", Case, make)
    assert len(made) == times


def test_without_a_folder_nothing_is_kept():
    """The plain bench draws what is drawn now."""
    first, second = (Shelf(None, "code").of("a", Case, drawn) for _ in range(2))
    assert first is not second
