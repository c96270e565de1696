"""No library tells anybody that it is used: the one place where their reporting is switched off.

    import engine.quiet     # importing any part of `engine` or `bot` has done it already

Variables are set before a library that reads them can be loaded, and whatever the operator's shell says: a person was
promised that nothing of this is told. A child process that is given an environment of its own is given `VARIABLES` too.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from types import MappingProxyType

VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "DO_NOT_TRACK": "1",  # the common word, which huggingface_hub and others honour
        "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime: else a client of its maker's collector, with a device id
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DISABLE_TELEMETRY": "1",  # the older name, read by diffusers and transformers
        "HF_HUB_DISABLE_UPDATE_CHECK": "1",
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_USAGE_STATS_PROMPT_ENABLED": "0",
        "OTEL_SDK_DISABLED": "true",  # opentelemetry comes along with other packages
    }
)

# mediapipe posts what it did every time one of its tasks is closed, and has no switch for it. Its client is libcurl,
# which looks up no name but hands it to the proxy it is told to use: here one that nobody answers at.
NO_WAY_OUT: Mapping[str, str] = MappingProxyType({"https_proxy": "http://127.0.0.1:9", "no_proxy": ""})


def silence() -> None:
    """Switch off the reporting of every library that has a switch. Called when `engine` is first imported."""
    os.environ.update(VARIABLES)
    # It says at every start that kernels for 4 bits are missing, which nothing here uses.
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
    # mediapipe loads it to draw nothing here; in a confined worker it has no folder for its list of fonts, and says so.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def silence_mediapipe() -> None:
    """Leave mediapipe's reports no way out; to be called before its first task is made.

    It is the process's HTTPS proxy that is taken, so only what loads mediapipe calls it: workers, benches and tests,
    which fetch nothing by HTTPS. The online voices speak through a WebSocket, whose proxy is named by ``wss_proxy``.
    """
    os.environ.update(NO_WAY_OUT)
