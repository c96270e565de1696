"""For all tests: the slow ones come last, so a mistake shows in the first minute."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the order of the files, but put what trains or draws after everything else."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
