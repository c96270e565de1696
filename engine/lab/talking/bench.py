"""The child of the bench ``talking``: ``python -m engine.lab.talking.bench WEIGHTS``; JSON in its last line.

With ``--part`` one of `PARTS` alone, or several; every clip is told as it is measured. With ``--kept FILE`` it is
written there too, and the next run with that file goes on where this one was ended.

Speech is made by espeak-ng, which says when each phoneme is spoken. What the mouth should do at that moment is read
from `HEIGHTS`, the vowel chart of any phonetics book, and not from the tables the lips are driven with: so the clip is
compared with the language and not with itself.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import mean

import cv2
import numpy as np
import psutil
import skimage.data
from numpy.typing import NDArray

import engine
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.lab.talking import measure, people
from engine.lab.talking.kept import Kept, mark_of
from engine.people import people as people_photos
from engine.people import photo
from engine.requests import Progress
from engine.settings import EngineSettings
from engine.talking import animate, lips, video
from engine.talking.animator import Drive
from engine.talking.espeak import EspeakSpeaker
from engine.talking.motion import blinks, move
from engine.talking.options import TalkingOptions
from engine.talking.registry import Talking
from engine.talking.sound import PLAYED_RATE
from engine.talking.speech import Phoneme, Speech
from engine.talking.voice_activity import SileroVoiceActivity
from engine.tasks.talk.request import UnfitPortraitError

SAYINGS = (
    ("en-us+f3", "Maybe my mother baked a big apple pie. Have you ever been to Bombay?"),
    ("de", "Am Abend haben wir Papa besucht. Möchtest du auch ein Glas Apfelsaft?"),
    ("cmn", "爸爸妈妈在家里吃饭。明天我们去北京看朋友，好吗？"),
    ("en-us", "People walk along the river. Above them, a balloon moves past the moon."),
)
#: One sentence in each language of the bot that nothing was tuned on.
OTHERS = (
    ("en-us", "The pilot put a warm blanket over both boys before the plane flew back home."),
    ("de", "Meine Mutter backt am Samstag immer Brot mit Butter, Mohn und etwas Salz."),
    ("es", "Por la mañana mi abuela compra pan blanco y mermelada para toda la familia."),
    ("cmn", "我的妹妹每天早上跑步，然后买面包和牛奶回家。"),
    ("fr", "Le petit bateau blanc passe sous le pont pendant que ma mère prépare la soupe."),
    ("ru", "Моя бабушка купила белый хлеб, молоко и пять больших яблок."),
    ("pt", "A minha mãe prepara um bolo de banana para o almoço de sábado."),
    ("ja", "まいあさ ははは パンと たまごを たべて、バスで まちへ いきます。"),
)
#: How far the jaw is down for each vowel, 0 closed .. 1 open, by rows of the vowel chart.
HEIGHTS = {
    **dict.fromkeys("iyɨʉɯuɪʏʊ", 0.3),
    **dict.fromkeys("eøɘɵɤoəɚ", 0.5),
    **dict.fromkeys("ɛœɜɞʌɔɝ", 0.7),
    **dict.fromkeys("æɐaɶäɑɒ", 1.0),
}
BILABIAL, OTHER = "pbm", 0.25  # lips shut; a consonant leaves the jaw a little open
OPEN_FROM = 0.7
PAUSE = 0.12  # seconds; shorter silences are part of a consonant
JAW, LIPS = 0.04, 0.02  # seconds a jaw and lips take for a step: nothing in a face jumps
OPEN_EYES = 0.3  # of a blink: eyes less closed than this are open
BESIDE = 0.06  # of the frame around a person that is not asked to stand still
LOOK_EVERY = 5  # frames between two looks at the background
CLIPS = 10  # whose blinks are compared
TEETH_OF = ("P001", "P006", "P007", "P008", "P010")
GRINS = ("P001", "P002", "P004", "P005", "P006")  # whose laughing photos speak
PARTS = ("clips", "grin", "blinks", "teeth", "sentences", "long")
LONG = 60.0  # seconds of the clip whose memory is measured
MEASURED = ("talking", "lab/talking")  # whose code makes the figures; those of other code are not taken over


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("--portraits", type=int, default=5, help="so many portraits, or photos of a folder")
    parser.add_argument("--sayings", type=int, default=len(SAYINGS), help="so many sentences for each")
    parser.add_argument("--photos", type=Path, help="a folder of photos that speak instead of the portraits")
    parser.add_argument("--part", action="append", choices=PARTS, help="measure this alone, may be given again")
    parser.add_argument("--kept", type=Path, help="a file in which every measurement is kept, and looked for first")
    args = parser.parse_args()
    kept = Kept(args.kept, mark_of(Path(engine.__path__[0]) / name for name in MEASURED))
    parts = args.part or (("clips",) if args.photos else PARTS)
    cv2.setNumThreads(1)
    settings = EngineSettings(weights=args.weights, base="pocket", device="cpu", threads=1)
    faces = Faces(settings)
    talking = Talking(settings, faces)
    speeches = [EspeakSpeaker().speak(text, voice, "") for voice, text in SAYINGS[: args.sayings]]
    said: dict[str, float] = {}
    if "clips" in parts:
        shown = people.photos(args.photos, args.portraits) if args.photos else people.portraits(faces, settings)
        said |= spoken(islice(shown, args.portraits), speeches, faces, talking, kept)
        said["listened"] = mean(listened(speech, talking.activity) for speech in speeches)
    if "grin" in parts:
        shown = islice(people.grins(settings.weights, GRINS), args.portraits)
        grins = spoken(shown, speeches[:1], faces, talking, kept)
        said |= {f"grin_{name}": value for name, value in grins.items()}
    if "blinks" in parts:
        said |= alive()
    if "teeth" in parts:
        said |= teeth(faces, talking, settings, kept)
    if "sentences" in parts:
        said |= others(OTHERS[: 2 * args.sayings], faces, talking, kept)
    if "long" in parts:
        said |= kept.of("long", measure=lambda: long_clip(talking, faces))
    print(json.dumps(said))


def spoken(
    shown: Iterable[RGB], speeches: Sequence[Speech], faces: Faces, talking: Talking, kept: Kept
) -> dict[str, float]:
    """Let every portrait say every speech; returns the least, the mean and the greatest of what is measured."""
    clips, refused = everybody(shown, speeches, faces, talking, kept)
    return {
        f"{name}_{how.__name__}": float(how([clip[name] for clip in clips if name in clip]))
        for name in sorted(set().union(*clips))
        for how in (min, mean, max)
    } | {"clips": len(clips), "refused": refused}


def everybody(
    shown: Iterable[RGB], speeches: Sequence[Speech], faces: Faces, talking: Talking, kept: Kept
) -> tuple[list[dict[str, float]], int]:
    """Let every portrait say every speech; returns what is measured of each clip, and how many portraits are unfit.

    Raises ValueError when none can speak.
    """
    clips, refused = [], 0
    for portrait in shown:
        try:
            clips += [measured(portrait, speech, faces, talking, kept) for speech in speeches]
        except UnfitPortraitError:
            refused += 1
    if not clips:
        raise ValueError(f"none of {refused} pictures can be animated")
    return clips, refused


def measured(portrait: RGB, speech: Speech, faces: Faces, talking: Talking, kept: Kept) -> dict[str, float]:
    """Return what is measured of a clip, or was before."""
    digest = mark_of_clip(portrait, speech)
    return kept.of("clip", digest, measure=lambda: clip(portrait, speech, faces, talking))


def mark_of_clip(portrait: RGB, speech: Speech) -> str:
    """Return what a clip is known by: its portrait, voice and phonemes; some voices' samples differ each time."""
    said = " ".join([speech.voice, *(one.symbol for one in speech.phonemes)])
    return hashlib.sha256(portrait.tobytes() + said.encode()).hexdigest()[:16]


def others(sayings: Sequence[tuple[str, str]], faces: Faces, talking: Talking, kept: Kept) -> dict[str, float]:
    """Return the correlations of sentences that nothing was tuned on, by espeak's name of the voice."""
    portrait = np.ascontiguousarray(skimage.data.astronaut())
    found = {
        voice: measured(portrait, EspeakSpeaker().speak(text, voice, ""), faces, talking, kept)["correlation"]
        for voice, text in sayings
    }
    return {"others_min": min(found.values()), "others_mean": mean(found.values())} | {
        f"other_{voice}": value for voice, value in found.items()
    }


def clip(portrait: RGB, speech: Speech, faces: Faces, talking: Talking) -> dict[str, float]:
    """Animate one portrait with one speech and return what is measured of it."""
    options = TalkingOptions(blink_rate=20, pose_style=7, seed=3)
    curves = animate.mouth(speech, options, talking.activity)
    motion = move(curves, options)
    subject = talking.animator("mesh").prepare(portrait, options)
    drive = Drive(curves=curves, motion=motion, sound=speech.sound.heard)
    began = time.process_time()
    frames = list(subject.frames(drive))
    spent = time.process_time() - began
    seen = measure.watch(frames, subject, faces)
    wanted = intended(speech.phonemes, len(frames), options.fps)
    together = measure.synchrony(seen.gap, wanted)
    winks = measure.blinks(seen.eyes, motion.blink)
    spans = kinds(speech.phonemes)
    still = background(subject.rest, faces)
    closed_gap = measure.pause_gap(seen.gap, spans["pause"], options.fps)
    said = {
        "correlation": together.correlation,
        "lag": abs(together.lag),
        "shifted": together.shifted,
        "closure": measure.closure(seen.gap, spans["shut"], spans["open"], options.fps),
        "pause": (closed_gap - seen.rest_gap) / max(1e-6, float(np.nanmax(seen.gap))),
        "blinks_missed": winks.scheduled - winks.seen,
        "blinks_extra": winks.extra,
        "background": seen.background,
        "behind": behind(frames, subject.rest, still),
        "lost": seen.lost,
        **likeness(seen, motion.blink),
        "speed": len(frames) / spent,
        **written(frames, subject.rest, still, speech, options),
    }
    print(json.dumps(said), flush=True)  # minutes pass: what is known is shown
    return said


def likeness(seen: measure.Seen, blink: NDArray[np.floating]) -> dict[str, float]:
    """Return the greatest distance to the portrait with open eyes, and with lids that close, where some do.

    Shut eyes move an embedding by 0.08 as they do on any photo, and say nothing about the face that speaks.
    """
    apart: dict[bool, list[float]] = {True: [], False: []}
    for frame, away in zip(seen.looked, seen.distances, strict=True):
        apart[bool(blink[frame] < OPEN_EYES)].append(away)
    shut = {"distance_shut": max(apart[False])} if apart[False] else {}
    return {"distance": max(apart[True]), **shut}


def background(rest: RGB, faces: Faces) -> NDArray[np.bool_]:
    """Return (height, width): what is no person, and not close to them.

    Where a person is, another network than the cut-out says, and `BESIDE` of the frame around them is left out.
    """
    margin = round(BESIDE * max(rest.shape))
    person = (faces.people.person_mask(rest) > 0.1).astype(np.uint8)
    return cv2.dilate(person, np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)) == 0


def behind(frames: Sequence[RGB], rest: RGB, still: NDArray[np.bool_]) -> float:
    """Return the greatest change 0..255 of the background ``still`` (height, width)."""
    changes = [np.abs(frame.astype(np.int16) - rest).max(axis=2)[still] for frame in frames[::LOOK_EVERY]]
    return float(max((change.max(initial=0) for change in changes), default=0))


def alive() -> dict[str, float]:
    """Return how far apart ten clips' first blinks are at least, and the control: those of the same clip made twice."""
    first = np.array([blinks(LONG, TalkingOptions(seed=seed))[0] for seed in range(CLIPS)])
    again = abs(blinks(LONG, TalkingOptions(seed=0))[0] - first[0])
    return {"blinks_apart": float(np.diff(np.sort(first)).min()), "blinks_control": float(again)}


def teeth(faces: Faces, talking: Talking, settings: EngineSettings, kept: Kept) -> dict[str, float]:
    """Return how much teeth of two people differ, against those of one person in two portraits (the control).

    Every synthetic person's neutral portraits speak with teeth that their other photos lend.
    """
    shown = [
        kept.of("teeth", name, measure=lambda name=name: {"rows": _teeth_of(name, faces, talking, settings)})["rows"]
        for name in TEETH_OF
    ]
    pairs = [[np.array(rows, np.float32) for rows in pair] for pair in shown if len(pair) == 2]
    same = [measure.teeth_apart(*pair) for pair in pairs]
    other = [measure.teeth_apart(one[0], two[0]) for k, one in enumerate(pairs) for two in pairs[k + 1 :]]
    return {"teeth_apart": mean(other), "teeth_control": mean(same), "teeth_people": len(pairs)}


def _teeth_of(name: str, faces: Faces, talking: Talking, settings: EngineSettings) -> list[list[list[float]]]:
    """Return the rows of teeth, (16, 48) of light in the place that the mouth has, of a person's neutral portraits.

    Two of them at most, and only those whose teeth another photo lends.
    """
    photos = [np.asarray(photo(settings.weights, name, cut)) for cut in people_photos()[name]]
    found = []
    for index in _closed(photos, faces)[:2]:
        subject = talking.animator("mesh").prepare(photos[index], TalkingOptions(), lambda: photos)
        if subject.sources["teeth"] == "photo":
            found.append(measure.teeth(subject, faces).tolist())
    return found


def _closed(photos: Sequence[RGB], faces: Faces) -> list[int]:
    """Return the numbers of the photos with closed lips and a straight look, straightest first."""
    found = []
    for index, rgb in enumerate(photos):
        mesh = faces.mesh(rgb)
        if mesh is not None and measure.lip_gap(mesh.points) < 0.02:
            found.append((abs(mesh.yaw) + abs(mesh.pitch), index))
    return [index for _, index in sorted(found)]


def written(
    frames: Sequence[RGB], rest: RGB, still: NDArray[np.bool_], speech: Speech, options: TalkingOptions
) -> dict[str, float]:
    """Return what the finished file is like.

    ``apart``    frames by which picture and sound differ in length
    ``encoded``  dB by which the background ``still`` (height, width) is near the frame at rest, in the worst frame;
                 not there where the picture has no background
    """
    import av

    with tempfile.TemporaryDirectory() as folder:
        made = video.write(frames, speech.sound, Path(folder) / "clip.mp4", fps=options.fps)
        with av.open(str(made.path)) as container:
            lengths = [float(track.duration * track.time_base) for track in container.streams]
            errors = [
                float(((frame.to_ndarray(format="rgb24")[still].astype(np.float32) - rest[still]) ** 2).mean())
                for number, frame in enumerate(container.decode(video=0))
                if number % LOOK_EVERY == 0 and still.any()
            ]
    said = {"apart": abs(lengths[0] - lengths[1]) * options.fps}
    return said | ({"encoded": float(10 * np.log10(255**2 / max(errors)))} if errors else {})


def intended(phonemes: Sequence[Phoneme], frames: int, fps: int) -> NDArray[np.float32]:
    """Return how far the lips should be apart at each frame (frames,), by the vowel chart.

    The jaw follows the vowels with its inertia; the lips, which are quicker, shut for as long as a p, b or m lasts.
    """
    grid = np.arange(int(frames / fps * 1000)) / 1000
    jaw, lips_apart = np.zeros(len(grid)), np.ones(len(grid))
    for one in phonemes:
        heights = heights_of(one.symbol) if one.symbol else [0.0 if one.end - one.start >= PAUSE else OTHER]
        edges = np.linspace(one.start, one.end, len(heights) + 1)
        for begin, end, height in zip(edges, edges[1:], heights, strict=False):
            jaw[(grid >= begin) & (grid < end)] = height
        if is_bilabial(one.symbol):
            lips_apart[(grid >= one.start) & (grid < one.end)] = 0.0
    apart = _followed(_followed(jaw, JAW), JAW) * _followed(lips_apart, LIPS)
    return np.interp(np.arange(frames) / fps, grid, apart).astype(np.float32)


def _followed(values: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    """Return what something does that needs ``seconds`` for a step."""
    window = np.ones(round(seconds * 1000)) / round(seconds * 1000)
    return np.convolve(values, window, "same")


def is_bilabial(symbol: str) -> bool:
    """Say whether both lips touch in a phoneme."""
    plain = unicodedata.normalize("NFD", symbol)
    return any(char in BILABIAL for char in plain) and not any(char in HEIGHTS for char in plain)


def heights_of(symbol: str) -> list[float]:
    """Return the openings of the jaw a phoneme passes through."""
    vowels = [HEIGHTS[char] for char in unicodedata.normalize("NFD", symbol) if char in HEIGHTS]
    return vowels or [OTHER]


def kinds(phonemes: Sequence[Phoneme]) -> dict[str, list[tuple[float, float]]]:
    """Return the spans of sounds made with closed lips, of open vowels, and of pauses between words."""
    found: dict[str, list[tuple[float, float]]] = {"shut": [], "open": [], "pause": []}
    for one in phonemes:
        heights = heights_of(one.symbol) if one.symbol else []
        if not one.symbol and one.end - one.start >= 2 * PAUSE:
            found["pause"].append((one.start + PAUSE, one.end))
        elif is_bilabial(one.symbol):
            found["shut"].append((one.start, one.end))
        elif heights and max(heights) >= OPEN_FROM:
            found["open"].append((one.start, one.end))
    return found


def listened(speech: Speech, activity: SileroVoiceActivity) -> float:
    """Return the correlation with the intention of lips that only hear the voice and know no word of it."""
    curves = lips.from_sound(speech.sound, activity.probabilities(speech.sound.heard), 25)
    return measure.synchrony(curves.gap, intended(speech.phonemes, len(curves), 25)).correlation


def long_clip(talking: Talking, faces: Faces) -> dict[str, float]:
    """Return the memory in MB that a clip of `LONG` seconds needs beyond what the process had before it."""
    speech = EspeakSpeaker().speak(SAYINGS[0][1], "en-us", "en")
    tools = animate.Tools(animator=talking.animator("mesh"), activity=talking.activity, upscaler=faces.upscaler)
    rgb, options = np.ascontiguousarray(skimage.data.astronaut()), TalkingOptions(size=512)
    times = int(np.ceil(LONG / speech.sound.seconds))
    longer = replace(
        speech,
        sound=replace(speech.sound, played=np.tile(speech.sound.played, times)[: int(LONG * PLAYED_RATE)]),
        phonemes=tuple(
            replace(one, start=one.start + turn * speech.sound.seconds, end=one.end + turn * speech.sound.seconds)
            for turn in range(times)
            for one in speech.phonemes
        ),
    )
    with tempfile.TemporaryDirectory() as folder:
        animate.animate(rgb, speech, options, Path(folder) / "short.mp4", tools)
        process, most = psutil.Process(), [0]
        before = process.memory_info().rss

        def look(_progress: Progress) -> None:
            most[0] = max(most[0], process.memory_info().rss)

        animate.animate(rgb, longer, options, Path(folder) / "long.mp4", replace(tools, progress=look))
    return {"memory": max(0, most[0] - before) / 1e6}


if __name__ == "__main__":
    main()
