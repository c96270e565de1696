"""How a head moves while it speaks: 46 manners of swaying, turning and nodding, when lids close and eyes look away.

A manner (``pose_style``) is a seeded set of amplitudes and rhythms; the seed of a clip shifts their phases. Movement is
a sum of slow sines, so it is smooth, bounded and of any length; it starts and ends in the portrait's own pose.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.talking.animator import Motion
from engine.talking.curves import Curve, MouthCurves
from engine.talking.options import TalkingOptions

#: Greatest amplitude of a manner: degrees, degrees, degrees, and twice distances between the eyes.
MOST = {"yaw": 3.6, "pitch": 1.8, "roll": 2.2, "right": 0.022, "down": 0.012}
LEAST = 0.25  # of `MOST`
RHYTHMS = (0.11, 0.23, 0.41)  # Hz, about; each manner bends them
SHARES = (0.5, 0.35, 0.15)  # of the amplitude that each rhythm has
NOD = 1.3  # degrees of pitch that an open mouth adds at most
SLOW = 0.25  # seconds over which loudness is smoothed before it nods the head
RAMP = 0.4  # seconds from the portrait's pose into movement and back

BREATHS = 0.27  # a second
BROW_RISE, BROW_HELD = 0.14, 0.5  # seconds in which brows go up with a new sentence, and stay about there
BROW_SWAY, ACCENT = 0.35, 0.9  # of a full rise: slow wandering, and what a beginning or an accent adds
PAUSE = 0.25  # seconds of silence after which somebody begins anew
LOOK = (0.018, 0.008)  # distances of the eye corners, right and down: how far a glance goes, as a deviation
LONGEST_LOOK = 0.034
AT_CAMERA = 0.6  # share of looks that go straight ahead
FIXED = (0.35, 1.1)  # seconds: shortest look, and what more it lasts on average
GLANCE = 0.05  # seconds that eyes need to get there
EYEBALL = 0.13  # distances of the eye corners: radius of an eye, which keeps its aim while the head turns

BLINK = ((0.0, 0.0), (0.08, 1.0), (0.12, 1.0), (0.26, 0.0))  # seconds, how far the lids are closed
SHORTEST_GAP = 0.8  # seconds between two blinks
FIRST_BLINK = 0.6  # seconds that the eyes stay open at the start


def move(curves: MouthCurves, options: TalkingOptions) -> Motion:
    """Return the motion of a clip, one value per frame of ``curves``; the same options give the same motion."""
    seconds = float(curves.times[-1]) + 1 / options.fps if len(curves) else 0.0
    blink = lids(curves.times, blinks(seconds, options))
    if options.still or not len(curves):
        rest = np.zeros(len(curves), np.float32)
        return Motion(yaw=rest, pitch=rest, roll=rest, shift=np.zeros((len(curves), 2), np.float32), blink=blink)
    sway = manner(curves.times, options.pose_style, options.seed)
    calm = np.clip(np.minimum(curves.times, seconds - 1 / options.fps - curves.times) / RAMP, 0, 1)
    calm = calm * calm * (3 - 2 * calm)
    breath = np.sin(2 * np.pi * (BREATHS * curves.times + _chance(options, 2).uniform())) * calm
    nod = NOD * _smooth(curves.gap, SLOW * options.fps)
    yaw, pitch = sway["yaw"] * calm, (sway["pitch"] + nod) * calm
    aim = np.stack([EYEBALL * np.radians(yaw), EYEBALL * np.radians(pitch)], axis=1)
    return Motion(
        yaw=_curve(yaw),
        pitch=_curve(pitch),
        roll=_curve(sway["roll"] * calm),
        shift=np.stack([sway["right"] * calm, sway["down"] * calm], axis=1).astype(np.float32),
        blink=blink,
        breath=_curve(breath),
        brows=_curve(brows(curves, options) * calm),
        gaze=((glances(curves.times, options) - aim) * calm[:, None]).astype(np.float32),
    )


def brows(curves: MouthCurves, options: TalkingOptions) -> NDArray[np.float64]:
    """Return (frames,) -1..1: brows wander slowly, and go up where somebody begins to speak or stresses a word."""
    chance = _chance(options, 3)
    times, speaks = curves.times, (curves.gap > 0.05) | (curves.closure > 0.05)
    wander = BROW_SWAY * np.sin(2 * np.pi * (0.13 * times + chance.uniform())) * np.sin(2 * np.pi * 0.07 * times)
    raised = np.zeros(len(times))
    quiet = np.inf
    for k, time in enumerate(times):
        begins = speaks[k] and quiet >= PAUSE
        stressed = speaks[k] and curves.gap[k] > 0.7 and chance.uniform() < 0.5 / options.fps
        quiet = 0.0 if speaks[k] else quiet + 1 / options.fps
        if begins or stressed:
            rise = np.exp(-(((times - time - BROW_RISE) / BROW_HELD) ** 2)) * chance.uniform(0.4, 1.0)
            raised = np.maximum(raised, rise)
    return np.clip(wander + ACCENT * raised, -1, 1)


def glances(times: Curve, options: TalkingOptions) -> NDArray[np.float64]:
    """Return (frames, 2) how far the eyes look right and down of the camera: they jump, and rest in between."""
    chance, moment, at = _chance(options, 4), 0.0, np.zeros(2)
    moments, places = [0.0], [at]
    end = float(times[-1]) if len(times) else 0.0
    while moment < end:
        moment += FIXED[0] + chance.exponential(FIXED[1])
        away = chance.normal(0, LOOK) if chance.uniform() > AT_CAMERA else np.zeros(2)
        moments += [moment, moment + GLANCE]
        places += [at, np.clip(away, -LONGEST_LOOK, LONGEST_LOOK)]
        at = places[-1]
    known = np.array(places)
    return np.stack([np.interp(times, moments, known[:, side]) for side in (0, 1)], axis=1)


def _chance(options: TalkingOptions, topic: int) -> np.random.Generator:
    """Return the chances of one topic, so that one habit does not shift another."""
    return np.random.default_rng([options.seed, options.pose_style, topic])


def manner(times: Curve, style: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """Return each movement of `MOST` (frames,) for one of the 46 manners; ``seed`` shifts it in time."""
    habits, chance = np.random.default_rng([style, 46]), np.random.default_rng([seed, style])
    sway = {}
    for name, most in MOST.items():
        amplitude = most * habits.uniform(LEAST, 1)
        rhythms = np.array(RHYTHMS) * habits.uniform(0.8, 1.3, len(RHYTHMS))
        phases = chance.uniform(0, 2 * np.pi, len(RHYTHMS))
        waves = np.sin(2 * np.pi * np.outer(times, rhythms) + phases)
        sway[name] = amplitude * waves @ np.array(SHARES)
    return sway


def blinks(seconds: float, options: TalkingOptions) -> list[float]:
    """Return when blinks begin, in seconds; gaps vary as people's do and no blink is cut off by the end."""
    if options.blink_rate == 0:
        return []
    chance, mean = _chance(options, 1), 60 / options.blink_rate
    spare = max(0.0, mean - SHORTEST_GAP)
    moments: list[float] = []
    moment = FIRST_BLINK + chance.uniform(0, mean)
    while moment + BLINK[-1][0] < seconds:
        moments.append(float(moment))
        moment += SHORTEST_GAP + spare * chance.gamma(4.0, 0.25)
    return moments


def lids(times: Curve, moments: list[float]) -> Curve:
    """Return (frames,) 0..1: how far the lids are closed when blinks begin at ``moments``."""
    closed = np.zeros(len(times))
    for moment in moments:
        closed = np.maximum(closed, np.interp(times - moment, *zip(*BLINK, strict=True)))
    return _curve(closed)


def _smooth(values: Curve, frames: float) -> NDArray[np.float64]:
    """Blur over time with a Gaussian of ``frames``; the ends repeat."""
    reach = max(1, round(3 * frames))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(frames, 1e-3)) ** 2)
    return np.convolve(np.pad(values, reach, mode="edge"), weights / weights.sum(), mode="valid")


def _curve(values: NDArray[np.floating]) -> Curve:
    return values.astype(np.float32)
