"""Where the engine finds its models: by component and file name, checked against ``manifest.toml`` before use.

    folder = settings.weights
    task = weights.path(folder, "mesh", "face_landmarker.task")   # one checked file
    base = weights.directory(folder, "sd15")                      # a whole checked folder, for diffusers
    weights.edition(folder, "pocket")                             # which edition of a base it is

A file is hashed once, and again whenever its size or time changes; `weights verify` always does. Importing this module
loads nothing but the standard library; fetching lives in `engine.weights.fetch`.
"""

from __future__ import annotations

from pathlib import Path

from engine.weights.manifest import Component, Source, WeightFile, read
from engine.weights.presence import Status, directory, edition, path, status

__all__ = ["Component", "Source", "Status", "WeightFile", "components", "directory", "edition", "path", "status"]


def components(manifest: Path | None = None) -> dict[str, Component]:
    """Return every component the manifest names, in its order."""
    return read(manifest) if manifest else read()
