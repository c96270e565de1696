"""The key that cookies and the tokens of forms are signed with."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def secret(folder: Path) -> str:
    """Return the key that signs cookies; made once, readable by the owner alone."""
    file = folder / "cookie.key"
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as writer:
            writer.write(secrets.token_urlsafe(48))
    return file.read_text().strip()
