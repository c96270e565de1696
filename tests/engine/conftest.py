"""The real perception models, loaded once, and one public-domain portrait to show them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import skimage.data

from engine.faces.registry import Faces
from engine.faces.types import RGB, Face
from engine.models import Models
from engine.settings import EngineSettings
from tests import threads


@pytest.fixture(autouse=True)
def threads_given_back() -> Iterator[None]:
    """Whatever a test sets, the next one finds what it would find alone."""
    with threads.given_back():
        yield


@pytest.fixture(scope="session")
def engine_settings(weights_folder: Path) -> EngineSettings:
    """Settings of an engine with the project's weights."""
    return EngineSettings(weights=weights_folder, device="cpu", offline=True, threads=1)


@pytest.fixture(scope="session")
def faces(engine_settings: EngineSettings) -> Faces:
    """Warm perception; tests that change it work on `copy.copy`."""
    return Faces(engine_settings)


@pytest.fixture(scope="session")
def models(engine_settings: EngineSettings, faces: Faces) -> Models:
    """Warm models of a worker, sharing `faces`."""
    made = Models(engine_settings)
    made.faces = faces
    return made


@pytest.fixture(scope="session")
def astronaut() -> RGB:
    """Eileen Collins, (512, 512, 3) RGB, public domain; read-only so that no test spoils another's."""
    rgb = np.ascontiguousarray(skimage.data.astronaut())
    rgb.flags.writeable = False
    return rgb


@pytest.fixture(scope="session")
def astronaut_face(faces: Faces, astronaut: RGB) -> Face:
    """Her face with its mesh."""
    face = faces.largest(astronaut)
    assert face is not None
    assert face.mesh is not None
    return face
