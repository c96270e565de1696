"""Training conditions of the pocket ControlNets."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import torch
from diffusers import ControlNetModel

from engine.bases import HERE
from engine.faces.landmarks import bones, pupils, sixty_eight
from engine.faces.types import Mesh
from engine.lab.pocket.base import build_unet
from engine.lab.pocket.control import ControlTrainer, awaken, build, depth, edges, pose
from engine.lab.pocket.export import start
from tests.engine.lab.pocket.prepared import prepare


class Nobody:
    """A landmarker that finds no face."""

    name = "nobody"

    def fit(self, rgb: np.ndarray, box: np.ndarray) -> None:
        """Find nothing."""

    def find(self, rgb: np.ndarray) -> list[Mesh]:
        """Find nothing."""
        return []


class Found(Nobody):
    """One that finds these."""

    def __init__(self, *meshes: Mesh) -> None:
        self.meshes = list(meshes)

    def find(self, rgb: np.ndarray) -> list[Mesh]:
        """Return them."""
        return self.meshes


def _points(face) -> np.ndarray:
    mesh = face.mesh
    return np.concatenate([sixty_eight(mesh), pupils(mesh), bones(mesh)]) / 4


def test_a_fresh_controlnet_changes_nothing():
    """It starts from the base's own encoder and adds zero, so training begins at the base's quality."""
    torch.manual_seed(0)
    net = build(build_unet()).eval()
    latent, states = torch.randn(1, 8, 16, 16), torch.randn(1, 6, 256)
    with torch.no_grad():
        down, middle = net(latent, torch.tensor([500]), states, torch.rand(1, 3, 128, 128), return_dict=False)
    assert middle.abs().max() == 0
    assert all(each.abs().max() == 0 for each in down)


def test_an_awakened_controlnet_sees_its_condition_and_still_changes_nothing(astronaut_face):
    """Thin lines would vanish on the way in of a fresh one; the base's pictures must not change by that."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    shown = torch.from_numpy(np.stack([pose(_points(astronaut_face), rng) for _ in range(4)]))
    shown = shown.permute(0, 3, 1, 2).float() / 255
    net = build(build_unet()).eval()
    with torch.no_grad():
        before = net.controlnet_cond_embedding(shown).std()
        awaken(net, shown)
        after = net.controlnet_cond_embedding(shown).std()
        latent, states = torch.randn(4, 8, 16, 16), torch.randn(4, 6, 256)
        down, middle = net(latent, torch.tensor([500]), states, shown, return_dict=False)
    assert before < 0.01
    assert 0.5 < after < 2
    assert middle.abs().max() == 0
    assert all(each.abs().max() == 0 for each in down)


def test_some_poses_have_landmarks_and_some_only_bones(astronaut_face):
    """Stage 1 of template inpainting draws under bones alone, stage 2 under landmarks: one network learns both."""
    rng = np.random.default_rng(0)
    white = [(pose(_points(astronaut_face), rng).min(-1) > 200).sum() for _ in range(30)]
    assert 10 <= sum(count > 20 for count in white) <= 28
    assert min(white) == 0


def test_edges_of_the_face_are_left_out_more_often_than_not(astronaut, astronaut_face):
    """In stage 2 only the edges around the face are known."""
    picture = np.ascontiguousarray(astronaut[::4, ::4])
    rng = np.random.default_rng(0)
    x, y = astronaut_face.centre.astype(int) // 4
    inside = [edges(picture, _points(astronaut_face), rng)[y - 5 : y + 5, x - 5 : x + 5].any() for _ in range(30)]
    assert 3 <= sum(inside) <= 17


def test_depth_is_that_of_the_face_in_the_middle(astronaut, astronaut_face):
    """A bystander's face is none of this picture's business, and where nobody is found nothing is said."""
    mesh = astronaut_face.mesh
    middle = dataclasses.replace(mesh, points=mesh.points - mesh.points.mean(0) + [128, 128, 0])
    aside = dataclasses.replace(middle, points=0.3 * (middle.points - [128, 128, 0]) + [30, 30, 0])
    picture = np.ascontiguousarray(astronaut[::4, ::4])
    alone = depth(picture, Found(middle))
    assert alone[64, 64].min() > 100
    assert np.array_equal(depth(picture, Found(aside, middle)), alone)
    assert depth(picture, Nobody()).max() == 0


def test_depth_begins_with_what_bones_have_learnt(tmp_path: Path):
    """They know how to move a face; its own checkpoint is preferred once there is one."""
    start(tmp_path)
    own = tmp_path / "control" / "depth"
    shutil.rmtree(own, ignore_errors=True)
    run = ControlTrainer("depth", prepare(tmp_path), tmp_path, Nobody())
    bones_ = dict(ControlNetModel.from_pretrained(tmp_path / "control" / "openpose").named_parameters())
    assert all(torch.equal(value, bones_[name]) for name, value in run.control.named_parameters())
    changed = ControlNetModel.from_pretrained(tmp_path / "control" / "openpose")
    with torch.no_grad():
        changed.conv_in.weight.add_(1)
    changed.save_pretrained(own)
    again = ControlTrainer("depth", tmp_path / "data", tmp_path, Nobody())
    assert torch.equal(again.control.conv_in.weight, changed.conv_in.weight)


def test_it_goes_on_from_the_shipped_controlnet(tmp_path: Path):
    """A new base moves it a little; from nothing it would take twenty minutes again."""
    start(tmp_path)
    run = ControlTrainer("canny", prepare(tmp_path), tmp_path, Nobody())
    shipped = dict(ControlNetModel.from_pretrained(HERE / "pocket-control-canny").named_parameters())
    assert all(torch.equal(value, shipped[name].float()) for name, value in run.control.named_parameters())
    torch.testing.assert_close(run.ema["conv_in.weight"], run.named["conv_in.weight"])
