"""Any voice message, audio or video file becomes one mono sound, or one reason why it cannot be used (paper 3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray
from scipy.signal import resample_poly

from engine.talking.animator import HEARD_RATE
from engine.tasks.talk.request import BadSoundError, SoundProblem

Samples = NDArray[np.float32]  # (samples,) mono, -1..1

PLAYED_RATE = 48_000  # samples a second of what is put into a clip
MOST_SECONDS = 60.0  # a video note is no longer, and longer clips are seldom watched
SLACK = 0.25  # seconds more than the limit that are not argued about
SHORTEST = 0.3  # seconds
SILENT = 0.003  # peak (-50 dB) under which nothing was recorded
SPEECH_LEVEL = 0.1  # root mean square (-20 dB) voices are brought to
LOUDEST = 0.89  # peak (-1 dB) that is never exceeded
MOST_GAIN = 20.0  # a whisper far away stays noise
CANCELLED = 0.05  # share of the louder channel's power: one silent channel leaves 0.25 of it in the mean


@dataclass(frozen=True, kw_only=True, eq=False)
class Sound:
    """One sound in two forms: ``played`` at `PLAYED_RATE` for people, `heard` at `HEARD_RATE` for measuring."""

    played: Samples

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.played) / PLAYED_RATE

    @cached_property
    def heard(self) -> Samples:
        """The same at `HEARD_RATE`."""
        return resample_poly(self.played, 1, PLAYED_RATE // HEARD_RATE).astype(np.float32)


def read(path: Path, most_seconds: float = MOST_SECONDS) -> Sound:
    """Decode the first audio track of any file, levelled. Never reads more than the limit, however long the file is.

    :raises BadSoundError: broken, without an audio track, too long (with ``seconds`` and ``most``), too short or silent
    """
    return checked(decode(path, most_seconds))


def decode(file: Path | BinaryIO, most_seconds: float) -> Samples:
    """Return the first audio track of any file, (samples,) at `PLAYED_RATE`, not levelled. Raises `BadSoundError`."""
    try:
        with av.open(str(file) if isinstance(file, Path) else file, metadata_errors="ignore") as container:
            return _decode(container, most_seconds)
    except (av.error.FFmpegError, UnicodeDecodeError) as error:
        raise BadSoundError(SoundProblem.BROKEN) from error


def checked(samples: Samples) -> Sound:
    """Return a levelled sound; raises `BadSoundError` for one that is too short or silent."""
    if len(samples) < SHORTEST * PLAYED_RATE:
        raise BadSoundError(SoundProblem.TOO_SHORT, seconds=round(len(samples) / PLAYED_RATE, 1), least=SHORTEST)
    if np.abs(samples).max() < SILENT:
        raise BadSoundError(SoundProblem.SILENT)
    return Sound(played=levelled(samples))


def require_length(sound: Sound, most_seconds: float) -> None:
    """Raise `BadSoundError` when a sound is too long for a clip."""
    if sound.seconds > most_seconds + SLACK:
        raise _too_long(sound.seconds, most_seconds)


def levelled(samples: Samples) -> Samples:
    """Return the sound as loud as speech is in other clips: quiet phones and distant mouths are lifted."""
    loud = samples[np.abs(samples) > SILENT]
    level = float(np.sqrt(np.mean(loud**2))) if len(loud) else SPEECH_LEVEL
    gain = min(MOST_GAIN, SPEECH_LEVEL / level, LOUDEST / float(np.abs(samples).max() or 1))
    return np.clip(samples * np.float32(gain), -LOUDEST, LOUDEST)


def from_pcm(data: bytes, rate: int) -> Sound:
    """Return the sound of 16-bit mono PCM, as the offline voice makes it.

    Raises `BadSoundError` for next to nothing.
    """
    samples = np.frombuffer(data, np.int16).astype(np.float32) / 32768
    divisor = np.gcd(PLAYED_RATE, rate)
    return checked(resample_poly(samples, PLAYED_RATE // divisor, rate // divisor).astype(np.float32))


def _decode(container: av.container.InputContainer, most_seconds: float) -> Samples:
    if not container.streams.audio:
        raise BadSoundError(SoundProblem.NO_AUDIO)
    stated = container.duration / av.time_base if container.duration else 0.0
    if stated > most_seconds + SLACK:
        raise _too_long(stated, most_seconds)
    most = int((most_seconds + SLACK) * PLAYED_RATE)
    pieces: list[Samples] = []
    length = 0
    for piece in decoded(container):
        pieces.append(piece)
        length += piece.shape[1]
        if length > most:  # a header that lies, or none: stop before the memory does
            raise _too_long(length / PLAYED_RATE, most_seconds)
    if not pieces:
        raise BadSoundError(SoundProblem.BROKEN)
    return mixed(np.concatenate(pieces, axis=1))


def decoded(container: av.container.InputContainer) -> Iterator[NDArray[np.float32]]:
    """Yield (2, samples) at `PLAYED_RATE` of the first audio track, as far as it can be decoded.

    Damaged packets are left out. Rate and channels may change on the way, as in recordings that were joined: each
    stretch gets a resampler of its own.
    """
    resampler, kind = None, None
    for frame in _frames(container):
        if kind != (frame.sample_rate, frame.layout.name, frame.format.name):
            yield from _resampled(resampler, None)
            layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            resampler = AudioResampler(format="fltp", layout=layout, rate=PLAYED_RATE)
            kind = (frame.sample_rate, frame.layout.name, frame.format.name)
        frame.pts = None  # gaps in the time stamps of a voice message are no silence
        yield from _resampled(resampler, frame)
    yield from _resampled(resampler, None)


def _frames(container: av.container.InputContainer) -> Iterator[av.AudioFrame]:
    packets = container.demux(audio=0)
    while True:
        try:
            packet = next(packets)
            frames = packet.decode()
        except StopIteration:
            return
        except av.error.InvalidDataError:  # this packet; where the file itself ends too early `next` comes to its end
            continue
        yield from frames


def _resampled(resampler: AudioResampler | None, frame: av.AudioFrame | None) -> Iterator[NDArray[np.float32]]:
    if resampler is not None:
        for made in resampler.resample(frame):
            yield np.broadcast_to(made.to_ndarray(), (2, made.samples))


def mixed(channels: NDArray[np.float32]) -> Samples:
    """Return (samples,) of (2, samples): their mean, the louder channel where the two cancel each other out."""
    channels = np.nan_to_num(channels)
    mean = channels.mean(0)
    powers = np.mean(channels**2, axis=1)
    if np.mean(mean**2) < CANCELLED * powers.max():
        return channels[int(np.argmax(powers))]
    return mean


def _too_long(seconds: float, most: float) -> BadSoundError:
    return BadSoundError(SoundProblem.TOO_LONG, seconds=round(seconds), most=round(most))
