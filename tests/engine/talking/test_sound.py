"""What people send to be said: any file, one sound or one reason."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from engine.talking import sound, video
from engine.talking.animator import HEARD_RATE
from engine.talking.espeak import EspeakSpeaker
from engine.talking.sound import PLAYED_RATE, Sound
from engine.talking.voice_activity import SileroVoiceActivity, require_speech
from engine.tasks.talk.request import BadSoundError


@pytest.fixture(scope="module")
def voice() -> Sound:
    """Two seconds of speech."""
    return EspeakSpeaker().speak("Hello my friend, how are you?", "en-us", "en").sound


@pytest.fixture(scope="module")
def activity(weights_folder: Path) -> SileroVoiceActivity:
    """The network that tells speech from everything else."""
    return SileroVoiceActivity(weights_folder / "voice-activity" / "silero_vad_16k_op15.onnx")


def write(path: Path, samples: np.ndarray, form: str, codec: str, rate: int, layout: str = "mono") -> Path:
    """Encode (samples,) into any container."""
    with av.open(str(path), "w", format=form) as container:
        track = container.add_stream(codec, rate=rate)
        track.layout = layout
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None], np.float32), "flt", "mono")
        frame.sample_rate, frame.time_base, frame.pts = PLAYED_RATE, Fraction(1, PLAYED_RATE), 0
        size = track.codec_context.frame_size or 1024
        shape = av.AudioResampler(format=track.format.name, layout=layout, rate=rate, frame_size=size)
        for made in [*shape.resample(frame), *shape.resample(None), None]:
            container.mux(track.encode(made))
    return path


@pytest.mark.parametrize(
    ("name", "form", "codec", "rate", "layout"),
    [
        ("a.ogg", "ogg", "libopus", 48_000, "mono"),  # voice messages
        ("a.mp3", "mp3", "mp3", 44_100, "stereo"),
        ("a.wav", "wav", "pcm_s16le", 8_000, "mono"),
        ("a.m4a", "mp4", "aac", 22_050, "mono"),
        ("a.webm", "webm", "libopus", 48_000, "stereo"),
    ],
)
def test_any_usual_file_becomes_the_same_sound(tmp_path, voice, name, form, codec, rate, layout):
    """Mono at two rates, as long as it was, and alike in loudness over time."""
    read = sound.read(write(tmp_path / name, voice.played, form, codec, rate, layout))
    assert read.seconds == pytest.approx(voice.seconds, abs=0.1)
    assert len(read.heard) / HEARD_RATE == pytest.approx(read.seconds, abs=0.01)
    length = min(len(read.heard), len(voice.heard)) // 800 * 800
    loud = [np.abs(one.heard[:length]).reshape(-1, 800).max(1) for one in (read, voice)]
    assert np.corrcoef(*loud)[0, 1] > 0.8


def test_the_sound_of_a_video_is_used(tmp_path, voice):
    """Also when somebody sends a video of themselves."""
    frames = (np.full((64, 64, 3), 40, np.uint8) for _ in range(60))
    clip = video.write(frames, voice, tmp_path / "v.mp4", fps=25)
    assert sound.read(clip.path).seconds == pytest.approx(2.4, abs=0.1)


def test_a_quiet_voice_is_lifted(tmp_path, voice):
    """A phone on the other side of the room."""
    read = sound.read(write(tmp_path / "q.wav", voice.played * 0.05, "wav", "pcm_s16le", 48_000))
    assert np.abs(read.played).max() > 0.3


def refusal(path: Path, most: float = 60.0) -> dict:
    """Return why a file cannot be used."""
    with pytest.raises(BadSoundError) as refused:
        sound.read(path, most)
    return refused.value.data


def test_a_long_recording_is_refused_by_what_its_header_says(tmp_path):
    """Ten minutes are not decoded to find that out."""
    path = write(tmp_path / "long.wav", np.full(PLAYED_RATE * 70, 0.1, np.float32), "wav", "pcm_s16le", 8_000)
    assert refusal(path) == {"reason": "too-long", "seconds": 70, "most": 60}


def test_a_long_recording_without_a_length_is_refused_while_it_is_read(tmp_path, voice):
    """A stream states no duration, and a header may lie."""
    path = tmp_path / "raw.mp3"
    write(path, np.tile(voice.played, 4), "mp3", "mp3", 44_100)
    assert refusal(path, most=2.0)["reason"] == "too-long"


@pytest.mark.parametrize("data", [b"", b"not a sound", b"OggS" + bytes(200), b"RIFF\xff\xff\xff\xffWAVEfmt "])
def test_a_broken_file_is_a_broken_file(tmp_path, data):
    """Whatever a stranger sends."""
    path = tmp_path / "b.ogg"
    path.write_bytes(data)
    assert refusal(path)["reason"] in ("broken", "no-audio")


def test_a_picture_has_no_audio(tmp_path):
    """Somebody renamed a photo."""
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (64, 64)).save(file, "JPEG")
    path = tmp_path / "p.mp3"
    path.write_bytes(file.getvalue())
    assert refusal(path)["reason"] in ("no-audio", "broken")


def test_a_recording_cut_off_in_the_middle_is_used_up_to_there(tmp_path, voice):
    """A lost connection is no reason to throw away what arrived."""
    whole = write(tmp_path / "w.ogg", voice.played, "ogg", "libopus", 48_000).read_bytes()
    path = tmp_path / "c.ogg"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    assert 0.5 < sound.read(path).seconds < voice.seconds


@pytest.mark.parametrize(("seconds", "level", "reason"), [(2.0, 0.0, "silent"), (0.1, 0.5, "too-short")])
def test_nothing_to_hear_is_said(tmp_path, seconds, level, reason):
    """A muted microphone, a slipped finger."""
    samples = np.full(int(seconds * PLAYED_RATE), level, np.float32)
    assert refusal(write(tmp_path / "s.wav", samples, "wav", "pcm_s16le", 48_000))["reason"] == reason


def test_speech_is_heard_in_every_kind_of_voice(activity, voice):
    """Negative control for the refusals below."""
    require_speech(activity.probabilities(voice.heard))


def test_music_and_noise_are_no_speech(activity):
    """A chord that swells, white noise, a hum: nobody speaks."""
    times = np.arange(3 * HEARD_RATE) / HEARD_RATE
    chord = sum(np.sin(2 * np.pi * tone * times) for tone in (220, 277, 330)) * (1 + np.sin(4 * np.pi * times)) * 0.05
    noise = np.random.default_rng(0).normal(0, 0.1, len(times))
    hum = 0.3 * np.sin(2 * np.pi * 50 * times)
    for samples in (chord, noise, hum):
        with pytest.raises(BadSoundError) as refused:
            require_speech(activity.probabilities(samples.astype(np.float32)))
        assert refused.value.data["reason"] == "no-speech"


def test_speech_shows_where_it_begins(activity, voice):
    """Two seconds of nothing, then a voice."""
    heard = np.concatenate([np.zeros(2 * HEARD_RATE, np.float32), voice.heard])
    speaking = activity.probabilities(heard) > 0.5
    assert abs(int(np.argmax(speaking)) * 0.032 - 2.0) < 0.25


def tone(seconds: float = 1.0, hertz: float = 330.0) -> np.ndarray:
    """Return (samples,) that are heard."""
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * PLAYED_RATE)) / PLAYED_RATE)).astype(np.float32)


@pytest.mark.parametrize(
    ("kinds", "form", "codec"),
    [
        ([(44_100, "mono"), (22_050, "mono")], "adts", "aac"),
        ([(44_100, "mono"), (44_100, "stereo")], "adts", "aac"),
        ([(44_100, "stereo"), (44_100, "stereo")], "mp3", "mp3"),
        ([(48_000, "mono"), (48_000, "mono")], "adts", "aac"),
    ],
)
def test_joined_recordings_are_heard_to_their_end(tmp_path, kinds, form, codec):
    """Recorders append: rate and channels may change in the middle of a file."""
    whole = b""
    for number, (rate, layout) in enumerate(kinds):
        whole += write(tmp_path / f"{number}.{form}", tone(2.0), form, codec, rate, layout).read_bytes()
    path = tmp_path / f"joined.{form}"
    path.write_bytes(whole)
    heard = sound.read(path)
    assert heard.seconds == pytest.approx(4.0, abs=0.3)
    last = heard.played[-PLAYED_RATE : -PLAYED_RATE // 2]
    assert np.abs(last).max() > 0.05


@pytest.mark.parametrize("right", [-1.0, 1.0, 0.0])
def test_a_voice_recorded_out_of_phase_is_heard(tmp_path, right):
    """Two channels that cancel each other out are no silence; equal ones and a dead one are the controls."""
    samples = np.stack([tone(), right * tone()])
    path = tmp_path / "s.wav"
    with av.open(str(path), "w", format="wav") as container:
        track = container.add_stream("pcm_s16le", rate=PLAYED_RATE)
        track.layout = "stereo"
        frame = av.AudioFrame.from_ndarray((samples.T.reshape(1, -1) * 32767).astype(np.int16), "s16", "stereo")
        frame.sample_rate = PLAYED_RATE
        for packet in [*track.encode(frame), *track.encode(None)]:
            container.mux(packet)
    assert np.abs(sound.read(path).played).max() > 0.1
