"""The master key in the system's own keyring (Secret Service, KWallet, macOS Keychain, Windows) instead of a file.

Needs the package ``keyring``. The entry is called by the data folder, so two bots of one user do not share a key.
"""

from __future__ import annotations

import base64
import binascii
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from storage.errors import BrokenMasterKeyError

SERVICE = "portrait-bot"
INSTALL = 'pip install "portrait-bot[keyring]"'


class NoKeyringError(OSError):
    """There is no keyring to use: the package is missing, nobody is logged in, or it is locked."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the system's keyring cannot be used: {reason}")
        self.strerror = f"the system's keyring cannot be used: {reason}"


class KeyringPlace:
    """Where master keys of a data folder lie; used as the `Path` of a key file is; ``backend`` None: the system's."""

    def __init__(self, folder: Path, backend: Any = None) -> None:
        self.name = str(folder.resolve())
        self._backend = backend

    def __str__(self) -> str:
        return f"the system's keyring ({SERVICE}, {self.name})"

    def __repr__(self) -> str:
        return f"KeyringPlace({self.name!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeyringPlace) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def exists(self) -> bool:
        """Say whether there is a key. Raises `NoKeyringError`."""
        return self._text(self.name) is not None

    def read_bytes(self) -> bytes:
        """Return the keys. Raises `FileNotFoundError`, `BrokenMasterKeyError`, `NoKeyringError`."""
        text = self._text(self.name)
        if text is None:
            raise FileNotFoundError(str(self))
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error:
            raise BrokenMasterKeyError(self) from None

    def write(self, data: bytes) -> None:
        """Put the keys there; what was there before is kept beside them. Raises `NoKeyringError`."""
        earlier = self._text(self.name)
        if earlier is not None and not data.endswith(base64.b64decode(earlier)):
            self._ask("set_password", SERVICE, f"{self.name} (before)", earlier)
        self._ask("set_password", SERVICE, self.name, base64.b64encode(data).decode())

    def _text(self, name: str) -> str | None:
        found = self._ask("get_password", SERVICE, name)
        return None if found is None else str(found)

    def _ask(self, what: str, *values: str) -> Any:
        if self._backend is None and find_spec("keyring") is None:
            raise NoKeyringError(f"its package is missing: {INSTALL}")
        if self._backend is None:
            import keyring

            self._backend = keyring.get_keyring()
        try:
            return getattr(self._backend, what)(*values)
        except Exception as error:  # each system has its own; none of them may name the key
            raise NoKeyringError(type(error).__name__) from None
