"""M2FP on transformers' Mask2Former: the renamed tensors, and a head out of its parts."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from engine.faces.hub import m2fp
from engine.lab.faces.published import listing
from engine.weights.manifest import read
from tests.engine.faces.hub.random_states import random_state


def test_the_licence_is_said_where_it_is_chosen():
    """CC BY-NC: the manifest says no to commercial use, so that `all` leaves it out."""
    row = read()["head-parsing"]
    assert row.commercial == "no"
    assert "BY-NC" in row.licence
    assert "BY-NC" in m2fp.__doc__


def test_every_published_tensor_has_a_counterpart():
    """928 names become the names of transformers; one matrix of three becomes three."""
    published = {name: torch.empty(shape, device="meta") for name, shape in listing("m2fp").items()}
    found = m2fp.renamed(published)
    split = [name for name in published if "self_attn.in_proj" in name]
    assert len(split) == 18
    assert len(found) == len(published) + 2 * len(split)


def test_a_name_without_counterpart_is_an_error():
    """Another network under the same file name must not be loaded in part."""
    with pytest.raises(KeyError, match=r"head\.unknown"):
        m2fp.renamed({"head.unknown": torch.zeros(1)})


@pytest.fixture(scope="module")
def network():
    """The whole network with random tensors: 63 million."""
    return m2fp.network(random_state("m2fp"))


@pytest.mark.slow
def test_the_published_shapes_load_and_run(network):
    """As many queries and classes as the tensors say; masks at a quarter of the size; nothing left uninitialised."""
    assert not [name for name, value in network.state_dict().items() if value.is_meta]
    with torch.inference_mode():
        out = network(pixel_values=torch.rand(1, 3, 64, 96))
    assert out.class_queries_logits.shape == (1, 250, 22)
    assert out.masks_queries_logits.shape == (1, 250, 16, 24)
    assert torch.isfinite(out.masks_queries_logits).all()


class Scripted:
    """A network that sees given boxes: (class, left, top, right, bottom) in shares of the picture."""

    def __init__(self, *seen, certainty=20.0):
        self.seen, self.certainty = seen, certainty

    def __call__(self, pixel_values):
        height, width = (side // 4 for side in pixel_values.shape[2:])
        classes = torch.zeros(1, len(self.seen), len(m2fp.CLASSES) + 1)
        masks = torch.full((1, len(self.seen), height, width), -20.0)
        for index, (name, left, top, right, bottom) in enumerate(self.seen):
            classes[0, index, m2fp.CLASSES.index(name)] = self.certainty
            masks[0, index, int(top * height) : int(bottom * height), int(left * width) : int(right * width)] = 20.0
        return SimpleNamespace(class_queries_logits=classes, masks_queries_logits=masks)


def test_parts_come_with_their_class_and_certainty(astronaut):
    """In the size of the picture; the background is no part, and what nobody is sure of neither."""
    net = Scripted(("Background", 0, 0, 1, 1), ("Hair", 0.25, 0, 0.75, 0.25))
    ((name, certainty, mask),) = m2fp.M2fpParser(net).parts(astronaut)
    assert (name, mask.shape) == ("Hair", (512, 512))
    assert certainty > 0.9
    assert mask[60, 256] > 0.9 > 0.1 > mask[300, 256]
    assert m2fp.M2fpParser(Scripted(("Hair", 0, 0, 1, 1), certainty=0.0)).parts(astronaut) == []


def test_a_head_is_hair_and_face_inside_the_person(astronaut, astronaut_face):
    """Widened a little, cut at the person's outline; clothes and a second head elsewhere are left out."""
    x, y = astronaut_face.mesh.points[1, :2] / 512
    net = Scripted(
        ("Human", 0, 0, 0.6, 1),
        ("Hair", x - 0.15, y - 0.2, x + 0.15, y),
        ("Face", x - 0.1, y - 0.05, x + 0.1, y + 0.1),
        ("UpperClothes", 0, 0.6, 0.6, 1),
        ("Face", 0.8, 0.1, 0.95, 0.3),
    )
    mask = m2fp.M2fpParser(net).head_mask(astronaut, astronaut_face.mesh)
    nose = tuple(int(v) for v in astronaut_face.mesh.points[1, [1, 0]])
    assert mask.shape == (512, 512)
    assert mask.dtype == np.float32
    assert mask[nose] > 0.9
    assert mask[int((y - 0.18) * 512), nose[1]] > 0.9  # hair
    assert not mask[400:].any()
    assert not mask[:, 400:].any()


def test_nobody_seen_is_an_empty_mask(astronaut, astronaut_face):
    """Rather than a guess."""
    net = Scripted(("Coat", 0, 0, 1, 1))
    assert not m2fp.M2fpParser(net).head_mask(astronaut, astronaut_face.mesh).any()
