"""Everything that can go wrong while pictures are made, as data.

EngineError                     something the caller can tell a person about
├── BadPhoto                    one photo cannot be used; ``reason`` is a `PhotoProblem`
├── NotEnoughPhotos             an enrolment without a single usable photo
├── UnknownStyle                no such style; carries the closest names
├── NoIdentity                  a portrait was asked for before anything was learnt
├── UnderAge                    the person appears to be under 18
├── UnsafePicture               nudity in an input or in every output
├── UnfitPortrait               a picture cannot be made to speak
│   ├── PortraitWithoutFace     nobody is seen in it
│   ├── PortraitFaceTooSmall    the face has too few pixels
│   └── PortraitTurnedAway      the face is seen from the side
├── WeightMissing               a model file is not there; says how to get it
├── WeightCorrupt               a model file is there but its checksum is wrong
├── SourceUnreachable           weights cannot be fetched from where they come
├── OutOfMemory                 the device has too little memory for the plan
├── DiskFull                    no room to write the result
├── Cancelled                   the owner took the job back
└── WorkerDied                  the worker process ended during the job

Each class lists its data as constructor arguments, has a stable ``code`` (the key of its sentence in the locale
files, ``error-<code>``) and says whether trying again may help (``transient``). No message here is shown in a chat.
"""

from __future__ import annotations

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
