"""Listening to a voice before choosing it: a sentence as a voice message (paper 3.2, voice choice)."""

from __future__ import annotations

from collections.abc import Callable

from engine.errors import JobCancelledError
from engine.models import Models
from engine.requests import Progress
from engine.talking import video
from engine.tasks.talk.request import Speak, Spoken


def run(request: Speak, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Spoken:
    """Say ``request.text`` and write it to ``request.out``.

    Raises NothingToSayError, UnknownVoiceError, VoiceUnreachableError, WeightMissingError, JobCancelledError,
    DiskFullError.
    """
    if cancelled():
        raise JobCancelledError
    voice = models.talking.voice(request.voice, request.language)
    spoken = models.talking.speak(request.text, voice)
    request.out.parent.mkdir(parents=True, exist_ok=True)
    video.write_voice(spoken.sound, request.out)
    return Spoken(file=request.out, voice=voice.name, seconds=spoken.sound.seconds)
