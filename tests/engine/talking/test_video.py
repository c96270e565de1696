"""The file people get: tracks that end together, small enough, honest about what it is."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from engine.faces.upscale import Upscaler
from engine.safety import provenance
from engine.safety.origin import EDITED, MADE_BY_A_MODEL
from engine.talking import enhance, video
from engine.talking.label import labelled
from engine.talking.sound import PLAYED_RATE, Sound

FPS = 25


def tone(seconds: float) -> Sound:
    """A beep in the middle of silence: where it is can be measured."""
    times = np.arange(int(seconds * PLAYED_RATE)) / PLAYED_RATE
    on = (times > seconds / 2) & (times < seconds / 2 + 0.1)
    return Sound(played=(0.5 * on * np.sin(2 * np.pi * 880 * times)).astype(np.float32))


def flash(seconds: float, side: int = 128):
    """Frames that are white in the very moment of the beep."""
    for number in range(int(np.ceil(seconds * FPS))):
        lit = seconds / 2 <= number / FPS < seconds / 2 + 0.1
        yield np.full((side, side, 3), 230 if lit else 20, np.uint8)


@pytest.fixture
def clip(tmp_path: Path) -> video.Clip:
    """Two seconds."""
    return video.write(flash(2.0), tone(2.0), tmp_path / "c.mp4", fps=FPS, facts={"seed": 7})


def test_every_phone_plays_it(clip):
    """H.264 in 4:2:0 first, AAC beside it, and the index before the data so that it starts while it loads."""
    with av.open(str(clip.path)) as container:
        picture, sound = container.streams
        assert (picture.codec_context.name, picture.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (sound.codec_context.name, sound.codec_context.sample_rate) == ("aac", 48_000)
    data = clip.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("seconds", [0.4, 1.0, 2.03])
def test_picture_and_sound_are_of_one_length(tmp_path, seconds):
    """Within one frame."""
    made = video.write(flash(seconds), tone(seconds), tmp_path / "c.mp4", fps=FPS)
    with av.open(str(made.path)) as container:
        lengths = [float(track.duration * track.time_base) for track in container.streams]
    assert abs(lengths[0] - lengths[1]) <= 1 / FPS
    assert made.seconds == pytest.approx(lengths[0], abs=0.001)


def test_flash_and_beep_come_together(clip):
    """Measured in the finished file: the encoder's delay is accounted for."""
    with av.open(str(clip.path)) as container:
        pictures = [(float(f.pts * f.time_base), f.to_ndarray(format="gray").mean()) for f in container.decode(video=0)]
    lit = next(at for at, light in pictures if light > 120)
    with av.open(str(clip.path)) as container:
        parts = [(float(f.pts * f.time_base), np.abs(f.to_ndarray()[0])) for f in container.decode(audio=0)]
    beep = next(start + int(np.argmax(part > 0.2)) / PLAYED_RATE for start, part in parts if part.max() > 0.2)
    assert abs(lit - beep) <= 1 / FPS


def test_the_file_says_what_it_is(clip):
    """In words for people, in XMP for machines; and nothing about anybody."""
    with av.open(str(clip.path)) as container:
        assert container.metadata["comment"] == "AI generated"
        assert container.metadata["description"] == "seed=7"
    assert video.source_type(clip.path) == MADE_BY_A_MODEL


def test_a_plain_video_claims_nothing(tmp_path):
    """Negative control."""
    path = tmp_path / "p.mp4"
    with av.open(str(path), "w") as container:
        track = container.add_stream("libx264", rate=25)
        track.width = track.height = 64
        track.pix_fmt = "yuv420p"
        container.mux(track.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")))
        container.mux(track.encode(None))
    assert video.source_type(path) is None


def test_facts_about_people_are_refused_and_leave_no_file(tmp_path):
    """As in pictures."""
    with pytest.raises(ValueError, match="name"):
        video.write(flash(0.4), tone(0.4), tmp_path / "c.mp4", fps=FPS, facts={"name": "Ann"})
    assert list(tmp_path.iterdir()) == []


def test_content_credentials_are_signed_where_there_is_a_certificate(tmp_path):
    """C2PA inside the MP4, and still a video afterwards."""
    import datetime

    from engine.safety import credentials

    signer = credentials.Signer(credentials.self_made(now=datetime.datetime.now(datetime.UTC)))
    made = video.write(flash(0.4), tone(0.4), tmp_path / "c.mp4", fps=FPS, signer=signer, facts={"seed": 1})
    manifest = credentials.read(made.path.read_bytes(), "video/mp4")
    assert manifest["state"] in ("Valid", "Trusted")
    assert len(list(video.frames_of(made.path))) == 10


def test_noise_is_squeezed_below_the_limit(tmp_path):
    """The hardest picture there is, at a third of its size, with its label still in place."""
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 255, (256, 256, 3), np.uint8) for _ in range(25)]
    made = video.write(iter(noise), tone(1.0), tmp_path / "n.mp4", fps=FPS)
    large = made.path.stat().st_size
    small = video.fit(made, tone(1.0), large // 3)
    assert small.path.stat().st_size <= large // 3
    assert (small.seconds, small.frames) == (made.seconds, made.frames)
    assert video.source_type(small.path) == MADE_BY_A_MODEL
    assert [path.name for path in tmp_path.iterdir()] == ["n.mp4"]


def test_what_fits_is_left_alone(clip):
    """Not encoded twice."""
    before = clip.path.read_bytes()
    assert video.fit(clip, tone(2.0), 10_000_000) is clip
    assert clip.path.read_bytes() == before


def test_the_preview_moves_and_is_small(clip, tmp_path):
    """Ten pictures a second, for ever."""
    path = video.gif(clip, tmp_path / "c.gif")
    with Image.open(path) as image:
        assert image.n_frames >= 3  # dark, lit, dark: equal pictures are joined
        assert max(image.size) <= 240
        assert image.info["loop"] == 0


def test_the_cover_is_what_telegram_takes_for_a_thumbnail(clip, tmp_path):
    """A JPEG of the first frame, at most 320 pixels and 200 kB, never larger than the clip."""
    path = video.cover(clip, tmp_path / "cover.jpg")
    first = next(video.frames_of(clip.path))
    with Image.open(path) as image:
        assert (image.format, image.size) == ("JPEG", first.shape[1::-1])
        assert np.abs(np.asarray(image).astype(int) - first).mean() < 3
    assert path.stat().st_size < 200_000


def test_frames_carry_label_and_mark_through_the_encoder(tmp_path, astronaut):
    """Visible in the corner, and found in the pixels of the decoded video."""
    made = video.write(labelled([astronaut] * 5, astronaut), tone(0.2), tmp_path / "l.mp4", fps=FPS)
    frames = list(video.frames_of(made.path))
    assert min(map(provenance.detect_watermark, frames)) > 0.9
    assert provenance.detect_watermark(astronaut) < 0.1
    corner = np.abs(frames[0][480:, 380:].astype(int) - astronaut[480:, 380:]).max()
    assert corner > 60


def test_doubling_enlarges_what_moved_and_nothing_else(weights_folder, astronaut):
    """A frame in which nothing moved is the doubled picture itself."""
    upscaler = Upscaler(weights_folder, threads=1)
    rest = np.ascontiguousarray(astronaut[80:176, 160:256])
    large = enhance.doubled(rest, upscaler)
    moved = rest.copy()
    moved[40:60, 30:60] = rest[41:61, 30:60]
    still, other = enhance.enhanced([rest, moved], rest, large, upscaler)
    assert large.shape == (192, 192, 3)
    assert np.array_equal(still, large)
    left, top, right, bottom = enhance.changed(moved, rest)
    outside = np.ones(other.shape[:2], bool)
    outside[top * 2 : bottom * 2, left * 2 : right * 2] = False
    assert np.array_equal(other[outside], large[outside])
    assert not np.array_equal(other, large)


def test_a_clip_needs_a_frame(tmp_path):
    """Nothing is left behind."""
    with pytest.raises(ValueError, match="frame"):
        video.write(iter(()), tone(1.0), tmp_path / "c.mp4", fps=FPS)
    assert list(tmp_path.iterdir()) == []


def test_a_clip_of_an_edited_photo_says_so_in_every_place(tmp_path):
    """In the container, in XMP, and in the pictures made of it; other clips stay generated (tests above)."""
    made = video.write(flash(1.0), tone(1.0), tmp_path / "e.mp4", fps=FPS, origin=EDITED)
    assert video.source_type(made.path) == EDITED.term
    with av.open(str(made.path)) as container:
        assert container.metadata["comment"] == "AI-edited"
    with Image.open(video.cover(made, tmp_path / "e.jpg")) as cover:
        assert cover.info["comment"] == b"AI-edited"
