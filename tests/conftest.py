"""For all tests: the slow ones come last, so a mistake shows in the first minute; and where the weights are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import engine.quiet  # noqa: F401  first: no test imports a library that reports its use before it is told not to
import tests.examples  # noqa: F401  the profile `pytest --hypothesis-profile=torture` names


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the order of the files, but put what trains or draws after everything else."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture(scope="session")
def weights_folder() -> Path:
    """The folder `make weights` filled: WEIGHTS_DIR, or ``weights`` in the checkout."""
    return Path(os.environ.get("WEIGHTS_DIR") or Path(__file__).parents[1] / "weights")
