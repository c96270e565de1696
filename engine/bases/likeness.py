"""How a base knows a person without a training, and whether it can here. Loads no torch.

``tokens``: it reads the face's embedding (the embedded base). ``references``: the photos are pictures it draws after
(FLUX.2 klein). ``ip-adapter``: an adapter shows it the face (Stable Diffusion). ``faceid``: another one tells it the
face's numbers, with networks for research only, so it is off unless an operator turns it on. Empty: it cannot, and
words are all.
"""

from __future__ import annotations

from pathlib import Path

from engine import weights
from engine.bases.family import Family
from engine.weights.presence import status_of

TOKENS, REFERENCES, IP_ADAPTER = "tokens", "references", "ip-adapter"
FACEID = "faceid"
EMBEDDER = "faceid-embedder"  # component: whose numbers `FACEID` reads
ENCODER = "ip-adapter-image-encoder"  # component: what an IP-Adapter sees a face with


def way(family: Family) -> str:
    """Return how a base knows a person without a training, whether or not it has been fetched."""
    if family.person_tokens:
        return TOKENS
    if family.references:
        return REFERENCES
    return IP_ADAPTER if family.ip_adapter else ""


def here(family: Family, folder: Path, *, faceid: bool = False) -> str:
    """Return `way` where everything for it is there; nothing is hashed.

    ``faceid``: the operator's use is research, and the numbers of a face go before its picture where both are there.
    """
    kind = way(family)
    if faceid and family.faceid and _there(folder, family.faceid, EMBEDDER):
        return FACEID
    return kind if kind != IP_ADAPTER or _there(folder, family.ip_adapter, ENCODER) else ""


def _there(folder: Path, *names: str) -> bool:
    known = weights.components()
    return all(status_of(folder, known[name]).state == "present" for name in names)
