"""Frames and sound become a file every phone plays: MP4 with H.264 and AAC, one frame in memory at a time."""

from __future__ import annotations

import errno
import io
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

import av
import cv2
import numpy as np
from PIL import Image

from engine.errors import DiskFullError
from engine.faces.types import RGB
from engine.safety import provenance
from engine.safety.credentials import Signer
from engine.safety.origin import DRAWN, Origin
from engine.talking.sound import PLAYED_RATE, Sound

QUALITY = 20  # x264's constant rate factor: 18 cannot be told from the original, 28 shows
PRESET = "veryfast"
KEYFRAME_SECONDS = 2  # how far a player has to go back when somebody seeks
SOUND_RATE, SMALL_SOUND_RATE = 96_000, 40_000  # bits a second; the smaller one where a file has to be small
XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # where MP4 files keep XMP
NOTE_SECONDS = 60.0  # Telegram's limit of a video note
GIF_SIDE, GIF_FPS, GIF_SECONDS, GIF_COLOURS = 240, 10, 4.0, 128
COVER_SIDE, COVER_QUALITY = 320, 85  # Telegram takes thumbnails of at most 320 px and 200 kB
#: Sides in pixels a clip is made smaller to, each with the bits a second it needs to look decent.
LADDER = ((1280, 900_000), (960, 600_000), (640, 300_000), (512, 220_000), (384, 130_000), (256, 0))
SMALLEST, FEWEST_BITS = 256, 20_000
LESS, LAST_TRIES = 0.75, 4  # bits of a further try, and how many there are at the end of the ladder
MARGIN = 0.93  # of a byte limit that is aimed at: rate control is no exact science


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A finished video file; ``sources`` says what in it came from where, see `engine.talking.animator.Subject`."""

    path: Path
    fps: int
    width: int
    height: int
    seconds: float
    frames: int
    sources: dict[str, str] = field(default_factory=dict)


def write(
    frames: Iterable[RGB],
    sound: Sound,
    path: Path,
    *,
    fps: int,
    facts: dict[str, Any] | None = None,
    signer: Signer | None = None,
    threads: int = 1,
    bits: int | None = None,
    origin: Origin = DRAWN,
) -> Clip:
    """Write frames, all (height, width, 3) uint8 RGB with even sides, and the sound beside them.

    The sound is padded with silence to the end of the last frame, so both tracks end together. What the program says
    of itself (that a model made or edited it, see `engine.safety.provenance`, and ``facts``) goes into the file; with a
    ``signer`` Content Credentials too. ``bits`` a second bound the picture; None keeps its quality instead.
    Raises `DiskFullError`, ValueError without a frame. What was begun is removed then.
    """
    with _removed_on_failure(path):
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            container.metadata.update(_metadata(facts or {}, origin))
            track = _Tracks(container, fps, threads, bits)
            for frame in frames:
                track.picture(frame)
                track.sound_until(sound, track.count / fps)
            clip = track.finish(sound, path)
        _append_xmp(path, str((facts or {}).get("generator", "portrait-bot")), origin)
        if signer is not None:
            path.write_bytes(signer.sign(path.read_bytes(), "video/mp4", facts or {}, origin))
    return clip


def fit(clip: Clip, sound: Sound, most_bytes: int, **choices: Any) -> Clip:
    """Return the clip, made smaller step by step until its file has at most ``most_bytes``; ``choices`` as for `write`.

    Raises ValueError for a limit no readable clip of this length fits into.
    """
    bits = int(most_bytes * 8 * MARGIN / clip.seconds) - SMALL_SOUND_RATE
    steps = [side for side, needed in LADDER if bits >= needed and side < max(clip.width, clip.height)]
    for side in [max(clip.width, clip.height), *steps, *[steps[-1] if steps else SMALLEST] * LAST_TRIES]:
        if clip.path.stat().st_size <= most_bytes:
            return clip
        clip = _smaller(clip, sound, side, max(bits, FEWEST_BITS), choices)
        bits = int(bits * LESS)
    if clip.path.stat().st_size > most_bytes:
        raise ValueError(f"{clip.seconds:.0f} s do not fit into {most_bytes} bytes")
    return clip


def _smaller(clip: Clip, sound: Sound, side: int, bits: int, choices: dict[str, Any]) -> Clip:
    large = clip.path.rename(clip.path.with_suffix(".large.mp4"))
    try:
        shrunk = (_resized(frame, side) for frame in frames_of(large))
        return write(shrunk, sound, clip.path, fps=clip.fps, bits=bits, **choices)
    finally:
        large.unlink(missing_ok=True)


def frames_of(path: Path) -> Iterator[RGB]:
    """Yield the frames of a video file, (height, width, 3) uint8 RGB."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield frame.to_ndarray(format="rgb24")


def gif(clip: Clip, path: Path) -> Path:
    """Write a small silent preview of the clip's first seconds that plays for ever. Raises `DiskFullError`."""
    step = max(1, round(clip.fps / GIF_FPS))
    most = int(GIF_SECONDS * clip.fps)
    small = [
        Image.fromarray(_resized(frame, GIF_SIDE))
        for number, frame in zip(range(most), frames_of(clip.path), strict=False)
        if number % step == 0
    ]
    palette = _together(small).quantize(GIF_COLOURS)  # of one frame alone it would miss teeth and lids
    first, *rest = [image.quantize(palette=palette, dither=Image.Dither.NONE) for image in small]
    with _removed_on_failure(path):
        length = round(1000 * step / clip.fps)
        said = provenance.origin_of(clip.path).text
        first.save(path, "GIF", save_all=True, append_images=rest, duration=length, loop=0, comment=said)
    return path


def cover(clip: Clip, path: Path) -> Path:
    """Write the clip's first frame as a JPEG small enough for a thumbnail of Telegram. Raises `DiskFullError`."""
    with _removed_on_failure(path):
        picture = Image.fromarray(_resized(next(frames_of(clip.path)), COVER_SIDE))
        picture.save(path, "JPEG", quality=COVER_QUALITY, comment=provenance.origin_of(clip.path).text)
    return path


def _together(pictures: list[Image.Image]) -> Image.Image:
    """Return all pictures, small, side by side."""
    return Image.fromarray(np.hstack([np.asarray(one.resize((64, 64))) for one in pictures]))


def write_voice(sound: Sound, path: Path) -> None:
    """Write a sound as OGG with Opus, the way chat platforms send voice messages. Raises `DiskFullError`."""
    with _removed_on_failure(path), av.open(str(path), "w", format="ogg") as container:
        container.metadata["comment"] = DRAWN.text
        stream = container.add_stream("libopus", rate=PLAYED_RATE)
        stream.layout, stream.bit_rate = "mono", 32_000
        for packet in _encoded(stream, sound.played, "flt", 960):
            container.mux(packet)


class _Tracks:
    """The two tracks of a file being written, filled side by side."""

    def __init__(self, container: Any, fps: int, threads: int, bits: int | None) -> None:
        self._container, self._fps, self._threads, self._bits = container, fps, threads, bits
        self._video: Any = None
        self._audio: Any = None
        self._resampler = _resampler("fltp", 1024)
        self._sent = 0  # samples handed to the encoder
        self.count = 0

    def picture(self, frame: RGB) -> None:
        """Add one frame."""
        if self._video is None:
            self._video = self._open(frame)  # first: players take the first track for the main one
            self._audio = self._container.add_stream("aac", rate=PLAYED_RATE)
            self._audio.layout, self._audio.bit_rate = "mono", SMALL_SOUND_RATE if self._bits else SOUND_RATE
        made = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")
        made.pts, made.time_base = self.count, Fraction(1, self._fps)
        self._container.mux(self._video.encode(made))
        self.count += 1

    def sound_until(self, sound: Sound, seconds: float) -> None:
        """Add the sound up to a moment; silence where there is none left."""
        end = round(seconds * PLAYED_RATE)
        part = sound.played[self._sent : end]
        part = np.pad(part, (0, end - self._sent - len(part)))
        if len(part):
            made = _audio_frame(part, self._sent)
            for piece in self._resampler.resample(made):
                self._container.mux(self._audio.encode(piece))
        self._sent = end

    def finish(self, sound: Sound, path: Path) -> Clip:
        """Write what the encoders still hold."""
        if self._video is None:
            raise ValueError("a clip needs at least one frame")
        self._container.mux(self._video.encode(None))
        for piece in self._resampler.resample(None):
            self._container.mux(self._audio.encode(piece))
        self._container.mux(self._audio.encode(None))
        return Clip(
            path=path,
            fps=self._fps,
            width=self._video.width,
            height=self._video.height,
            seconds=self.count / self._fps,
            frames=self.count,
        )

    def _open(self, frame: RGB) -> Any:
        stream = self._container.add_stream("libx264", rate=self._fps)
        stream.height, stream.width = frame.shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.thread_count = self._threads
        rate = {"crf": str(QUALITY)}
        if self._bits:
            rate = {"b": str(self._bits), "maxrate": str(int(self._bits * 1.2)), "bufsize": str(self._bits)}
        stream.options = {"preset": PRESET, "g": str(KEYFRAME_SECONDS * self._fps), **rate}
        return stream


def _resampler(form: str, size: int) -> av.AudioResampler:
    return av.AudioResampler(format=form, layout="mono", rate=PLAYED_RATE, frame_size=size)


def _audio_frame(samples: np.ndarray, start: int) -> av.AudioFrame:
    made = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None], np.float32), format="flt", layout="mono")
    made.sample_rate, made.pts, made.time_base = PLAYED_RATE, start, Fraction(1, PLAYED_RATE)
    return made


def _encoded(stream: Any, samples: np.ndarray, form: str, size: int) -> Iterator[Any]:
    resampler = _resampler(form, size)
    pieces = [*resampler.resample(_audio_frame(samples, 0)), *resampler.resample(None), None]
    for piece in pieces:
        yield from stream.encode(piece)


def _resized(frame: RGB, side: int) -> RGB:
    """Return the frame with its longer side ``side``, both even."""
    height, width = frame.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = tuple(max(2, round(length * scale / 2) * 2) for length in (width, height))
    return cv2.resize(frame, size, interpolation=cv2.INTER_AREA)


def _metadata(facts: dict[str, Any], origin: Origin) -> dict[str, str]:
    if unknown := facts.keys() - provenance.ALLOWED_FACTS:
        raise ValueError(f"these facts may not be stored in a video: {sorted(unknown)}")
    told = "; ".join(f"{name}={value}" for name, value in sorted(facts.items()))
    return {"title": "portrait", "comment": origin.text, "description": told, "genre": origin.text}


def _append_xmp(path: Path, tool: str, origin: Origin) -> None:
    """Put the XMP that states the digital source type behind the last box, where readers of MP4 look for it."""
    body = XMP_BOX + provenance.xmp(tool, origin).encode()
    with path.open("ab") as file:
        file.write(struct.pack(">I", len(body) + 8) + b"uuid" + body)


def source_type(file: Path | BinaryIO) -> str | None:
    """Return the digital source type an MP4's XMP states, None where it states none."""
    with file.open("rb") if isinstance(file, Path) else nullcontext(file) as opened:
        while len(head := opened.read(8)) == 8:
            size, kind = struct.unpack(">I4s", head)
            size = struct.unpack(">Q", opened.read(8))[0] - 8 if size == 1 else size
            if kind == b"uuid" and opened.read(16) == XMP_BOX:
                return provenance.stated_in(opened.read(size - 24).decode("utf-8", "replace"))
            opened.seek(max(0, size - 8 - (16 if kind == b"uuid" else 0)), io.SEEK_CUR)
    return None


@contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(path=path.name) from error
        raise
