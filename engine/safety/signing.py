"""Signs what a task hands over, where the operator wants Content Credentials; one place for every kind of job.

The operator's folder holds ``certificate.pem`` and ``key.pem``. An empty one gets a self-made pair at the first
picture: it proves that a file was not changed since, not who made it.
"""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any

from engine.safety.credentials import Signer, development_certificate
from engine.safety.provenance import origin_of

CERTIFICATE, KEY = "certificate.pem", "key.pem"
KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".mp4": "video/mp4"}


def sign_result(result: Any, folder: Path | None) -> None:
    """Sign the finished files a result names in place; nothing without a ``folder``.

    Raises ModuleNotFoundError without ``c2pa-python``, FileNotFoundError for half a pair of files.
    """
    if folder is None:
        return
    for file in finished(result):
        signed = signer(folder).sign(file.read_bytes(), KINDS[file.suffix.lower()], {}, origin_of(file))
        part = file.with_name(file.name + ".part")
        part.write_bytes(signed)
        part.replace(file)


def finished(result: Any) -> list[Path]:
    """Return the pictures and the video of a result that people get; what was drawn on the way is not among them."""
    named = [picture.file for picture in getattr(result, "pictures", ())] + [getattr(result, "file", None)]
    return [file for file in named if isinstance(file, Path) and file.suffix.lower() in KINDS]


@cache
def signer(folder: Path) -> Signer:
    """Return the signer of a folder; one that holds neither file gets a self-made pair."""
    certificate, key = folder / CERTIFICATE, folder / KEY
    if not certificate.exists() and not key.exists():
        certificate, key = development_certificate(folder, now=datetime.datetime.now(datetime.UTC))
    return Signer(certificate, key)
