"""What the doctor and the start say about Content Credentials; only reads, and loads no picture library."""

from __future__ import annotations

import datetime
import importlib.util
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID

from bot.cli.findings import Finding

TOPIC = "credentials"
INSTALL = "pip install c2pa-python"
CERTIFICATE, KEY = "certificate.pem", "key.pem"  # in the operator's folder
SOON = datetime.timedelta(days=30)


def finding(wanted: bool, folder: Path | None, now: datetime.datetime, installed: bool | None = None) -> Finding:
    """Say whether pictures are signed, by whom and until when. ``installed`` None: look for the package."""
    if not wanted:
        text = "off; pictures carry the visible label, the mark and the metadata all the same"
        return Finding(topic=TOPIC, level="note", text=text, fix="SIGN_PICTURES=yes signs them too")
    if not (is_installed() if installed is None else installed):
        text = "the package that signs pictures is missing"
        return Finding(topic=TOPIC, level="note" if folder is None else "missing", text=text, fix=INSTALL)
    if folder is None:
        text = "pictures are signed with a certificate this bot makes for itself; CREDENTIALS_DIR names your own"
        return Finding(topic=TOPIC, level="ok", text=text)
    paths = folder / CERTIFICATE, folder / KEY
    if not any(path.exists() for path in paths):
        return Finding(topic=TOPIC, level="ok", text=f"{folder} is empty: the next start puts a self-made pair there")
    try:
        return _of_pair(*paths, now)
    except (OSError, ValueError, TypeError):
        text = f"{folder} has no {CERTIFICATE} and {KEY} that fit each other"
        fix = "put both there, PEM, elliptic curve P-256, the key without password; or empty the folder"
        return Finding(topic=TOPIC, level="missing", text=text, fix=fix)


def is_installed() -> bool:
    """Say whether the package that signs is there."""
    return importlib.util.find_spec("c2pa") is not None


def _of_pair(certificate: Path, key: Path, now: datetime.datetime) -> Finding:
    first = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    private = serialization.load_pem_private_key(key.read_bytes(), password=None)
    if first.public_key() != private.public_key():
        raise ValueError("the key belongs to another certificate")
    names = first.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    authority = str(names[0].value) if names else "an unnamed authority"
    text = f"signed under {authority} until {first.not_valid_after_utc:%Y-%m-%d}"
    if first.not_valid_after_utc <= now:
        return Finding(topic=TOPIC, level="missing", text=f"{text}: expired", fix="renew it, or empty CREDENTIALS_DIR")
    if first.not_valid_after_utc - now < SOON:
        return Finding(topic=TOPIC, level="note", text=text, fix="renew it soon")
    return Finding(topic=TOPIC, level="ok", text=text)
