"""The list of devices."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from engine.devices import devices
from engine.diffusion.pipeline import pick_device, pick_dtype


def test_the_cpu_is_always_there_and_comes_last():
    """Whatever else a machine has, auto finds something."""
    found = devices()
    assert found[-1].name == "cpu"
    assert [one.name for one in found].count("cpu") == 1


def _card(monkeypatch: pytest.MonkeyPatch, kind: str, name: str) -> None:
    there = getattr(torch, kind)
    monkeypatch.setattr(there, "is_available", lambda: True)
    monkeypatch.setattr(there, "device_count", lambda: 1)
    monkeypatch.setattr(there, "get_device_properties", lambda index: SimpleNamespace(name=name, total_memory=2**34))


def test_an_intel_card_is_named_and_taken(monkeypatch: pytest.MonkeyPatch):
    """torch calls it xpu; it has bfloat16."""
    _card(monkeypatch, "xpu", "An Intel card")
    assert next((one.name, one.title) for one in devices()) == ("xpu:0", "An Intel card")
    assert pick_device("auto") == torch.device("xpu")
    assert pick_dtype(torch.device("xpu")) == torch.bfloat16


def test_an_amd_card_is_cuda_and_says_what_it_is(monkeypatch: pytest.MonkeyPatch):
    """torch for ROCm calls its cards cuda: the title must not let anybody look for a driver of NVIDIA."""
    _card(monkeypatch, "cuda", "An AMD card")
    monkeypatch.setattr(torch.version, "hip", "7.0")
    assert next((one.name, one.title) for one in devices()) == ("cuda:0", "An AMD card (ROCm 7.0)")
