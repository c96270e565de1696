"""A step three ways: each is run as it is named, and nothing is moved."""

from __future__ import annotations

import torch

from engine.lab.speed import beside
from tests.engine.training.test_beside import Denoiser, _run


def test_each_way_has_the_threads_it_is_named_for():
    """Torch's threads are given back, and the network is what it was."""
    network, before = Denoiser(), torch.get_num_threads()
    kept = network.body.weight.detach().clone()
    told = beside.fastest(_run(network), 1)
    assert list(told) == ["one thread", "torch's two", "rows in two"]
    assert all(clock > 0 and processor > 0 for clock, processor in told.values())
    assert [(rows, inside) for _, rows, _, inside in network.asked[:4]] == [(4, 1), (4, 2), (2, 1), (2, 1)]
    assert torch.equal(network.body.weight, kept)
    assert torch.get_num_threads() == before
