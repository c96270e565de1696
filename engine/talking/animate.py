"""A portrait and a sound become a clip (paper 3.2): listen, move, draw, enhance, label, write.

    clip = animate(portrait, speech, TalkingOptions(), Path("talk.mp4"), tools)

Every step is a function of its own, and from the frames on each is an iterator: a clip of any length takes the memory
of a few frames.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.errors import JobCancelledError
from engine.faces.types import RGB
from engine.faces.upscale import Upscaler
from engine.requests import Progress
from engine.safety.origin import DRAWN, Origin
from engine.safety.provenance import words
from engine.talking import lips, video
from engine.talking.animator import Animator, Drive, Subject, no_photos
from engine.talking.curves import MouthCurves
from engine.talking.enhance import Restorer, doubled, enhanced
from engine.talking.label import labelled
from engine.talking.motion import move
from engine.talking.options import TalkingOptions
from engine.talking.sound import Sound
from engine.talking.speech import Speech
from engine.talking.voice_activity import SileroVoiceActivity, require_speech

TOLD_EVERY = 5  # frames between two words about progress


def _silent(_progress: Progress) -> None:
    """Tell nobody."""


def _never() -> bool:
    """Nobody takes the work back."""
    return False


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What `animate` works with; `progress` and `cancelled` hear how far it is and may end it.

    ``photos`` are others of the portrait's owner, read only where something of them is missing in the portrait.
    """

    animator: Animator
    activity: SileroVoiceActivity
    upscaler: Upscaler
    restorer: Restorer | None = None  # None: faces of an enhanced clip are only enlarged
    threads: int = 1
    progress: Callable[[Progress], None] = _silent
    cancelled: Callable[[], bool] = _never
    photos: Callable[[], Iterable[RGB]] = no_photos


def animate(
    portrait: RGB,
    audio: Sound | Speech,
    options: TalkingOptions,
    path: Path,
    tools: Tools,
    facts: dict[str, Any] | None = None,
    origin: Origin = DRAWN,
) -> video.Clip:
    """Make the face in ``portrait`` (height, width, 3) uint8 RGB speak and write the clip to ``path``.

    ``origin`` is that of the portrait: an edited photo stays one when it speaks.

    :raises UnfitPortraitError: no face, too small a one, or one turned away
    :raises BadSoundError: nobody speaks in the sound
    :raises WeightMissingError, JobCancelledError, DiskFullError: as everywhere
    """
    sound = audio.sound if isinstance(audio, Speech) else audio
    curves = mouth(audio, options, tools.activity)
    drive = Drive(curves=curves, motion=move(curves, options), sound=sound.heard)
    subject = tools.animator.prepare(portrait, options, tools.photos)
    rest, frames = finished(subject, drive, options, tools)
    frames = labelled(frames, rest, text=words(origin))
    clip = video.write(frames, sound, path, fps=options.fps, facts=facts, threads=tools.threads, origin=origin)
    return replace(clip, sources=subject.sources)


def mouth(audio: Sound | Speech, options: TalkingOptions, activity: SileroVoiceActivity) -> MouthCurves:
    """Return what the lips do: exactly where the words are known, from the sound where they are not.

    Raises `BadSoundError` for a sound in which nobody speaks.
    """
    if isinstance(audio, Speech):
        return lips.from_phonemes(audio.phonemes, audio.sound.seconds, options.fps)
    speaking = activity.probabilities(audio.heard)
    require_speech(speaking)
    return lips.from_sound(audio, speaking, options.fps)


def finished(subject: Subject, drive: Drive, options: TalkingOptions, tools: Tools) -> tuple[RGB, Iterator[RGB]]:
    """Return the frame at rest and all frames, with twice the pixels where that was asked for."""
    frames = watched(subject.frames(drive), len(drive.curves), tools)
    if not options.enhance:
        return subject.rest, frames
    tools.progress(Progress(stage="enhancing", done=0, total=1))
    large = doubled(subject.rest, tools.upscaler)
    made = enhanced(frames, subject.rest, large, tools.upscaler)
    if tools.restorer is None:
        return large, made
    return tools.restorer.restore(large), map(tools.restorer.restore, made)


def watched(frames: Iterable[RGB], total: int, tools: Tools) -> Iterator[RGB]:
    """Pass frames on, telling how many there are; raises `JobCancelledError` between two of them."""
    for number, frame in enumerate(frames):
        if tools.cancelled():
            raise JobCancelledError
        if number % TOLD_EVERY == 0:
            tools.progress(Progress(stage="animating", done=number, total=total))
        yield frame
