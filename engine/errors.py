"""Everything that can go wrong while pictures are made, as data.

EngineError                     something the caller can tell a person about
├── BadPhoto                    one photo cannot be used; ``reason`` is a `PhotoProblem`
├── NotEnoughPhotos             an enrolment without a single usable photo
├── UnknownStyle                no such style; carries the closest names
├── StyleNotHere                the base in use cannot draw this style; says how to get it
├── UnknownScene                no such scene for a canvas; carries the closest names
├── BadAdapter                  a LoRA file is damaged, of another kind or made for another base
├── BadBase                     an operator's own base is not described as it has to be
├── OtherBase                   a face was learnt on another base than the one in use
├── NoIdentity                  a portrait was asked for before anything was learnt
├── UnderAge                    the person appears to be under 18
├── UnsafePicture               nudity in an input or in every output
├── UnfitPortrait               a picture cannot be made to speak
│   ├── PortraitWithoutFace     nobody is seen in it
│   ├── PortraitFaceTooSmall    the face has too few pixels
│   └── PortraitTurnedAway      the face is seen from the side
├── BadTemplate                 nobody can be put into a picture (paper 2.5)
│   ├── NoFaceInTemplate        nobody is seen in it
│   ├── NobodyPlaced            no person named, or not one place for each
│   ├── NoSuchFace              it has no face of that number
│   ├── UnfitFace               that face is turned away, too small or a child's
│   ├── TemplateGone            the picture was deleted before anybody was put into it
│   └── GuestLeft               somebody who had lent a face to it took that back
├── BadGarment                  a picture of clothes cannot be tried on (paper 3.1)
│   ├── NoGarment               no clothes are found in it, or none are left
│   ├── NoSuchGarment           no piece of that number was found
│   ├── GarmentNotWorn          the clothes lie flat, and the base in use draws no body
│   ├── GarmentTooSmall         the picture has too few pixels
│   ├── UnfitHead               the head to be redrawn is missing, too small or turned away
│   └── SceneNotHere            the base in use draws no background from words
├── BadSound                    a sound cannot be spoken with; ``reason`` is a `SoundProblem`
├── NothingToSay                a text that is empty, too long, or without a word a voice could say
├── UnknownVoice                no such voice; carries the closest names
├── VoiceUnreachable            a voice of a network service that does not answer
├── WeightMissing               a model file is not there; says how to get it
├── WeightCorrupt               a model file is there but its checksum is wrong
├── SourceUnreachable           weights cannot be fetched from where they come
├── OutOfMemory                 the device has too little memory for the plan
├── NotANumber                  a network's numbers ran away; there is no picture
├── DiskFull                    no room to write the result
├── Cancelled                   the owner took the job back
└── WorkerDied                  the worker process ended during the job

Each class lists its data as constructor arguments, has a stable ``code`` (the key of its sentence in the locale
files, ``error-<code>``) and says whether trying again may help (``transient``). No message here is shown in a chat.
"""

from __future__ import annotations

import difflib
from typing import Any, ClassVar


class EngineError(Exception):
    """Base of all errors the engine raises on purpose.

    ``code`` names the sentence a person reads; ``data`` fills its gaps and survives the process boundary as JSON.
    """

    code: ClassVar[str] = "engine"
    transient: ClassVar[bool] = False

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(f"{self.code}: {data}" if data else self.code)

    def to_json(self) -> dict[str, Any]:
        """Return what crosses to another process: code and data."""
        return {"code": self.code, "data": self.data}

    @staticmethod
    def from_json(value: dict[str, Any]) -> EngineError:
        """Rebuild the error another process sent; an unknown code becomes a plain `EngineError`."""
        known = {cls.code: cls for cls in _leaves(EngineError)}
        made = known.get(value["code"], EngineError)
        error = made.__new__(made)
        EngineError.__init__(error, **value["data"])
        return error


def _leaves(base: type[EngineError]) -> list[type[EngineError]]:
    return [base, *(leaf for child in base.__subclasses__() for leaf in _leaves(child))]


class BadPhoto(EngineError):
    """One photo cannot be used; ``reason`` is a value of `engine.requests.PhotoProblem`."""

    code = "bad-photo"

    def __init__(self, reason: str, **data: Any) -> None:
        super().__init__(reason=reason, **data)


class NotEnoughPhotos(EngineError):
    """Fewer usable photos than training needs."""

    code = "not-enough-photos"

    def __init__(self, usable: int, needed: int) -> None:
        super().__init__(usable=usable, needed=needed)


class UnknownStyle(EngineError):
    """No style of that name; ``closest`` holds up to three names that do exist."""

    code = "unknown-style"

    def __init__(self, name: str, closest: list[str]) -> None:
        super().__init__(name=name, closest=closest)


class StyleNotHere(EngineError):
    """The base in use cannot draw a style; ``how`` is the command that changes it, for the operator."""

    code = "style-not-here"

    def __init__(self, name: str, base: str, how: str) -> None:
        super().__init__(name=name, base=base, how=how)


class UnknownScene(EngineError):
    """No scene of that name; ``closest`` holds up to three of the ``known`` names."""

    code = "unknown-scene"

    def __init__(self, name: str, known: list[str]) -> None:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or known[:3]
        super().__init__(name=name, closest=near)


class BadAdapter(EngineError):
    """A LoRA file cannot be used; ``reason`` is a key of `engine.styles.book.REASONS`."""

    code = "bad-adapter"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=file, reason=reason)


class BadBase(EngineError):
    """A base of the operator's own cannot be used; ``reason`` says why, for whoever reads the terminal."""

    code = "bad-base"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name=name, reason=reason)


class OtherBase(EngineError):
    """A face was learnt on another base than the one in use and must be learnt again."""

    code = "other-base"

    def __init__(self, learnt_on: str, base: str) -> None:
        super().__init__(learnt_on=learnt_on, base=base)


class NoIdentity(EngineError):
    """Nothing has been learnt about this person yet."""

    code = "no-identity"


class UnderAge(EngineError):
    """The person on the photos appears to be under 18."""

    code = "under-age"


class UnsafePicture(EngineError):
    """Nudity was seen, in what came in or in every picture made."""

    code = "unsafe-picture"


class UnfitPortrait(EngineError):
    """A picture cannot be made to speak (paper 3.2); each reason is a class below."""

    code = "unfit-portrait"


class PortraitWithoutFace(UnfitPortrait):
    """Nobody is seen in the picture."""

    code = "portrait-without-face"


class PortraitFaceTooSmall(UnfitPortrait):
    """The face is ``pixels`` high, ``needed`` are the least."""

    code = "portrait-face-too-small"

    def __init__(self, pixels: int, needed: int) -> None:
        super().__init__(pixels=pixels, needed=needed)


class PortraitTurnedAway(UnfitPortrait):
    """The head is turned ``degrees`` away from the camera, ``most`` are possible."""

    code = "portrait-turned-away"

    def __init__(self, degrees: int, most: int) -> None:
        super().__init__(degrees=degrees, most=most)


class BadTemplate(EngineError):
    """Nobody can be put into a picture (paper 2.5); each reason is a class below."""

    code = "bad-template"


class NoFaceInTemplate(BadTemplate):
    """Nobody is seen in the template."""

    code = "no-face-in-template"


class NobodyPlaced(BadTemplate):
    """No person was named, or there is not one place for each."""

    code = "nobody-placed"


class NoSuchFace(BadTemplate):
    """The template has ``faces`` faces, and none numbered ``number`` that is still free."""

    code = "no-such-face"

    def __init__(self, number: int, faces: int) -> None:
        super().__init__(number=number, faces=faces)


class UnfitFace(BadTemplate):
    """Face ``number`` is not redrawn; ``reason`` is "turned-away", "too-small" or "child"."""

    code = "unfit-face"

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(number=number, reason=reason)


class TemplateGone(BadTemplate):
    """The picture was deleted before the job began."""

    code = "template-gone"


class GuestLeft(BadTemplate):
    """Somebody who had agreed to be in this picture no longer does, or is no longer here."""

    code = "guest-left"


class BadGarment(EngineError):
    """Clothes cannot be tried on from a picture (paper 3.1); each reason is a class below."""

    code = "bad-garment"


class NoGarment(BadGarment):
    """No clothes are found in the picture, or the corrections leave none."""

    code = "no-garment"


class NoSuchGarment(BadGarment):
    """``garments`` pieces were found, none of them numbered ``number``."""

    code = "no-such-garment"

    def __init__(self, number: int, garments: int) -> None:
        super().__init__(number=number, garments=garments)


class GarmentNotWorn(BadGarment):
    """Nobody wears the clothes, and the base in use draws faces only."""

    code = "garment-not-worn"


class GarmentTooSmall(BadGarment):
    """The picture's shorter side is ``pixels`` long, ``needed`` are the least."""

    code = "garment-too-small"

    def __init__(self, pixels: int, needed: int) -> None:
        super().__init__(pixels=pixels, needed=needed)


class UnfitHead(BadGarment):
    """Whoever wears the clothes has no head that can be redrawn.

    ``reason`` is "no-face", "too-small", "turned-away" or "child".
    """

    code = "unfit-head"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class SceneNotHere(BadGarment):
    """A background was described in words, and the base in use draws faces only."""

    code = "scene-not-here"


class BadSound(EngineError):
    """A voice message, audio or video cannot be used; ``reason`` is a value of `engine.requests.SoundProblem`.

    ``seconds`` is how long it lasts and ``most`` how long it may, where that is the reason.
    """

    code = "bad-sound"

    def __init__(self, reason: str, **data: Any) -> None:
        super().__init__(reason=reason, **data)


class NothingToSay(EngineError):
    """A text no voice can speak; ``reason`` is "empty" or "too-long", then with ``most`` characters."""

    code = "nothing-to-say"

    def __init__(self, reason: str, **data: Any) -> None:
        super().__init__(reason=reason, **data)


class UnknownVoice(EngineError):
    """No voice of that name, or none for a language; ``closest`` holds up to three names that do exist."""

    code = "unknown-voice"

    def __init__(self, name: str, closest: list[str]) -> None:
        super().__init__(name=name, closest=closest)


class VoiceUnreachable(EngineError):
    """The service behind an online voice did not answer, or the operator keeps this machine offline."""

    code = "voice-unreachable"
    transient = True

    def __init__(self, voice: str) -> None:
        super().__init__(voice=voice)


class WeightMissing(EngineError):
    """A model file is not on disk; ``how`` is the command that fetches it."""

    code = "weight-missing"

    def __init__(self, component: str, how: str) -> None:
        super().__init__(component=component, how=how)


class WeightCorrupt(EngineError):
    """A model file does not have the checksum the manifest states."""

    code = "weight-corrupt"

    def __init__(self, component: str, file: str, how: str) -> None:
        super().__init__(component=component, file=file, how=how)


class SourceUnreachable(EngineError):
    """No source of a weight could be reached; ``tried`` names each source and what it said."""

    code = "source-unreachable"
    transient = True

    def __init__(self, component: str, tried: list[str]) -> None:
        super().__init__(component=component, tried=tried)


class OutOfMemory(EngineError):
    """The device ran out of memory."""

    code = "out-of-memory"
    transient = True


class NotANumber(EngineError):
    """A network computed something infinite or not a number, in full precision too.

    ``stage`` is where: "draw", "encode", "decode" or "train".
    """

    code = "not-a-number"

    def __init__(self, stage: str) -> None:
        super().__init__(stage=stage)


class DiskFull(EngineError):
    """There is no room left to write."""

    code = "disk-full"
    transient = True


class Cancelled(EngineError):
    """The job was cancelled by its owner or an admin."""

    code = "cancelled"


class WorkerDied(EngineError):
    """The worker process ended while it held the job."""

    code = "worker-died"
    transient = True
