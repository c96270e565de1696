"""Who the photos are of: the person most of them show, not whoever happened to come first.

A photo of somebody else is set aside for a day instead of thrown away. With every verdict all photos are grouped anew;
the largest group is the person, and where two are even the one already taken stays until its owner says otherwise.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.tasks.inspect.request import PhotoProblem
from handlers import person
from storage import identities, selfies
from storage.database import Transaction
from storage.selfies import Selfie

#: Photos in a group -> distance to their mean from which a face is somebody else: as `engine.faces.verdict` decides.
BORDERS = {1: 0.6, 2: 0.55, 3: 0.52}
CHOSEN = "chosen"  # in a face's looks: the photo its owner said is them
EVEN = "even"  # there too: a photo of somebody else, where both are on as many photos
Unseal = Callable[[bytes, str], bytes]


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A usable photo with what was read from it."""

    row: Selfie
    verdict: dict[str, Any]


def groups(embeddings: Sequence[Sequence[float]]) -> list[list[int]]:
    """Return who is on which photo: lists of places in ``embeddings`` (128 numbers each), the largest first."""
    found: list[list[int]] = []
    for index, one in enumerate(embeddings):
        near = [(math.dist(one, _mean([embeddings[each] for each in group])), group) for group in found]
        fitting = [(apart, group) for apart, group in near if apart < BORDERS[min(len(group), max(BORDERS))]]
        if fitting:
            min(fitting, key=lambda pair: pair[0])[1].append(index)
        else:
            found.append([index])
    return sorted(found, key=lambda group: (-len(group), group[0]))


async def settle(tx: Transaction, identity: str, account: str, unseal: Unseal) -> None:
    """Take the photos of the person most of them show, and set the others aside. Nothing changes for other refusals."""
    face = await identities.get(tx, identity, account)
    opened = [Photo(row=row, verdict=_opened(row, unseal)) for row in await selfies.of(tx, identity) if _usable(row)]
    photos = [photo for photo in opened if photo.verdict.get("embedding")]
    if not photos:
        return
    apart = groups([photo.verdict["embedding"] for photo in photos])
    chosen = _chosen(apart, photos, face.looks.get(CHOSEN))
    for index, photo in enumerate(photos):
        await selfies.judge(tx, photo.row.id, None if index in chosen else str(PhotoProblem.OTHER_PERSON))
    rivals = [group for group in apart if group is not chosen and len(group) == len(chosen)]
    even = photos[rivals[0][0]].row.id if rivals and CHOSEN not in face.looks else None
    await identities.set_looks(tx, identity, _looks(face.looks, [photos[index] for index in chosen], even))


def _chosen(apart: list[list[int]], photos: list[Photo], said: str | None) -> list[int]:
    """Return the group that is the person: by their word, by number, else whoever was taken before."""
    by_word = [group for group in apart if any(photos[index].row.id == said for index in group)]
    most = [group for group in apart if len(group) == len(apart[0])]
    taken = [group for group in most if any(photos[index].row.problem is None for index in group)]
    return (by_word or taken or most)[0]


def _looks(looks: dict[str, Any], photos: list[Photo], even: str | None) -> dict[str, Any]:
    """Return what is understood of a person from these photos alone; the owner's corrections stay."""
    fresh = {name: value for name, value in looks.items() if name in ("corrected", "changed", CHOSEN)}
    for photo in photos:
        if photo.verdict.get("looks"):
            fresh = person.with_photo(fresh, photo.verdict["looks"], photo.verdict.get("quality", 0.0))
    return fresh if even is None else {**fresh, EVEN: even}


def _usable(row: Selfie) -> bool:
    """Say whether a photo has a voice: one that was taken also when its file has expired, another while it is here."""
    there = row.problem is None or (row.problem == PhotoProblem.OTHER_PERSON and row.media is not None)
    return bool(row.looked and row.verdict and there)


def _opened(row: Selfie, unseal: Unseal) -> dict[str, Any]:
    return json.loads(unseal(row.verdict or b"", selfies.sealed_as(row.id)))


def _mean(rows: Sequence[Sequence[float]]) -> list[float]:
    return [sum(values) / len(rows) for values in zip(*rows, strict=True)]
