"""The networks that listen and move: documented shapes, ranges, and what seeds and styles must and must not change."""

from __future__ import annotations

import pytest
import torch

from engine.talking.options import POSE_STYLES
from engine.talking.sadtalker.audio import AudioEncoder, ExpNet, encoder
from engine.talking.sadtalker.mapping import MappingNet, degrees
from engine.talking.sadtalker.posevae import PoseVae, ResUnet
from engine.talking.sadtalker.reconstruction import FaceReconstruction, motion_part
from tests.engine.talking.sadtalker.conftest import seeded


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture(scope="module")
def pose() -> PoseVae:
    return seeded(PoseVae())


def test_the_audio_encoder_ends_in_one_cell():
    """80 x 16 becomes 27 x 16, 9 x 6, 3 x 3 and 1 x 1 through 13 blocks."""
    x, sizes = torch.empty(2, 1, 80, 16, device="meta"), []
    blocks = encoder().to("meta")
    for block in blocks:
        x = block(x)
        sizes.append(tuple(x.shape[1:]))
    assert len(blocks) == 13
    assert sizes[2:13:3] == [(32, 80, 16), (64, 27, 16), (128, 9, 6), (512, 1, 1)]
    assert sizes[-1] == (512, 1, 1)


def test_expression_comes_from_sound_reference_and_lids():
    """512 + 64 + 1 numbers are told; each of the three changes the result, and its place in the clip does not."""
    network = seeded(ExpNet())
    mels, reference, blink = noise(12, 1, 80, 16), noise(64, seed=1), torch.zeros(12)
    made = network(mels, reference, blink)
    assert made.shape == (12, 64)
    torch.testing.assert_close(network(mels[5:], reference, blink[5:]), made[5:])
    for other in (
        network(-mels, reference, blink),
        network(mels, -reference, blink),
        network(mels, reference, blink + 1),
    ):
        assert (other - made).abs().max() > 0.05


def test_the_two_encoders_have_one_shape_and_weights_of_their_own(pose):
    """The pose network hears frame by frame as well."""
    assert isinstance(pose.audio_encoder, AudioEncoder)
    assert pose.audio_encoder(noise(1, 4, 1, 80, 16)).shape == (1, 4, 512)


def test_the_pose_u_net_halves_time_only():
    """32, 16, 8, 4 frames; six values stay six, and end between 0 and 1."""
    network, seen = seeded(ResUnet()), {}
    for name in ("residual_conv_1", "residual_conv_2", "bridge", "up_residual_conv3"):
        network.get_submodule(name).register_forward_hook(
            lambda _module, _given, out, name=name: seen.__setitem__(name, tuple(out.shape[1:]))
        )
    made = network(noise(1, 1, 32, 6))
    assert seen == {
        "residual_conv_1": (64, 16, 6),
        "residual_conv_2": (128, 8, 6),
        "bridge": (256, 4, 6),
        "up_residual_conv3": (32, 32, 6),
    }
    assert made.shape == (1, 1, 32, 6)
    assert 0 <= made.min() < made.max() <= 1


def test_the_first_pose_is_the_portraits_own(pose):
    """A clip begins where the photo is."""
    reference = noise(6, seed=2)
    assert torch.equal(pose.poses(noise(5, 1, 80, 16), reference, 0, 0)[0], reference)


@pytest.mark.parametrize("frames", [1, 2, 10, 33, 34, 70])
def test_there_is_one_pose_per_frame(pose, frames):
    """However the clip divides into chunks of 32 after the first frame."""
    made = pose.poses(noise(frames, 1, 80, 16), noise(6), 0, 0)
    assert made.shape == (frames, 6)
    assert torch.isfinite(made).all()


def test_the_same_seed_moves_the_head_the_same_way(pose):
    """The published code sets none, so no two clips are alike; here a seed is part of the request."""
    mels, reference = noise(40, 1, 80, 16), noise(6)
    made = pose.poses(mels, reference, 3, 11)
    assert torch.equal(made, pose.poses(mels, reference, 3, 11))
    assert (made - pose.poses(mels, reference, 3, 12)).abs().max() > 1e-3


def test_all_46_styles_move_differently(pose):
    """Each has a bias of its own in the latent."""
    mels, reference = noise(2, 1, 80, 16), noise(6)
    moves = torch.stack([pose.poses(mels, reference, style, 0) for style in range(POSE_STYLES)])
    apart = torch.cdist(moves.flatten(1), moves.flatten(1)) + torch.eye(POSE_STYLES)
    assert POSE_STYLES == 46
    assert apart.min() > 1e-4


def test_the_training_halves_run_too(pose):
    """They are loaded with the rest, so they must be what the checkpoint says."""
    change, heard = noise(2, 32, 6), noise(2, 32, 512, seed=5)
    mean, spread = pose.netG.encoder(change, noise(2, 6), heard, 4)
    assert mean.shape == spread.shape == (2, 64)
    assert pose.netD_motion(change).shape == (2, 8)


def test_reconstruction_gives_257_numbers_in_the_documented_order():
    """80 identity, 64 expression, 80 texture, 3 angle, 27 light, 3 translation; 70 of them move."""
    network = seeded(FaceReconstruction(width=4))
    assert network(torch.rand(1, 3, 224, 224)).shape == (1, 257)
    counted = torch.arange(257.0)[None]
    assert motion_part(counted)[0].tolist() == [*range(80, 144), *range(224, 227), *range(254, 257)]
    with torch.device("meta"):
        assert FaceReconstruction().backbone(torch.empty(1, 3, 224, 224)).shape == (1, 2048, 1, 1)


def test_the_mapping_network_shortens_27_frames_to_three():
    """27, 21, 15, 9, 3: no padding, the shortcut is the middle."""
    network, lengths = seeded(MappingNet(70, width=8)), []
    network.first.register_forward_hook(lambda _module, _given, out: lengths.append(out.shape[2]))
    for stage in range(3):
        convolution = network.get_submodule(f"encoder{stage}")
        convolution.register_forward_hook(lambda _module, _given, out: lengths.append(out.shape[2]))
    assert network.encode(noise(1, 70, 27)).shape == (1, 8, 3)
    assert lengths == [21, 15, 9, 3]


def test_degrees_are_the_mean_of_66_bins():
    """Bin k is 3 k - 99 degrees; undecided scores give the middle."""
    certain = torch.full((1, 66), -50.0)
    certain[0, 40] = 50
    assert degrees(certain).item() == pytest.approx(21, abs=1e-3)
    assert degrees(torch.zeros(1, 66)).item() == pytest.approx(-1.5, abs=1e-3)


def test_a_head_turns_without_stretching_and_in_the_documented_order():
    """Rotations keep lengths; pitch acts last, roll first; sideways and depth shifts are dropped."""
    state = seeded(MappingNet(70, width=8))(noise(1, 70, 27))
    turn = state.rotation()[0]
    torch.testing.assert_close(turn @ turn.T, torch.eye(3), atol=1e-5, rtol=0)
    p, y, r = (float(angle) / 180 * 3.14 for angle in (state.pitch, state.yaw, state.roll))
    from math import cos, sin

    pitch = torch.tensor([[1, 0, 0], [0, cos(p), -sin(p)], [0, sin(p), cos(p)]])
    yaw = torch.tensor([[cos(y), 0, sin(y)], [0, 1, 0], [-sin(y), 0, cos(y)]])
    roll = torch.tensor([[cos(r), -sin(r), 0], [sin(r), cos(r), 0], [0, 0, 1]])
    torch.testing.assert_close(turn, pitch @ yaw @ roll, atol=1e-5, rtol=0)
    still = state.pose(torch.zeros(1, 15, 3)) - state.expression
    torch.testing.assert_close(still[0, 0], torch.tensor([0.0, float(state.shift[0, 1]), 0.0]))
