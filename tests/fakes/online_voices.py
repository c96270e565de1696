"""The network service of the paper's voices, on 127.0.0.1: real WebSocket, real frames, a voice by espeak-ng.

with OnlineVoices() as service:
    EdgeSpeaker(pronounce, service.url).speak("hello there", "en-US-AvaNeural", "en")
"""

from __future__ import annotations

import html
import io
import json
import re
import threading
from types import TracebackType

import av
import numpy as np
from websockets.sync.server import ServerConnection, serve

from engine.talking import espeak

TICKS = 10_000_000


class OnlineVoices:
    """Says what it is sent; ``broken`` makes it misbehave: "silent", "hangs-up", "noise"."""

    def __init__(self, broken: str = "") -> None:
        self.broken = broken
        self.asked: list[tuple[str, str]] = []  # voice and text of each request
        self._server = serve(self._answer, "127.0.0.1", 0)
        self.url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/edge/v1?TrustedClientToken=test"

    def __enter__(self) -> OnlineVoices:
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()

    def _answer(self, line: ServerConnection) -> None:
        config, request = str(line.recv()), str(line.recv())
        assert "Path:speech.config" in config
        assert '"wordBoundaryEnabled":"true"' in config
        voice = re.search(r"name='[^']*\(([^)]*)\)'|name='([^']*)'", request)
        text = html.unescape(re.sub(r"<[^>]+>", "", request.partition("\r\n\r\n")[2]))
        self.asked.append((voice.group(1) or voice.group(2) if voice else "", text))
        if self.broken == "hangs-up":
            return
        line.send("Path:turn.start\r\n\r\n{}")
        if self.broken != "silent":
            self._speak(line, text)
        line.send("Path:turn.end\r\n\r\n{}")

    def _speak(self, line: ServerConnection, text: str) -> None:
        pcm, rate, _, words = espeak.say(text, "en-us")
        for word in words:
            data = {"Offset": int(word.start * TICKS), "Duration": int((word.end - word.start) * TICKS)}
            data["text"] = {"Text": word.text, "Length": len(word.text), "BoundaryType": "WordBoundary"}
            line.send(
                "Path:audio.metadata\r\n\r\n" + json.dumps({"Metadata": [{"Type": "WordBoundary", "Data": data}]})
            )
        sound = b"no sound at all" * 40 if self.broken == "noise" else _mp3(pcm, rate)
        head = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
        for start in range(0, len(sound), 720):
            line.send(len(head).to_bytes(2, "big") + head + sound[start : start + 720])


def _mp3(pcm: bytes, rate: int) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        track = container.add_stream("mp3", rate=24_000)
        track.layout, track.bit_rate = "mono", 48_000
        frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, np.int16)[None], format="s16", layout="mono")
        frame.sample_rate = rate
        resampler = av.AudioResampler(format="s16p", layout="mono", rate=24_000, frame_size=1152)
        for made in [*resampler.resample(frame), *resampler.resample(None), None]:
            container.mux(track.encode(made))
    return file.getvalue()
