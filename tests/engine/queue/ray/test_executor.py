"""What is said where Ray cannot be used. The whole suite over a real one is in ``on_ray.py``: ``make ray``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.queue.ray import RayAddressError, RayExecutor, RayMissingError
from engine.requests import Lane
from engine.settings import EngineSettings

SETTINGS = EngineSettings(weights=Path("weights"), device="cpu", threads=1)


def test_without_ray_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch):
    """ENGINE_EXECUTOR=ray on a machine without the extra."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(RayMissingError, match="pip install"):
        RayExecutor(Lane.DEVICE, SETTINGS, address="127.0.0.1:6379")


def test_an_address_of_rays_client_is_refused_with_what_to_do():
    """Its calls do not stream: no progress would come, and no cancel would arrive."""
    with pytest.raises(RayAddressError, match=r"docs/cluster\.md"):
        RayExecutor(Lane.DEVICE, SETTINGS, address="ray://10.0.0.5:10001")
