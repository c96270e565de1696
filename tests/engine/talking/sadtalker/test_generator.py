"""The face renderer: every documented shape at its real size, and what its parts must do whatever the weights are."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.talking.sadtalker.dense_motion import DenseMotion, MotionSizes, heatmaps, sparse_motions
from engine.talking.sadtalker.generator import Generator, ModulatedNorm
from engine.talking.sadtalker.keypoints import KeypointDetector
from engine.talking.sadtalker.layers import SpectralConv2d, grid
from tests.engine.talking.sadtalker.conftest import SMALL_DETECTOR, SMALL_GENERATOR, SMALL_MOTION, seeded


def shapes_within(network: nn.Module, run) -> dict[str, tuple[int, ...]]:
    """Run something and return what each part gave out, by name."""
    seen: dict[str, tuple[int, ...]] = {}

    def note(name: str):
        return lambda _module, _given, out: seen.__setitem__(
            name, tuple(out.shape) if isinstance(out, torch.Tensor) else ()
        )

    handles = [module.register_forward_hook(note(name)) for name, module in network.named_modules()]
    with torch.no_grad():
        run()
    for handle in handles:
        handle.remove()
    return seen


@pytest.mark.parametrize("side", [256, 512])
def test_the_renderer_has_the_documented_shape_at_every_stage(side):
    """Run without numbers (meta device), full width; for 512 every side doubles."""
    with torch.device("meta"):
        network, picture, points = Generator().eval(), torch.empty(1, 3, side, side), torch.empty(1, 15, 3)
        made = []
        seen = shapes_within(network, lambda: made.append(network.render(network.encode(picture), points, points)))
    k, s = side // 256, side // 4
    assert seen["first"] == (1, 64, 256 * k, 256 * k)
    assert seen["down_blocks.0"] == (1, 128, 128 * k, 128 * k)
    assert seen["down_blocks.1"] == (1, 256, s, s)
    assert seen["second"] == (1, 512, s, s)
    assert seen["resblocks_3d"] == (1, 32, 16, s, s)
    assert seen["dense_motion_network.compress"] == (1, 4, 16, s, s)
    assert seen["dense_motion_network.hourglass.encoder.down_blocks.4"] == (1, 1024, 16, s // 32, s // 32)
    assert seen["dense_motion_network.hourglass"] == (1, 112, 16, s, s)
    assert seen["dense_motion_network.mask"] == (1, 16, 16, s, s)
    assert seen["dense_motion_network.occlusion"] == (1, 1, s, s)
    assert seen["third"] == seen["fourth"] == (1, 256, s, s)
    assert seen["decoder.fc"] == seen["decoder.G_middle_5"] == (1, 512, s, s)
    assert seen["decoder.up_0"] == (1, 256, 2 * s, 2 * s)
    assert seen["decoder.up_1"] == (1, 64, side, side)
    assert made[0].shape == (1, 3, side, side)


@pytest.mark.parametrize("side", [256, 512])
def test_the_keypoint_detector_has_the_documented_shapes(side):
    """It looks at a quarter of the picture and gives 15 maps of 16 layers."""
    with torch.device("meta"):
        network, picture = KeypointDetector().eval(), torch.empty(1, 3, side, side)
        made = []
        seen = shapes_within(network, lambda: made.append(network(picture)))
    s = side // 4
    assert seen["down"] == (1, 3, s, s)
    assert seen["predictor.down_blocks"] == (1, 1024, s // 32, s // 32)
    assert seen["predictor.conv"] == (1, 16384, s // 32, s // 32)
    assert seen["predictor"] == (1, 32, 16, s, s)
    assert seen["kp"] == (1, 15, 16, s, s)
    assert made[0].shape == (1, 15, 3)


def test_keypoints_are_the_centres_of_their_maps():
    """A map with all its weight in one cell puts the point on that cell's place, x first."""
    network = seeded(KeypointDetector(SMALL_DETECTOR))
    maps = torch.zeros(1, 15, 4, 16, 16)
    maps[:, :, 3, 0, 5] = 1
    network.heatmaps = lambda _picture: maps
    found = network(torch.zeros(1, 3, 64, 64))
    torch.testing.assert_close(found[0, 0], torch.tensor([2 * 5 / 15 - 1, -1.0, 1.0]))


def test_heatmaps_sum_to_one_and_keypoints_stay_inside():
    """So a keypoint can never leave the grid, whatever the picture."""
    network = seeded(KeypointDetector(SMALL_DETECTOR))
    picture = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    maps = network.heatmaps(picture)
    torch.testing.assert_close(maps.sum((2, 3, 4)), torch.ones(2, 15))
    assert network(picture).abs().max() <= 1


def test_the_anti_alias_kernel_is_the_published_gaussian():
    """13 x 13, sigma 1.5, sum 1; a flat picture keeps its value away from the border."""
    down = KeypointDetector(SMALL_DETECTOR).down
    assert down.weight.shape == (3, 1, 13, 13)
    torch.testing.assert_close(down.weight.sum((1, 2, 3)), torch.ones(3))
    ratio = down.weight[0, 0, 6, 7] / down.weight[0, 0, 6, 6]
    torch.testing.assert_close(ratio, torch.exp(torch.tensor(-1 / (2 * 1.5**2))))
    made = down(torch.full((1, 3, 64, 64), 0.7))
    torch.testing.assert_close(made[..., 3:-3, 3:-3], torch.full((1, 3, 10, 10), 0.7))


def test_unmoved_keypoints_leave_every_cell_where_it_is():
    """All 16 motions then are standing still, so their weighted sum is too (but for weights left out as negligible)."""
    network = seeded(DenseMotion(SMALL_MOTION))
    points = torch.rand(1, 15, 3, generator=torch.Generator().manual_seed(1)) - 0.5
    squeezed = torch.rand(1, 2, 4, 8, 8, generator=torch.Generator().manual_seed(2))
    flow, seen = network(squeezed, points, points)
    torch.testing.assert_close(flow[0], grid(4, 8, 8, like=flow), atol=0.02, rtol=0)
    assert flow.shape == (1, 4, 8, 8, 3)
    assert 0 <= seen.min() <= seen.max() <= 1


def test_a_keypoint_that_moved_right_is_fetched_from_the_left():
    """Warping runs backwards: each cell asks where its content was."""
    source = torch.zeros(1, 15, 3)
    driving = source.clone()
    driving[0, 4, 0] = 0.25
    motions = sparse_motions(torch.zeros(1, 2, 4, 8, 8), driving, source)
    change = motions - grid(4, 8, 8, like=motions)
    assert (change[0, 5, ..., 0] == -0.25).all()
    assert change.abs().sum() == change[0, 5].abs().sum()  # motion 0 is standing still, 5 belongs to keypoint 4


def test_a_heatmap_is_one_at_its_keypoint_and_narrow():
    """The variance of 0.01 is a tenth of the grid's unit."""
    places = grid(3, 21, 21, like=torch.zeros(1))
    maps = heatmaps(torch.zeros(1, 2, 3, 21, 21), torch.zeros(1, 15, 3))
    assert maps[0, 0, 1, 10, 10] == 1
    torch.testing.assert_close(maps[0, 0, 1, 10, 11], torch.exp(-0.5 * places[1, 10, 11, 0] ** 2 / 0.01))


def test_the_spectral_weight_has_a_largest_singular_value_of_one():
    """Given the true singular vectors; and new weights are worked out anew."""
    layer = seeded(SpectralConv2d(6, 5, 3))
    assert torch.linalg.svdvals(layer.weight.flatten(1))[0] == pytest.approx(1, abs=1e-5)
    layer.load_state_dict({name: 3 * value for name, value in layer.state_dict().items()})
    # Thrice the weight and vectors thrice as long: 3 / 27.
    assert torch.linalg.svdvals(layer.weight.flatten(1))[0] == pytest.approx(1 / 9, abs=1e-5)


def test_a_modulated_norm_forgets_the_level_of_what_it_norms():
    """Brightness and contrast of the features come from the label map alone."""
    network = seeded(ModulatedNorm(4, 3, 8))
    chance = torch.Generator().manual_seed(3)
    x, label = torch.rand(1, 4, 8, 8, generator=chance), torch.rand(1, 3, 4, 4, generator=chance)
    torch.testing.assert_close(network(5 * x + 2, label), network(x, label), atol=1e-3, rtol=1e-3)
    assert (network(x, label + 1) - network(x, label)).abs().max() > 0.1  # control


def test_a_frame_is_a_picture_and_follows_the_keypoints():
    """0..1, finite, the same for the same keypoints, another for others."""
    network = seeded(Generator(SMALL_GENERATOR))
    chance = torch.Generator().manual_seed(4)
    picture, source = torch.rand(1, 3, 64, 64, generator=chance), torch.rand(1, 15, 3, generator=chance) - 0.5
    portrait = network.encode(picture)
    driving = source + 0.3 * torch.randn(1, 15, 3, generator=chance)
    moved, again, still = (network.render(portrait, points, source) for points in (driving, driving, source))
    assert moved.shape == (1, 3, 64, 64)
    assert 0 <= moved.min() < moved.max() <= 1
    assert torch.equal(moved, again)
    assert (moved - still).abs().max() > 0.02


def test_widths_follow_the_published_recipe():
    """112 = 32 + 80 channels out of the hourglass, 512 = 32 x 16 flat."""
    sizes = MotionSizes()
    assert (sizes.told, sizes.block + sizes.told, sizes.channels * sizes.depth) == (80, 112, 512)
