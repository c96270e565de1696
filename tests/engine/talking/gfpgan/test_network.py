"""GFPGAN's published checkpoint loads by name, and the network does what its description says."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engine.talking.gfpgan.network import Gfpgan, ModulatedConv2d, Sizes
from engine.talking.sadtalker.checkpoints import take

LIST = Path(__file__).with_name("published.txt")
FILE_BYTES = 348_632_874  # of GFPGANv1.4.pth, as published
SMALL = Sizes(side=32, most=8, style=8)


def listed() -> dict[str, tuple[int, ...]]:
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {name: tuple(map(int, shape.split("x"))) for name, shape in map(str.split, lines)}


def small(seed: int = 0) -> Gfpgan:
    torch.manual_seed(seed)
    network = Gfpgan(SMALL).eval()
    for name, value in network.named_parameters():
        if value.shape == (1,) and name.endswith("weight"):  # how much noise; none at first
            torch.nn.init.constant_(value, 0.2)
    return network.requires_grad_(requires_grad=False)


def test_every_listed_name_is_a_parameter_of_that_shape_and_no_other_is():
    """285 of them, the noise of each layer and the heads of training among them."""
    with torch.device("meta"):
        made = {name: tuple(value.shape) for name, value in Gfpgan().state_dict().items()}
    assert made == listed()
    assert len(made) == 285


def test_the_published_file_is_as_long_as_its_numbers():
    """What is left over of its length is the archive around them: less than 250 bytes a tensor."""
    numbers = sum(torch.Size(shape).numel() for shape in listed().values())
    assert 0 < FILE_BYTES - 4 * numbers < 250 * len(listed())


def test_a_name_too_few_is_refused():
    """Strict loading, as for the renderer."""
    with torch.device("meta"):
        network = Gfpgan(SMALL)
    tensors = small().state_dict()
    del tensors["final_conv.bias"]
    with pytest.raises(RuntimeError, match="final_conv"):
        take(network, tensors)


def test_the_shapes_at_full_size_are_the_documented_ones():
    """512 px in and out, 16 styles of 512, features from 4 px to 512 px."""
    seen = {}
    with torch.device("meta"):
        network = Gfpgan().eval()
        for name in ("conv_body_first", "conv_body_down.6", "final_linear", "conv_body_up.6", "condition_scale.0"):
            network.get_submodule(name).register_forward_hook(
                lambda _module, _given, out, name=name: seen.__setitem__(name, tuple(out.shape[1:]))
            )
        assert network(torch.empty(1, 3, 512, 512)).shape == (1, 3, 512, 512)
    assert seen == {
        "conv_body_first": (32, 512, 512),
        "conv_body_down.6": (256, 4, 4),
        "final_linear": (16 * 512,),
        "conv_body_up.6": (32, 512, 512),
        "condition_scale.0": (256, 8, 8),
    }


def test_the_same_face_gives_the_same_pixels():
    """Noise is the stored one: grain drawn anew would boil from frame to frame."""
    network, face = small(), torch.rand(1, 3, 32, 32) * 2 - 1
    made = network(face)
    assert torch.equal(made, network(face))
    assert (made - network(-face)).abs().max() > 1e-3


def test_faces_of_a_batch_do_not_touch():
    """One convolution serves all pictures of a batch, each with its own style."""
    network, faces = small(), torch.rand(3, 3, 32, 32) * 2 - 1
    torch.testing.assert_close(network(faces)[1:2], network(faces[1:2]), atol=1e-5, rtol=1e-4)


def test_a_modulated_convolution_keeps_its_scale():
    """Demodulation takes the style's loudness away and keeps its direction; the colour layer keeps both."""
    torch.manual_seed(0)
    x, style = torch.rand(1, 4, 8, 8), torch.rand(1, 6)
    for evens, factor in ((True, 1.0), (False, 3.0)):
        layer = ModulatedConv2d(4, 5, 3, 6, evens=evens)
        torch.nn.init.zeros_(layer.modulation.bias)
        torch.testing.assert_close(layer(x, 3 * style), factor * layer(x, style), atol=1e-4, rtol=1e-4)


def test_conditions_steer_half_of_the_channels():
    """The first half is the generator's own at every size."""
    network = small()
    decoder, styles = network.stylegan_decoder, torch.rand(1, 8, 8)
    plain = [(torch.ones(1, 4, 8 * 2**level, 8 * 2**level), 0.0) for level in range(3)]
    steered = [(scale * 2, shift) for scale, shift in plain]
    seen = []
    decoder.style_convs[1].register_forward_hook(lambda _module, given, _out: seen.append(given[0]))
    decoder(styles, plain)
    decoder(styles, steered)
    before, after = seen
    assert torch.equal(after[:, :4], before[:, :4])
    torch.testing.assert_close(after[:, 4:], 2 * before[:, 4:])
