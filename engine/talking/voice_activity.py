"""Where somebody speaks: music and noise get a clear answer, and between words the mouth can rest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from engine.talking.animator import HEARD_RATE
from engine.talking.sound import Samples
from engine.tasks.talk.request import BadSoundError, SoundProblem

STEP = 512  # samples of one answer, 32 ms
CONTEXT = 64  # samples before it that the network hears again
SPEECH = 0.5  # an answer above this is speech
LEAST_SPEECH = 0.25  # seconds; less is a cough
LEAST_SHARE = 0.08  # of the sound


class SileroVoiceActivity:
    """Tells speech from everything else: the Silero network, about 0.5 ms a step on one core."""

    name = "silero-vad"

    def __init__(self, model: Path, *, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def probabilities(self, heard: Samples) -> NDArray[np.float32]:
        """Return (steps,) 0..1, how sure it is that somebody speaks in each step of `STEP` samples."""
        steps = -(-len(heard) // STEP)
        padded = np.zeros(CONTEXT + steps * STEP, np.float32)
        padded[CONTEXT : CONTEXT + len(heard)] = heard
        state = np.zeros((2, 1, 128), np.float32)
        answers = np.empty(steps, np.float32)
        rate = np.array(HEARD_RATE, np.int64)
        for step in range(steps):
            part = padded[None, step * STEP : step * STEP + CONTEXT + STEP]
            answer, state = self._session.run(None, {"input": part, "state": state, "sr": rate})
            answers[step] = answer[0, 0]
        return answers


def require_speech(probabilities: NDArray[np.float32]) -> None:
    """Raise `BadSoundError` when nobody speaks in the sound: music, noise, a dog."""
    spoken = float((probabilities > SPEECH).sum()) * STEP / HEARD_RATE
    if spoken < LEAST_SPEECH or spoken < LEAST_SHARE * len(probabilities) * STEP / HEARD_RATE:
        raise BadSoundError(SoundProblem.NO_SPEECH)
