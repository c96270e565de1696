"""What finished pictures are signed with: the operator's own certificate, or one this bot makes for itself once.

The self-made one lies in the data folder, sealed like everything there; the workers are told it over their line.
"""

from __future__ import annotations

import datetime
import json
import logging
import os
from dataclasses import asdict
from pathlib import Path

from cryptography import x509

from bot.cli.certificate import CERTIFICATE, INSTALL, KEY, is_installed
from bot.settings import Settings
from bot.wiring import CannotRunError
from engine.settings import SigningPair
from storage.errors import UnreadableError
from storage.vault import Vault

log = logging.getLogger(__name__)
KEPT_AS = "credentials"
LEAST = datetime.timedelta(days=90)  # a self-made certificate that ends sooner is made anew


def pair(settings: Settings, vault: Vault, now: datetime.datetime) -> SigningPair | None:
    """Return what to sign with; None where the operator wants no signatures, or the package for them is missing.

    Raises `CannotRunError` for a folder of the operator that does not do.
    """
    if not settings.engine.sign:
        return None
    folder = settings.engine.credentials
    if not is_installed():
        if folder is not None:
            raise CannotRunError(f"CREDENTIALS_DIR is set, but the package that signs is missing: {INSTALL}.")
        log.warning("pictures are not signed: the package that does it is missing (%s)", INSTALL)
        return None
    return _own(vault, now) if folder is None else _of_operator(folder, now)


def _own(vault: Vault, now: datetime.datetime) -> SigningPair:
    """Return the bot's own pair, made at the first start and again before it ends."""
    try:
        kept = vault.own(KEPT_AS)
    except UnreadableError:
        log.warning("the kept certificate cannot be opened with this master key, a new one is made")
        kept = None
    if kept is not None:
        made = SigningPair(**json.loads(kept))
        if x509.load_pem_x509_certificates(made.certificate.encode())[0].not_valid_after_utc - now > LEAST:
            return made
    made = _self_made(now)
    vault.keep_own(KEPT_AS, json.dumps(asdict(made)).encode())
    return made


def _of_operator(folder: Path, now: datetime.datetime) -> SigningPair:
    """Return the pair of the operator's folder; an empty one gets a self-made pair."""
    certificate, key = folder / CERTIFICATE, folder / KEY
    if not certificate.exists() and not key.exists():
        made = _self_made(now)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        certificate.write_text(made.certificate)
        with os.fdopen(os.open(key, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(made.key)
        return made
    try:
        return SigningPair(certificate=certificate.read_text(), key=key.read_text())
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRunError(
            f"{folder} must hold {CERTIFICATE} and {KEY}, both PEM ({type(error).__name__})."
        ) from error


def _self_made(now: datetime.datetime) -> SigningPair:
    from engine.safety.credentials import self_made

    return self_made(now=now)
