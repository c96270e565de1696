"""Panoramas are read from every kind of file, and what a lens sees of them is sharp where it should be."""

from __future__ import annotations

import base64

import cv2
import numpy as np
import OpenEXR
import pytest

from engine.canvas import panorama


def place(height: int = 64) -> np.ndarray:
    """Half a world: bright above, a red light to the right of what is behind the person."""
    made = np.full((height, 2 * height, 3), 0.2, np.float32)
    made[: height // 2] = 0.8
    made[height // 2 - 2 : height // 2 + 2, int(1.02 * height) : int(1.08 * height)] = (18, 2, 2)
    return made


@pytest.mark.parametrize("kind", [".exr", ".hdr", ".npz"])
def test_a_panorama_comes_back_as_it_was_written(tmp_path, kind):
    """Light above white survives: it is what lights a face."""
    file, made = tmp_path / f"place{kind}", place()
    if kind == ".exr":
        OpenEXR.File({"compression": OpenEXR.ZIP_COMPRESSION}, {"RGB": made.astype(np.float16)}).write(str(file))
    elif kind == ".hdr":
        cv2.imwrite(str(file), made[..., ::-1])
    else:
        np.savez(file, made.astype(np.float16))
    assert np.allclose(panorama.read(file), made, rtol=0.02, atol=0.02)


def test_the_packaged_form_is_read_without_running_it(tmp_path):
    """The package holds scripts with a picture in them as text; only the text is used."""
    exr = tmp_path / "place.exr"
    OpenEXR.File({}, {"RGB": place().astype(np.float16)}).write(str(exr))
    text = base64.b64encode(exr.read_bytes()).decode()
    script = tmp_path / "place.exr.js"
    script.write_text(f"export default 'data:application/exr;base64,{text}'\n")
    assert np.allclose(panorama._decoded(script), place(), rtol=0.01, atol=0.01)


@pytest.mark.parametrize(
    ("name", "data"), [("a.exr", b"no picture"), ("a.hdr", b"#?RADIANCE\n"), ("a.png", b""), ("a.npz", None)]
)
def test_what_is_no_panorama_is_said_in_one_sentence(tmp_path, name, data):
    """An operator reads the sentence; nothing is half taken."""
    file = tmp_path / name
    if data is None:
        np.savez(file, np.zeros((50, 60, 3)))  # not twice as wide as high
    else:
        file.write_bytes(data)
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        panorama.read(file)


def test_a_light_behind_the_person_is_seen_where_it_is():
    """The red light stands right of the middle, on the horizon; turned away it is gone."""

    def red(yaw: float) -> np.ndarray:
        seen = panorama.plate(place(), yaw, 160, 160, fov=40, blur=0.2)
        return seen[..., 0] - seen[..., 1]

    y, x = np.unravel_index(red(0.0).argmax(), (160, 160))
    assert x > 82
    assert abs(y - 160 * panorama.HORIZON) < 24
    assert red(np.pi).max() < 0.1 * red(0.0).max()


def test_more_blur_shows_less():
    """The aperture is a parameter: half out of focus has less detail than nearly in focus."""
    random = np.random.default_rng(1)
    made = random.uniform(0, 1, (128, 256, 3)).astype(np.float32)
    little, much = (panorama.plate(made, 0, 200, 160, fov=30, blur=blur).std() for blur in (0.0, 1.0))
    assert much < 0.7 * little


def test_a_spot_out_of_focus_is_a_disc_with_an_edge():
    """A point of light through a round aperture is even inside and ends at its rim; a blur would fade away."""
    night = np.full((121, 121, 3), 0.01, np.float32)
    night[60, 60] = 30
    seen = panorama.focus(night, 16)[60, 60:, 1]
    assert seen[2:12].std() < 0.15 * seen[2:12].mean()
    assert seen[20] < 0.2 * seen[12]


def test_a_sun_lights_a_face_without_burning_it():
    """A sun of ten thousand times the sky may not decide alone."""
    sky = np.ones((64, 128, 3), np.float32)
    sky[10, 20] = 1e4
    found = panorama.irradiance(sky, 0.0)
    assert found.max() < 4 * panorama.irradiance(np.ones_like(sky), 0.0).max()


def test_a_sun_with_colours_that_ran_over_is_white(tmp_path):
    """Some published panoramas hold a sun of pure blue; a coloured light of ordinary strength is left alone."""
    made = place()
    made[5, 9] = (0, 0, 300)
    np.savez(tmp_path / "sun.npz", made)
    read = panorama.read(tmp_path / "sun.npz")
    assert read[5, 9].tolist() == [300, 300, 300]
    assert np.array_equal(read[30:34], made[30:34])
