"""The published checkpoints load by name, none too many and none too few."""

from __future__ import annotations

import json

import pytest
import torch

from engine.talking.sadtalker.checkpoints import COEFFICIENTS, Networks, take
from engine.talking.sadtalker.mapping import MappingNet
from tests.engine.talking.sadtalker.published import Shapes, below, listed, random_tensors, whole

RENDERER_BYTES = 725_066_984  # of SadTalker_V0.0.2_256.safetensors and of the one for 512, as published
MAPPING_BYTES_APART = 155_779_231 - 155_521_183  # of mapping_00109-model.pth.tar and mapping_00229-model.pth.tar


def shapes_of(network: torch.nn.Module) -> Shapes:
    return {name: tuple(value.shape) for name, value in network.state_dict().items()}


@pytest.fixture(scope="module")
def renderer() -> Shapes:
    """Everything in the renderer's file."""
    return {name: shape for name, shape in whole(listed()).items() if not name.startswith("mapping_229.")}


def test_every_listed_name_is_a_parameter_of_that_shape_and_no_other_is(renderer):
    """Loading by name needs exactly these: 831 in the list, and three numbers more for each batch norm."""
    with torch.device("meta"):
        assert shapes_of(Networks()) == renderer
    assert len(renderer) == 1305


def test_the_published_file_is_as_long_as_these_networks_are(renderer):
    """Names, shapes and kinds of numbers fix a safetensors file's length: found again to the last byte."""
    header, place = {}, 0
    for name, shape in renderer.items():
        kind, width = ("I64", 8) if name.endswith("num_batches_tracked") else ("F32", 4)
        length = torch.Size(shape).numel() * width
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": (place, length)}
        place += length
    # Offsets count from one tensor to the next in the file's own order: wide numbers first, then by name.
    place = 0
    for name in sorted(header, key=lambda one: (header[one]["dtype"] != "I64", one)):
        length = header[name]["data_offsets"][1]
        header[name]["data_offsets"] = [place, place + length]
        place += length
    text = len(json.dumps(header, separators=(",", ":")))
    assert 8 + -(-text // 8) * 8 + place == RENDERER_BYTES


def test_the_mapping_networks_differ_by_the_three_numbers_of_the_crop():
    """One is told 70 coefficients and one 73; their files keep the weight three times, with an optimiser's two."""
    with torch.device("meta"):
        told = {framing: shapes_of(MappingNet(count)) for framing, count in COEFFICIENTS.items()}
    assert told["crop"] == below(listed(), "mapping_229.")
    assert told["full"] == told["crop"] | {"first.0.weight": (1024, 73, 7)}
    assert MAPPING_BYTES_APART == 3 * (73 - 70) * 7 * 1024 * 4


@pytest.mark.slow
def test_a_checkpoint_of_the_published_size_loads_strictly(renderer):
    """One full load of 181 million seeded numbers, and each of them lies where its name says."""
    tensors = random_tensors(renderer)
    with torch.device("meta"):
        networks = Networks()
    take(networks, tensors)
    kept = networks.state_dict()
    assert kept.keys() == tensors.keys()
    assert all(torch.equal(kept[name], value) for name, value in tensors.items())
    assert not any(value.is_meta for value in networks.buffers())


@pytest.mark.parametrize("change", ["lost", "added", "reshaped"])
def test_a_name_too_few_too_many_or_of_another_shape_is_refused(change):
    """A checkpoint of something else must not half fit."""
    tensors = random_tensors(below(listed(), "mapping_229."))
    if change == "lost":
        del tensors["fc_t.bias"]
    elif change == "added":
        tensors["fc_t.scale"] = torch.zeros(3)
    else:
        tensors["fc_t.bias"] = torch.zeros(4)
    with torch.device("meta"):
        network = MappingNet(70)
    with pytest.raises(RuntimeError, match="fc_t"):
        take(network, tensors)


def test_half_precision_is_widened():
    """Some copies of the file are stored at half size; the networks count in float32."""
    tensors = {name: value.half() for name, value in random_tensors(below(listed(), "mapping_229.")).items()}
    network = MappingNet(70)
    take(network, tensors)
    assert {value.dtype for value in network.parameters()} == {torch.float32}
