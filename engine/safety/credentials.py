"""Content Credentials (C2PA): a signed statement inside the file that a model made the picture.

A self-made certificate (`self_made`) proves only that the file was not changed since this bot signed it; readers will
say "unknown signer". To be trusted by name, an operator has to buy one from an authority on the C2PA trust list.
"""

from __future__ import annotations

import datetime
import io
import json
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from engine.safety.origin import DRAWN, Origin
from engine.settings import SigningPair

LIFETIME = datetime.timedelta(days=3650)  # whoever trusts nobody by name needs no yearly renewal
#: A picture may name an address its credentials lie at: whoever looks at a stranger's file must not call there.
AT_HOME = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
UNREADABLE = "Unreadable"  # beside the library's own states


class UnsignableError(Exception):
    """A file cannot be signed; the text names the library's error, never what is in the file."""


class Signer:
    """Signs pictures with one certificate chain and its key, elliptic curve P-256.

    Raises ModuleNotFoundError where ``c2pa-python`` is not installed: a configured certificate that is not used would
    be a silent lie.
    """

    def __init__(self, pair: SigningPair) -> None:
        import c2pa

        self._c2pa = c2pa
        self._chain, self._key = pair.certificate.encode(), pair.key.encode()

    def sign(self, data: bytes, mime: str, facts: dict[str, Any], origin: Origin = DRAWN) -> bytes:
        """Return the file ``data`` (image/png, image/jpeg, image/gif or video/mp4) with signed credentials inside.

        Raises `UnsignableError` for a file or a certificate that does not do.
        """
        info = self._c2pa.C2paSignerInfo(alg=b"es256", sign_cert=self._chain, private_key=self._key, ta_url=None)
        out = io.BytesIO()
        try:
            with self._c2pa.Signer.from_info(info) as signer, self._c2pa.Builder(_manifest(facts, origin)) as builder:
                builder.sign(signer, mime, io.BytesIO(data), out)
        except self._c2pa.C2paError as error:
            raise UnsignableError(type(error).__name__) from error
        return out.getvalue()


def read(data: bytes, mime: str) -> dict[str, Any] | None:
    """Return the active manifest of a file with ``state`` ("Valid", "Invalid", ...), or None without credentials.

    What is damaged, or lies elsewhere than in the file, has the state `UNREADABLE` and nothing else.
    """
    import c2pa

    try:
        with (
            c2pa.Context.from_dict(AT_HOME) as context,
            c2pa.Reader(mime, io.BytesIO(data), context=context) as reader,
        ):
            found = json.loads(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return None
    except c2pa.C2paError:
        return {"state": UNREADABLE}
    active = found.get("manifests", {}).get(found.get("active_manifest"))
    return {"state": UNREADABLE} if active is None else {**active, "state": found.get("validation_state")}


def self_made(*, now: datetime.datetime) -> SigningPair:
    """Return a self-made chain and its key, valid for `LIFETIME` from ``now``, which must know its time zone."""
    root_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate("portrait-bot self-made root", root_key, None, root_key, now)
    leaf = _certificate("portrait-bot self-made signer", leaf_key, root, root_key, now)
    private = leaf_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in (leaf, root))
    return SigningPair(certificate=chain.decode(), key=private.decode())


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    now: datetime.datetime,
) -> x509.Certificate:
    """Return a root (``issuer`` None) or a signing certificate with exactly the extensions C2PA asks for."""
    root = issuer is None
    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Self-hosted"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    unused = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    usage = dict.fromkeys((*unused, "encipher_only", "decipher_only"), False)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=not root, key_cert_sign=root, crl_sign=root, **usage), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not root:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _manifest(facts: dict[str, Any], origin: Origin) -> dict[str, Any]:
    tool = {"name": str(facts.get("generator", "portrait-bot")), "version": str(facts.get("version", "0"))}
    made = {
        "action": "c2pa.created",
        "digitalSourceType": origin.term,
        "softwareAgent": {"name": tool["name"]},
    }
    return {
        "claim_generator_info": [tool],
        "title": "portrait",
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [made]}}],
    }
