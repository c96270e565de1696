"""Samples people choose from: backgrounds as small pictures, voices as two seconds of sound, movements as curves.

    python -m engine.lab.samples scenes voices movements

What is written is part of the program: ``engine/samples`` and, for the page
that shows them, ``bot/frontends/local/static/movements.json``. Run again after a scene, a voice or a manner changed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image

from engine import samples
from engine.canvas.linear import display
from engine.canvas.scenes import SceneBook
from engine.faces.registry import Faces
from engine.settings import EngineSettings
from engine.talking.motion import manner
from engine.talking.registry import Talking
from engine.talking.sound import PLAYED_RATE, Sound
from engine.talking.video import write_voice

ROOT = Path(__file__).parents[2]
SCENES, VOICES = samples.HERE / "scenes", samples.HERE / "voices"
MOVEMENTS = ROOT / "bot/frontends/local/static/movements.json"
WIDTH, HEIGHT = 240, 300  # pixels; drawn at twice that
#: What a stranger would name, the rest is for styles.
BACKDROPS = (
    "paper", "brick", "bookshelf", "cafe", "office", "stage", "bokeh", "neon_street", "sea", "mountains", "snowfall",
    "blossom", "wheat", "dunes", "aurora", "starfield", "underwater",
)  # fmt: skip
#: Of one sentence: parts of less than a third of a second are too short to be timed.
GREETINGS = {
    "en": "Hello, this is my voice.",
    "de": "Hallo, das ist meine Stimme.",
    "es": "Hola, esta es mi voz.",
    "fr": "Bonjour, voici ma voix.",
    "ja": "こんにちは、これが私の声です。",
    "pt": "Olá, esta é a minha voz.",
    "ru": "Привет, вот мой голос.",
    "zh": "你好，这是我的声音。",
}
SECONDS, FADE = 2.4, 0.15  # of a voice
LOOP, STEPS = 8.0, 40  # seconds of a movement, and values of each curve


def scenes(settings: EngineSettings) -> None:
    """Draw each background once."""
    book = SceneBook(weights=settings.weights)
    SCENES.mkdir(parents=True, exist_ok=True)
    for kind, names in (("panorama", samples.PANORAMAS), ("backdrop", BACKDROPS)):
        for name in names:
            made = book.scene(kind, name)
            plate = made.plate(2 * HEIGHT, 2 * WIDTH, np.random.default_rng(1))
            picture = Image.fromarray(display(plate)).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
            picture.save(SCENES / f"{name}.jpg", quality=74, optimize=True, progressive=True)


def voices(settings: EngineSettings) -> None:
    """Let each voice of this machine greet in its own language."""
    talking = Talking(settings, Faces(settings))
    VOICES.mkdir(parents=True, exist_ok=True)
    for voice in talking.book.usable(settings.weights, online=False):
        played = talking.speak(GREETINGS[voice.language], voice).sound.played[: int(SECONDS * PLAYED_RATE)].copy()
        fade = np.linspace(1, 0, int(FADE * PLAYED_RATE), dtype=np.float32)
        played[-len(fade) :] *= fade
        write_voice(Sound(played=played), VOICES / f"{voice.name}.ogg")


def movements(settings: EngineSettings) -> None:
    """Write yaw, pitch and roll, degrees, of each manner; the loop ends where it begins."""
    times = np.linspace(0, LOOP, STEPS, endpoint=False, dtype=np.float32)
    ends = np.minimum(1.0, np.minimum(times, LOOP - times) / 1.0)
    curves = []
    for style in range(46):
        sway = manner(times, style, 0)
        curves.append([[round(float(value), 1) for value in sway[name] * ends] for name in ("yaw", "pitch", "roll")])
    MOVEMENTS.write_text(json.dumps({"seconds": LOOP, "curves": curves}, separators=(",", ":")) + "\n")


MAKERS = {"scenes": scenes, "voices": voices, "movements": movements}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="+", choices=list(MAKERS))
    for name in parser.parse_args().what:
        MAKERS[name](EngineSettings(weights=ROOT / "weights"))
