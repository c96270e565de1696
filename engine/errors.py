"""What can go wrong whatever is made, as data. What only one kind of task can meet stands in its ``request.py``.

EngineError                 something the caller can tell a person about
├── BadPhotoError           one photo cannot be used; ``reason`` is a `PhotoProblem`
├── BadAdapterError         a LoRA file is damaged, of another kind or made for another base
├── BadBaseError            an operator's own base is not described as it has to be
├── OtherBaseError          a face was learnt on another base than the one in use
├── NoIdentityError         a portrait was asked for before anything was learnt
├── BlockedFaceError        somebody in a picture has forbidden their face to this bot
├── UnsafePictureError      nudity in an input or in every output
├── ContentRefusedError     words that may not be drawn by or said; ``category`` says why
├── ChildInPictureError     somebody in a picture may be a child
├── WeightMissingError      a model file is not there; says how to get it
├── WeightCorruptError      a model file is there but its checksum is wrong
├── SourceUnreachableError  weights cannot be fetched from where they come
├── DeviceMemoryError       the device has too little memory for the plan
├── BaseTooLargeError       not even a base's weights fit, however they are kept
├── DeviceLostError         the device stopped answering; its worker is replaced
├── NotANumberError         a network's numbers ran away; there is no picture
├── DiskFullError           no room to write the result
├── FilesUnreachableError   where files are kept does not answer
├── JobCancelledError       the owner took the job back
├── LaidAsideError          a training stopped between two steps and goes on later
├── WorkerDiedError         the worker process ended during the job
└── those of each kind      see ``engine/tasks/<kind>/request.py``

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
        from engine.requests import kinds  # each of them imports this module

        kinds()  # their errors are known once they are described
        known = {cls.code: cls for cls in _leaves(EngineError)}
        made = known.get(value["code"], EngineError)
        error = made.__new__(made)
        EngineError.__init__(error, **value["data"])
        return error


def _leaves(base: type[EngineError]) -> list[type[EngineError]]:
    return [base, *(leaf for child in base.__subclasses__() for leaf in _leaves(child))]


class BadPhotoError(EngineError):
    """One photo cannot be used; ``reason`` is a value of `engine.tasks.inspect.request.PhotoProblem`."""

    code = "bad-photo"

    def __init__(self, reason: str, **data: Any) -> None:
        super().__init__(reason=reason, **data)


class BadAdapterError(EngineError):
    """A LoRA file cannot be used; ``reason`` is a key of `engine.styles.book.REASONS`."""

    code = "bad-adapter"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=file, reason=reason)


class BadBaseError(EngineError):
    """A base of the operator's own cannot be used; ``reason`` says why, for whoever reads the terminal."""

    code = "bad-base"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name=name, reason=reason)


class OtherBaseError(EngineError):
    """A face was learnt on another base than the one in use and must be learnt again."""

    code = "other-base"

    def __init__(self, learnt_on: str, base: str) -> None:
        super().__init__(learnt_on=learnt_on, base=base)


class NoIdentityError(EngineError):
    """Nothing has been learnt about this person yet."""

    code = "no-identity"


class BlockedFaceError(EngineError):
    """Somebody in a picture that came in has forbidden their face to this bot."""

    code = "blocked-face"


class UnsafePictureError(EngineError):
    """Nudity was seen, in what came in or in every picture made."""

    code = "unsafe-picture"


class ContentRefusedError(EngineError):
    """Words may not be drawn by or said; ``category`` is a value of `engine.safety.content.Category`.

    The words themselves are never part of it: an error is logged.
    """

    code = "content-refused"

    def __init__(self, category: str) -> None:
        super().__init__(category=category)


class ChildInPictureError(EngineError):
    """Somebody in a picture may be a child: nobody is put into it, and it is not made to speak."""

    code = "child-in-picture"


class WeightMissingError(EngineError):
    """A model file is not on disk; ``how`` is the command that fetches it."""

    code = "weight-missing"

    def __init__(self, component: str, how: str) -> None:
        super().__init__(component=component, how=how)


class WeightCorruptError(EngineError):
    """A model file does not have the checksum the manifest states."""

    code = "weight-corrupt"

    def __init__(self, component: str, file: str, how: str) -> None:
        super().__init__(component=component, file=file, how=how)


class SourceUnreachableError(EngineError):
    """No source of a weight could be reached; ``tried`` names each source and what it said."""

    code = "source-unreachable"
    transient = True

    def __init__(self, component: str, tried: list[str]) -> None:
        super().__init__(component=component, tried=tried)


class DeviceMemoryError(EngineError):
    """The device ran out of memory."""

    code = "out-of-memory"
    transient = True


class BaseTooLargeError(EngineError):
    """Not even the weights of a base fit the device, or the machine they wait in, however they are kept."""

    code = "base-too-large"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NeedsCudaError(EngineError):
    """A base that is kept in memory in ways only CUDA knows was asked for on another device."""

    code = "needs-cuda"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class DeviceLostError(EngineError):
    """The device stopped answering. Every later call of the same process fails too, so its worker is replaced."""

    code = "device-lost"
    transient = True


class NotANumberError(EngineError):
    """A network computed something infinite or not a number, in full precision too.

    ``stage`` is where: "draw", "encode", "decode" or "train".
    """

    code = "not-a-number"

    def __init__(self, stage: str) -> None:
        super().__init__(stage=stage)


class DiskFullError(EngineError):
    """There is no room left to write."""

    code = "disk-full"
    transient = True


class FilesUnreachableError(EngineError):
    """Where the files of people are kept does not answer just now."""

    code = "files-unreachable"
    transient = True


class JobCancelledError(EngineError):
    """The job was cancelled by its owner or an admin."""

    code = "cancelled"


class LaidAsideError(EngineError):
    """A training gave its worker up between two steps, having kept what it needs to go on; it is begun again soon."""

    code = "laid-aside"
    transient = True


class WorkerDiedError(EngineError):
    """The worker process ended while it held the job."""

    code = "worker-died"
    transient = True
