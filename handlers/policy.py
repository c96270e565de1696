"""Who may do how much: quotas, counts, flood, age. Pure functions of their arguments."""

from __future__ import annotations

import bisect
import heapq
from collections.abc import Sequence
from dataclasses import dataclass

DAY_SECONDS = 24 * 3600.0

# A queue position is told only at these rungs, so that a long queue does not turn into a flood of edits.
LADDER = (1, 2, 3, 4, 5, 6, 7, 9, 11, 14, 18, 23, 29, 36, 45, 56, 70, 88, 110, 138, 172, 215, 269, 336, 420, 525)

WEIGHT_STEP = 0.15  # one press of "closer to me" or "more style"
FACE_WEIGHTS = (0.5, 1.3)
STYLE_WEIGHTS = (0.0, 1.0)
FACE_WEIGHT = 1.0  # paper 2.3, as in the published code
STYLE_WEIGHT = 0.25
VARIATION = 0.35  # share of fresh noise in "more like this": enough to differ, little enough to stay recognisable


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one person may use. Device seconds are what the device is busy for, not what a person waits."""

    seconds_per_day: float = 3600.0
    queued_jobs: int = 6
    pictures_least: int = 1
    pictures_most: int = 10
    pictures: int = 4  # when nothing is said
    photos_most: int = 30
    photos_recommended: int = 5
    training_seconds: float = 240.0  # estimates until the device has shown better ones
    picture_seconds: float = 15.0
    clip_seconds: float = 40.0
    template_seconds: float = 20.0  # a face in a variant of a template
    tryon_seconds: float = 30.0  # a variant
    talk_seconds: float = 60.0  # of sound in one clip
    talk_characters: int = 800  # of text in one clip
    video_bytes: int = 10_000_000  # of a clip; Discord takes no more, so it can be shown everywhere
    trainings_per_day: int = 0  # jobs of a kind within 24 hours; 0: only the device seconds count
    portraits_per_day: int = 0
    clips_per_day: int = 0
    templates_per_day: int = 0
    tryons_per_day: int = 0
    group_posts: int = 20  # pictures a day shown in one group
    reports: int = 10  # a day by one person; 0: as many as they like
    strikes: int = 5  # refusals for what was asked within a day, before somebody has to pause; 0: they never have to
    strike_hours: float = 24.0  # how long that pause is
    burst: float = 15.0  # commands at once
    refill: float = 0.5  # commands a second after that


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """A token bucket: ``tokens`` left at time ``at``; ``told`` once the person has been asked to slow down."""

    tokens: float
    at: float
    told: bool = False


def take(bucket: Bucket | None, now: float, limits: Limits) -> tuple[Bucket, bool]:
    """Spend one command. Returns the new bucket and whether the command may go on."""
    if bucket is None:
        return Bucket(tokens=limits.burst - 1, at=now), True
    tokens = min(limits.burst, bucket.tokens + max(0.0, now - bucket.at) * limits.refill)
    if tokens < 1:
        return Bucket(tokens=tokens, at=now, told=True), False
    return Bucket(tokens=tokens - 1, at=now), True


def wait_seconds(bucket: Bucket, limits: Limits) -> int:
    """Return after how many whole seconds the next command is welcome."""
    return max(1, round((1 - bucket.tokens) / limits.refill + 0.5))


def affordable(spent: float, price: float, limits: Limits) -> bool:
    """Say whether a job of ``price`` device seconds fits into what is left of the day."""
    return spent + price <= limits.seconds_per_day


def count_within(count: int, limits: Limits) -> int:
    """Clamp a number of pictures to what one job may make."""
    return max(limits.pictures_least, min(limits.pictures_most, count))


def may_train(accepted: int, looked_under_age: int) -> bool:
    """Refuse a person who looked under 18 on as many photos as were accepted; one wrong guess of many is forgiven."""
    return accepted > 0 and looked_under_age < accepted


def rung(position: int) -> int:
    """Return the queue position to tell: the next rung of the ladder, never smaller than the truth."""
    index = bisect.bisect_left(LADDER, max(1, position))
    return LADDER[index] if index < len(LADDER) else position


def begins_after(lengths: Sequence[float], workers: int) -> float:
    """Return in how many seconds the next job begins, after jobs of these ``lengths`` that are served in this order."""
    free = [0.0] * max(1, workers)
    for length in lengths:
        heapq.heapreplace(free, free[0] + length)
    return free[0]


def nudged(weight: float, step: float, bounds: tuple[float, float]) -> float:
    """Move a weight by one step within its bounds."""
    return round(min(bounds[1], max(bounds[0], weight + step)), 2)
