"""The list of devices."""

from __future__ import annotations

from engine.devices import devices


def test_the_cpu_is_always_there_and_comes_last():
    """Whatever else a machine has, auto finds something."""
    found = devices()
    assert found[-1].name == "cpu"
    assert [one.name for one in found].count("cpu") == 1
