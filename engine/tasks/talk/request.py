"""A portrait and a sound or a text come in, a clip comes out (paper 3.2); also one sentence of a voice."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from engine.errors import EngineError
from engine.requests import Lane, Task


class SoundProblem(StrEnum):
    """Why a sound is refused; each has a sentence ``sound-<value>`` that says what to try instead."""

    BROKEN = "broken"
    NO_AUDIO = "no-audio"
    TOO_LONG = "too-long"
    TOO_SHORT = "too-short"
    SILENT = "silent"
    NO_SPEECH = "no-speech"


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Make a portrait speak (paper 3.2): a sound somebody sent, or a text said by a voice.

    The choices are those of `engine.talking.options.TalkingOptions`; out of range they raise ValueError there.
    """

    kind: ClassVar[str] = "talk"
    lane: ClassVar[Lane] = Lane.DEVICE
    portrait: Path
    out: Path  # folder for the clip
    audio: Path | None = None  # None: `text` is spoken
    identity: Path | None = None  # folder of whose portrait it is: one of their photos may lend its teeth
    photos: tuple[Path, ...] = ()  # the same, where nothing was learnt
    text: str = ""  # with `audio`: what is said in it, if known, for lips that fit better
    voice: str = "auto"  # a name in engine/talking/voices.toml, or auto: the best one here for `language`
    language: str = "en"
    backend: str = "auto"  # which animator
    size: int = 512  # pixels of the longer side
    pose_style: int = 0  # 0..45
    expression: float = 1.0  # 0.5..2
    blink_rate: float = 16.0  # a minute
    still: bool = False
    framing: str = "crop"  # crop or full
    enhance: bool = False  # twice the pixels
    note: bool = False  # a square video note of at most a minute
    gif: bool = False  # a small moving picture beside the clip
    seed: int = 0  # with portrait and words it gives head motion, glances and blinks: another clip has others
    most_seconds: float = 60.0  # a longer sound is refused
    most_bytes: int = 10_000_000  # a larger file is made smaller


@dataclass(frozen=True, kw_only=True)
class TalkingClip:
    """The answer to `Talk`: MP4 with H.264 and AAC."""

    kind: ClassVar[str] = "talk"
    file: Path
    gif: Path | None
    seconds: float
    width: int
    height: int
    fps: int
    voice: str  # empty when somebody's own voice was used
    cover: Path | None = None  # a small JPEG of how it begins, for players that show one before they play
    backends: dict[str, str] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)  # step -> seconds


@dataclass(frozen=True, kw_only=True)
class Speak:
    """Let a voice say a sentence, for listening before choosing."""

    kind: ClassVar[str] = "speak"
    lane: ClassVar[Lane] = Lane.LOOK
    text: str
    out: Path  # the file to write, OGG with Opus
    voice: str = "auto"
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The answer to `Speak`."""

    kind: ClassVar[str] = "speak"
    file: Path
    voice: str
    seconds: float


class UnfitPortraitError(EngineError):
    """A picture cannot be made to speak (paper 3.2); each reason is a class below."""

    code = "unfit-portrait"


class PortraitWithoutFaceError(UnfitPortraitError):
    """Nobody is seen in the picture."""

    code = "portrait-without-face"


class PortraitFaceTooSmallError(UnfitPortraitError):
    """The face is ``pixels`` high, ``needed`` are the least."""

    code = "portrait-face-too-small"

    def __init__(self, pixels: int, needed: int) -> None:
        super().__init__(pixels=pixels, needed=needed)


class PortraitTurnedAwayError(UnfitPortraitError):
    """The head is turned ``degrees`` away from the camera, ``most`` are possible."""

    code = "portrait-turned-away"

    def __init__(self, degrees: int, most: int) -> None:
        super().__init__(degrees=degrees, most=most)


class PortraitCoveredError(UnfitPortraitError):
    """A mask, a hand or the like lies before the mouth."""

    code = "portrait-covered"


class BadSoundError(EngineError):
    """A voice message, audio or video cannot be used; ``reason`` is a value of `SoundProblem`.

    ``seconds`` is how long it lasts and ``most`` how long it may, where that is the reason.
    """

    code = "bad-sound"

    def __init__(self, reason: str, **data: Any) -> None:
        super().__init__(reason=reason, **data)


class NothingToSayError(EngineError):
    """A text no voice can speak; ``reason`` is "empty" or "too-long", then with ``most`` characters."""

    code = "nothing-to-say"

    def __init__(self, reason: str, **data: Any) -> None:
        super().__init__(reason=reason, **data)


class UnknownVoiceError(EngineError):
    """No voice of that name, or none for a language; ``closest`` holds up to three names that do exist."""

    code = "unknown-voice"

    def __init__(self, name: str, closest: list[str]) -> None:
        super().__init__(name=name, closest=closest)


class VoiceUnreachableError(EngineError):
    """The service behind an online voice did not answer, or the operator keeps this machine offline."""

    code = "voice-unreachable"
    transient = True

    def __init__(self, voice: str) -> None:
        super().__init__(voice=voice)


TASKS = (Task(Talk, TalkingClip), Task(Speak, Spoken, module="speak"))
