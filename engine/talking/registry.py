"""The one place where the backends of talking portraits are chosen: who animates, who speaks, who listens."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from engine import weights
from engine.safety import content
from engine.talking.align import aligned
from engine.talking.animator import Animator
from engine.talking.enhance import Restorer
from engine.talking.espeak import EspeakSpeaker
from engine.talking.gfpgan import ready as gfpgan
from engine.talking.sadtalker import ready as sadtalker
from engine.talking.sound import Sound
from engine.talking.speech import Speaker, Speech, sayable
from engine.talking.voice_activity import SileroVoiceActivity, require_speech
from engine.talking.voices import Book, Voice, book
from engine.tasks.talk.request import UnknownVoiceError, VoiceUnreachableError

if TYPE_CHECKING:
    from engine.faces.registry import Faces
    from engine.settings import EngineSettings


def _mesh(_settings: EngineSettings, faces: Faces) -> Animator:
    from engine.talking.mesh.animator import MeshAnimator

    return MeshAnimator(faces)


def _sadtalker(settings: EngineSettings, faces: Faces) -> Animator:
    from engine.talking.sadtalker.animator import SadTalker

    return SadTalker(settings, faces)


#: Name -> what makes it; a newer animator is a function and a line here, and `TALK_ANIMATOR` chooses it.
ANIMATORS: dict[str, Callable[[EngineSettings, Faces], Animator]] = {"mesh": _mesh, "sadtalker": _sadtalker}


class Talking:
    """Warm backends of one worker process; each is made at its first use."""

    def __init__(self, settings: EngineSettings, faces: Faces) -> None:
        self._settings, self._faces = settings, faces
        self._speakers: dict[str, Speaker] = {}
        self._animators: dict[str, Animator] = {}

    def animator(self, name: str = "auto", size: int = 512) -> Animator:
        """Return a way to make portraits speak; raises ValueError for a name that is none, `WeightMissingError`.

        ``auto`` is the operator's choice, and without one SadTalker where all its files for clips of ``size`` pixels
        and a graphics card are here, else mesh.
        """
        if name == "auto":
            name = self._settings.animator
        if name == "auto":
            ready = sadtalker.is_ready(self._settings.weights, size) and self._cuda
            name = "sadtalker" if ready else "mesh"
        if name not in ANIMATORS:
            raise ValueError(f"{name!r} is none of {', '.join(ANIMATORS)}")
        if name not in self._animators:
            self._animators[name] = ANIMATORS[name](self._settings, self._faces)
        return self._animators[name]

    @cached_property
    def restorer(self) -> Restorer | None:
        """Who sharpens faces of an enhanced clip: GFPGAN where its file and a graphics card are here, else nobody."""
        if not (gfpgan.is_ready(self._settings.weights) and self._cuda):
            return None
        import torch

        from engine.talking.gfpgan.restorer import FaceRestorer

        return FaceRestorer(self._settings.weights, self._faces, torch.device("cuda"))

    @cached_property
    def _cuda(self) -> bool:
        """Whether work may go to a graphics card: 20 and 7 seconds a frame are nothing for a processor."""
        from engine.devices import devices

        wanted = self._settings.device
        return wanted.startswith("cuda") or (wanted == "auto" and devices()[0].name.startswith("cuda"))

    @cached_property
    def activity(self) -> SileroVoiceActivity:
        """Who tells speech from music and noise."""
        model = weights.path(self._settings.weights, "voice-activity", "silero_vad_16k_op15.onnx")
        return SileroVoiceActivity(model, threads=self._settings.threads)

    @cached_property
    def book(self) -> Book:
        """Every voice there is."""
        return book()

    def voice(self, name: str, language: str) -> Voice:
        """Return the voice of a name, or the best one of a language.

        Raises `UnknownVoiceError`, `VoiceUnreachableError`.
        """
        online = self._settings.speech_online and not self._settings.offline
        usable = self.book.usable(self._settings.weights, online=online)
        if any(voice.name == name and voice.backend == "edge" for voice in self.book.voices) and not online:
            raise VoiceUnreachableError(name)
        return self.book.choose(name, language, usable)

    def speak(self, text: str, voice: Voice) -> Speech:
        """Say a text.

        Raises `ContentRefusedError`, `NothingToSayError`, `VoiceUnreachableError`, `WeightMissingError`.
        """
        content.require(text, content.SPEAK, voice.language, content.own(self._settings.content))
        return self._speaker(voice.backend).speak(sayable(text), voice.id, voice.language)

    def transcribed(self, sound: Sound, text: str, language: str) -> Speech:
        """Return somebody's own sound with the phonemes of what they say in it.

        Raises as `speak`, and `BadSoundError`.
        """
        content.require(text, content.SPEAK, language, content.own(self._settings.content))
        robot = self.book.pronounce.get(language)
        if robot is None:
            raise UnknownVoiceError(language, sorted(self.book.pronounce))
        require_speech(self.activity.probabilities(sound.heard))
        reference = EspeakSpeaker().speak(sayable(text), robot, language)
        phonemes = aligned(reference.phonemes, reference.sound.heard, sound.heard)
        return Speech(sound=sound, phonemes=phonemes, words=(), voice="", backend="alignment", exact=False)

    def _speaker(self, backend: str) -> Speaker:
        if backend not in self._speakers:
            self._speakers[backend] = self._make(backend)
        return self._speakers[backend]

    def _make(self, backend: str) -> Speaker:
        if backend == "edge":
            from engine.talking.edge import EdgeSpeaker

            return EdgeSpeaker(self.book.pronounce, self._settings.speech_url)
        if backend == "kokoro":
            from engine.talking.kokoro import KokoroSpeaker

            return KokoroSpeaker(self._settings.weights, self.book.pronounce, threads=self._settings.threads)
        if backend == "piper":
            from engine.talking.piper import PiperSpeaker

            return PiperSpeaker(self._settings.weights, self.book.pronounce, threads=self._settings.threads)
        return EspeakSpeaker()
