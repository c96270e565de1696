"""A talking portrait: paper 3.2 (text-to-speech or a voice, talking head, video enhancement)."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from engine.errors import ChildInPictureError, JobCancelledError, UnsafePictureError
from engine.faces import verdict
from engine.faces.covering import cover_score
from engine.faces.quality import patch_of
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.identity import Identity
from engine.models import Models
from engine.requests import Progress
from engine.safety import examine
from engine.safety.lettering import unwritten
from engine.safety.nudity import NUDE
from engine.safety.provenance import origin_of, says_origin, words_on
from engine.talking import animate, decoding, sound, video
from engine.talking.options import TalkingOptions
from engine.talking.sound import Sound
from engine.talking.speech import Speech
from engine.tasks.shared import kept
from engine.tasks.talk.request import PortraitCoveredError, Talk, TalkingClip

MOST_PHOTOS = 10  # of the person that are looked at for teeth


def run(
    request: Talk, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> TalkingClip:
    """Make ``request.portrait`` speak and write the clip into ``request.out``.

    Raises:
        BadPhotoError, UnfitPortraitError: the portrait cannot be read, or nobody in it can speak.
        BadSoundError, NothingToSayError, UnknownVoiceError, VoiceUnreachableError: there is nothing to say, or nobody
        to say it.
        UnsafePictureError: the nudity check objects to the portrait.
        ChildInPictureError: it may show a child.
        ContentRefusedError: the words may not be said.
        JobCancelledError: the owner took the job back.
    """
    took: dict[str, float] = {}
    options = replace(options_of(request), seed=seed_of(request))
    request.out.mkdir(parents=True, exist_ok=True)
    with _timed(took, "portrait"):
        progress(Progress(stage="looking", done=0, total=1))
        portrait = _portrait(request, models.faces)
    with _timed(took, "sound"):
        progress(Progress(stage="speaking", done=0, total=1))
        audio, voice = _audio(request, models)
    if cancelled():
        raise JobCancelledError
    talking = models.talking
    tools = animate.Tools(
        animator=talking.animator(request.backend, request.size),
        activity=talking.activity,
        upscaler=models.faces.upscaler,
        restorer=talking.restorer if request.enhance else None,
        threads=models.settings.threads,
        progress=progress,
        cancelled=cancelled,
        photos=lambda: _photos(request, models.faces),
    )
    heard = audio.sound if isinstance(audio, Speech) else audio
    facts, origin = {"task": "talk", "seed": request.seed}, origin_of(request.portrait)
    with _timed(took, "animate"):
        clip = animate.animate(portrait, audio, options, request.out / _name(request), tools, facts, origin)
    sources = clip.sources
    with _timed(took, "fit"):
        told = {"facts": facts, "origin": origin, "threads": models.settings.threads}
        clip = video.fit(clip, heard, request.most_bytes, **told)
        preview = video.gif(clip, request.out / "talk.gif") if request.gif else None
        cover = video.cover(clip, request.out / "cover.jpg")
    spoken = {"voice": audio.backend} if isinstance(audio, Speech) else {"listener": "formants"}
    return TalkingClip(
        file=clip.path,
        gif=preview,
        cover=cover,
        seconds=clip.seconds,
        width=clip.width,
        height=clip.height,
        fps=clip.fps,
        voice=voice,
        backends={"animator": tools.animator.name, **sources, **spoken, **_enhancer(request, tools)},
        took=took,
    )


def _enhancer(request: Talk, tools: animate.Tools) -> dict[str, str]:
    if not request.enhance:
        return {}
    return {"upscaler": tools.upscaler.name} | ({"restorer": tools.restorer.name} if tools.restorer else {})


def options_of(request: Talk) -> TalkingOptions:
    """Return the choices of a request; raises ValueError for one out of range."""
    options = TalkingOptions(
        size=request.size,
        pose_style=request.pose_style,
        expression_scale=request.expression,
        blink_rate=request.blink_rate,
        still=request.still,
        framing=request.framing,
        enhance=request.enhance,
        seed=request.seed,
    )
    return replace(options, framing="crop") if request.note else options  # a note is a square


def seed_of(request: Talk) -> int:
    """Return what a clip's chances come from: its seed, its portrait and what is said, so that no two move alike."""
    digest = hashlib.sha256(f"{request.seed}\n{request.text}\n".encode())
    for file in filter(None, (request.portrait, request.audio)):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return int.from_bytes(digest.digest()[:4])


def _photos(request: Talk, faces: Faces) -> Iterator[RGB]:
    """Read the person's own photos, best first. Raises `BadPhotoError`, `NoIdentityError`."""
    files: list[Path] = list(request.photos)
    if request.identity is not None:
        files += kept.photos(request.identity, Identity.load(request.identity))
    for file in files[:MOST_PHOTOS]:
        yield faces.load(file)


def _name(request: Talk) -> str:
    return "talk-note.mp4" if request.note else "talk.mp4"  # a platform that has video notes knows them by this name


def _portrait(request: Talk, faces: Faces) -> RGB:
    """Read the portrait and make sure that it may be animated.

    What was made here shows somebody whose photos were judged: only a clear child in it is refused. Any other picture
    is judged as a selfie is, by age and by what covers the mouth. Words in a file may be anybody's, and cameras write
    some too: that it was made here its pixels must say as well.
    """
    rgb = faces.load(request.portrait)
    if faces.nude(rgb) >= NUDE:
        raise UnsafePictureError
    labelled = says_origin(request.portrait)
    _fit_to_speak(faces, rgb, ours=labelled and examine.made_here(rgb))
    if not labelled:
        return rgb
    return unwritten(rgb, words_on(request.portrait))  # every frame gets the label again, in its own corner


def _fit_to_speak(faces: Faces, rgb: RGB, *, ours: bool) -> None:
    face = faces.largest(rgb)
    if face is None or face.mesh is None:
        return  # that there is no face, the animator says
    if verdict.of_age(faces.attributes(rgb, face), vouched=ours) is not None:
        raise ChildInPictureError
    if not ours and cover_score(patch_of(rgb, face.mesh), face.score) > 0:
        raise PortraitCoveredError


def _audio(request: Talk, models: Models) -> tuple[Sound | Speech, str]:
    """Return what is heard and the name of the voice, which is empty for somebody's own."""
    if request.audio is not None:
        most = min(request.most_seconds, video.NOTE_SECONDS) if request.note else request.most_seconds
        own = decoding.sound(request.audio, most)
        return (models.talking.transcribed(own, request.text, request.language) if request.text else own), ""
    voice = models.talking.voice(request.voice, request.language)
    spoken = models.talking.speak(request.text, voice)
    sound.require_length(spoken.sound, request.most_seconds)
    return spoken, voice.name


@contextmanager
def _timed(took: dict[str, float], name: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    took[name] = round(time.monotonic() - began, 3)
