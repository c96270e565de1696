"""What a base read of words lately: the same words are read once, and let go of with whoever was drawn by them.

A picture is drawn as several, in portions that fit, refined and drawn again, by the same two texts each time: what is
wished, and what it must not be. Beside a small denoiser a text encoder costs little; a language model of gigabytes that
waits in the machine has to come to the card for each of them.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable

import torch

from engine.diffusion.backbone import Read

ROOM = 2**25  # bytes: about 70 pairs of texts of Stable Diffusion 1.5 in float32, half a dozen of a language model


class PromptCache:
    """Readings kept in the machine's memory, those used longest ago dropped where they take more than ``room`` bytes.

    They are known by a digest: the words themselves stay nowhere.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._known: OrderedDict[bytes, Read] = OrderedDict()

    @property
    def nbytes(self) -> int:
        """Return how many bytes are kept."""
        return sum(map(_bytes, self._known.values()))

    def read(self, key: object, device: torch.device, read: Callable[[], Read]) -> Read:
        """Return what ``read`` returns, or returned for the same ``key``: equal to the bit, and the caller's own.

        ``key`` is everything it depends on: the texts of one call in their order, for a batch rounds otherwise than a
        row, and what reads them. Its `repr` tells it from others. Numbers that ran away are not kept.
        """
        digest = hashlib.blake2b(repr(key).encode()).digest()
        if (known := self._known.get(digest)) is not None:
            self._known.move_to_end(digest)
            return _copied(known, device)
        made = read()
        self._keep(digest, made)
        return made

    def forget(self) -> None:
        """Drop everything."""
        self._known.clear()

    def _keep(self, digest: bytes, made: Read) -> None:
        if _bytes(made) > self._room or not bool(made.states.isfinite().all()):
            return
        self._known[digest] = _copied(made, torch.device("cpu"))
        while self.nbytes > self._room:
            self._known.popitem(last=False)


def _copied(read: Read, device: torch.device) -> Read:
    added = {name: value.to(device, copy=True) for name, value in read.added.items()}
    return Read(states=read.states.to(device, copy=True), added=added)


def _bytes(read: Read) -> int:
    return read.states.nbytes + sum(value.nbytes for value in read.added.values())
