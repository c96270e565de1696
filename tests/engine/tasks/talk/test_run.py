"""A talking portrait end to end, with the packaged models, and everything that may go wrong on the way."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from engine.errors import ChildInPictureError, ContentRefusedError, JobCancelledError, UnsafePictureError
from engine.faces.attributes import Attributes
from engine.lab.faces import synthetic_defects
from engine.requests import Progress, from_json, to_json
from engine.safety.origin import DRAWN, EDITED, MADE_BY_A_MODEL, TERMS, Origin
from engine.safety.provenance import save_labelled, xmp
from engine.talking import espeak, sound, video
from engine.tasks.talk import run as talk
from engine.tasks.talk import speak
from engine.tasks.talk.request import (
    BadSoundError,
    NothingToSayError,
    PortraitCoveredError,
    PortraitWithoutFaceError,
    Speak,
    Talk,
    UnknownVoiceError,
)


@pytest.fixture(scope="module")
def portrait(tmp_path_factory, astronaut) -> Path:
    """The public-domain portrait as a file."""
    path = tmp_path_factory.mktemp("portrait") / "a.png"
    Image.fromarray(astronaut).save(path)
    return path


@pytest.fixture
def wish(portrait: Path, tmp_path: Path) -> Talk:
    """A short saying at the smallest size."""
    said = {"text": "Mama, papa.", "voice": "en-anna"}
    return Talk(portrait=portrait, out=tmp_path / "out", **said, size=256, gif=True, blink_rate=0)


def run(request: Talk, models, cancelled=lambda: False):
    """Run a request and return the clip with what was heard of its progress."""
    heard: list[Progress] = []
    return talk.run(request, models, heard.append, cancelled), heard


@pytest.mark.slow
def test_a_text_becomes_a_clip(wish, models):
    """File, preview, length of the speech, and which backends made it; told step by step."""
    made, heard = run(wish, models)
    assert made.file.name == "talk.mp4"
    assert (made.width, made.height, made.fps, made.voice) == (256, 256, 25, "en-anna")
    assert made.backends == {"animator": "mesh", "teeth": "portrait", "background": "still", "voice": "espeak-ng"}
    assert sound.read(made.file).seconds == pytest.approx(made.seconds, abs=0.06)
    assert made.gif is not None
    assert made.cover is not None
    assert video.source_type(made.file) == MADE_BY_A_MODEL
    assert list(dict.fromkeys(step.stage for step in heard)) == ["looking", "speaking", "animating"]
    assert from_json(type(made), to_json(made)) == made


@pytest.mark.slow
def test_a_voice_message_becomes_a_video_note(wish, models, tmp_path):
    """Square, named so that a platform knows it; the voice in it is the one that was sent."""
    spoken = speak.run(Speak(text="Hello my friend", out=tmp_path / "v.ogg"), models, lambda _: None, lambda: False)
    made, _ = run(replace(wish, audio=spoken.file, text="", note=True, framing="full", gif=False), models)
    assert made.file.name == "talk-note.mp4"
    assert made.width == made.height
    assert (made.voice, made.gif) == ("", None)
    heard, sent = sound.read(made.file).heard, sound.read(spoken.file).heard
    length = min(len(heard), len(sent)) // 640 * 640
    loud = [np.abs(one[:length]).reshape(-1, 640).max(1) for one in (heard, sent)]
    assert np.corrcoef(*loud)[0, 1] > 0.9


@pytest.mark.slow
def test_the_same_seed_draws_the_same_frames(wish, models, monkeypatch):
    """Deterministic on request; another seed moves otherwise. The voice is spoken once: it differs by milliseconds."""
    monkeypatch.setattr(espeak, "say", cache(espeak.say))
    request = replace(wish, text="Papa", gif=False)
    clips = [run(replace(request, out=wish.out / str(n), seed=seed), models)[0] for n, seed in enumerate((1, 1, 2))]
    first, same, other = ([f.astype(np.int16) for f in video.frames_of(clip.file)] for clip in clips)
    middle = len(first) // 2
    assert np.array_equal(first, same)
    assert np.abs(first[middle] - other[middle]).mean() > 0.5


def test_a_cancelled_clip_leaves_nothing(wish, models):
    """Taken back while it is drawn."""
    answers = iter([False, False, True])
    with pytest.raises(JobCancelledError):
        run(wish, models, cancelled=lambda: next(answers, True))
    assert list(wish.out.glob("*.mp4")) == []


def test_a_picture_without_a_face_cannot_speak(wish, models, tmp_path):
    """Said as just that."""
    Image.new("RGB", (256, 256), "grey").save(tmp_path / "grey.png")
    with pytest.raises(PortraitWithoutFaceError):
        run(replace(wish, portrait=tmp_path / "grey.png"), models)


def test_music_is_refused_before_anything_is_drawn(wish, models, tmp_path):
    """Three seconds of a chord."""
    times = np.arange(3 * 48_000) / 48_000
    chord = sum(np.sin(2 * np.pi * tone * times) for tone in (220, 277, 330)) * 0.1
    video.write_voice(sound.Sound(played=chord.astype(np.float32)), tmp_path / "m.ogg")
    with pytest.raises(BadSoundError) as refused:
        run(replace(wish, audio=tmp_path / "m.ogg", text=""), models)
    assert refused.value.data["reason"] == "no-speech"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"text": " "}, NothingToSayError),
        ({"voice": "nobody"}, UnknownVoiceError),
        ({"text": "word " * 20, "most_seconds": 1.0}, BadSoundError),
    ],
)
def test_what_cannot_be_said_is_refused(wish, models, change, error):
    """Each with its own sentence."""
    with pytest.raises(error):
        run(replace(wish, **change), models)


@pytest.mark.parametrize("change", [{"size": 300}, {"pose_style": 46}, {"expression": 3.0}, {"framing": "round"}])
def test_choices_out_of_range_are_a_mistake_of_the_caller(wish, models, change):
    """The conversation never makes such a request."""
    with pytest.raises(ValueError, match=r"is not|neither"):
        run(replace(wish, **change), models)


def test_a_voice_can_be_heard_before_it_is_chosen(models, tmp_path):
    """As an OGG voice message."""
    made = speak.run(
        Speak(text="Guten Tag", language="de", out=tmp_path / "v.ogg"), models, lambda _: None, lambda: False
    )
    assert made.voice == "de-anna"
    with av.open(str(made.file)) as container:
        assert container.streams[0].codec_context.name == "opus"
    assert 0.3 < made.seconds < 3


class Undressed:
    """Perception that sees a picture nobody should animate."""

    def load(self, _path: Path) -> np.ndarray:
        return np.zeros((64, 64, 3), np.uint8)

    def nude(self, _rgb: np.ndarray) -> float:
        return 1.0


def test_a_labelled_portrait_loses_its_label_before_every_frame_gets_one(wish, faces, astronaut, tmp_path):
    """Two labels stood in clips. A picture from elsewhere (the control) is taken as it is."""
    labelled = tmp_path / "labelled.png"
    save_labelled(astronaut, labelled, facts={}, origin=EDITED)
    bare, file = talk._portrait(replace(wish, portrait=labelled), faces), faces.load(labelled)
    rows, columns = np.nonzero((bare != file).any(-1))
    assert min(rows) > 0.9 * len(file)
    assert min(columns) > 0.6 * len(file[0])
    assert np.array_equal(talk._portrait(wish, faces), faces.load(wish.portrait))


@pytest.mark.parametrize("origin", [DRAWN, Origin(term=TERMS + "digitalCapture", text="a photo")])
def test_words_in_a_file_make_no_picture_ours(wish, faces, astronaut, monkeypatch, tmp_path, origin):
    """Cameras state where a picture comes from, and anybody can write what we write: neither vouches for an age.

    A camera's photo has no label to take off either. The control is a picture of ours.
    """
    said, file = tmp_path / "said.jpg", tmp_path / "ours.png"
    Image.fromarray(astronaut).save(said, quality=95, xmp=xmp("elsewhere", origin).encode())
    save_labelled(astronaut, file, facts={}, origin=EDITED)
    if origin is not DRAWN:
        assert np.array_equal(talk._portrait(replace(wish, portrait=said), faces), faces.load(said))
    monkeypatch.setattr(faces, "attributes", lambda *_: Attributes(woman=0.5, age=30.0, grown=-0.5))
    talk._portrait(replace(wish, portrait=file), faces)
    with pytest.raises(ChildInPictureError):
        talk._portrait(replace(wish, portrait=said), faces)


def test_a_picture_that_may_not_be_shown_may_not_speak_either(wish):
    """Checked before a voice is made."""

    class Worker:
        faces = Undressed()

    with pytest.raises(UnsafePictureError):
        run(wish, Worker())


def test_a_child_does_not_speak(wish, faces, monkeypatch):
    """A picture from elsewhere is judged as a selfie is; one of our own only where it clearly shows a child."""
    monkeypatch.setattr(faces, "attributes", lambda *_: Attributes(woman=0.5, age=30.0, grown=-0.5))
    with pytest.raises(ChildInPictureError):
        talk._portrait(wish, faces)
    talk._fit_to_speak(faces, faces.load(wish.portrait), ours=True)
    monkeypatch.setattr(faces, "attributes", lambda *_: Attributes(woman=0.5, age=30.0, grown=-5.0))
    with pytest.raises(ChildInPictureError):
        talk._fit_to_speak(faces, faces.load(wish.portrait), ours=True)


def test_a_mask_does_not_speak(wish, faces, astronaut, astronaut_face, tmp_path):
    """Its cloth would be torn open where lips are thought to be; the free face (the control) passes."""
    masked = tmp_path / "masked.png"
    masked.write_bytes(synthetic_defects.masked(astronaut, astronaut_face.mesh))
    with pytest.raises(PortraitCoveredError):
        talk._portrait(replace(wish, portrait=masked), faces)
    talk._portrait(wish, faces)


def test_words_that_are_refused_are_not_said(models):
    """By no voice, whoever asks: the rules stand where every voice is made to speak."""
    with pytest.raises(ContentRefusedError):
        models.talking.speak("I will kill you", models.talking.voice("auto", "en"))


def test_no_two_clips_take_the_same_chances(wish, portrait, tmp_path):
    """All clips of a seed blinked in the same frame. The control is the same clip again, which moves as it did."""
    other = tmp_path / "other.png"
    Image.new("RGB", (8, 8), "grey").save(other)
    seeds = [talk.seed_of(one) for one in (wish, replace(wish, text="Papa."), replace(wish, portrait=other),
                                           replace(wish, seed=1))]  # fmt: skip
    assert len(set(seeds)) == len(seeds)
    assert talk.seed_of(replace(wish, note=True, out=tmp_path / "elsewhere")) == seeds[0]
