"""How a base knows a person without a training, and whether it can here. Loads no torch.

``tokens``: it reads the face's embedding (the embedded base). ``references``: the photos are pictures it draws after
(FLUX.2 klein). ``ip-adapter``: an adapter shows it the face (Stable Diffusion). Empty: it cannot, and words are all.
"""

from __future__ import annotations

from pathlib import Path

from engine import weights
from engine.bases.family import Family
from engine.weights.presence import status_of

TOKENS, REFERENCES, IP_ADAPTER = "tokens", "references", "ip-adapter"
ENCODER = "ip-adapter-image-encoder"  # component: what an IP-Adapter sees a face with


def way(family: Family) -> str:
    """Return how a base knows a person without a training, whether or not it has been fetched."""
    if family.person_tokens:
        return TOKENS
    if family.references:
        return REFERENCES
    return IP_ADAPTER if family.ip_adapter else ""


def here(family: Family, folder: Path) -> str:
    """Return `way` where everything for it is there; nothing is hashed."""
    kind = way(family)
    wanted = (family.ip_adapter, ENCODER) if kind == IP_ADAPTER else ()
    known = weights.components()
    return kind if all(status_of(folder, known[name]).state == "present" for name in wanted) else ""
