"""What "the same chat" means: one text per platform and chat."""

from __future__ import annotations

import json
from typing import Any


def place_of(platform: str, address: dict[str, Any]) -> str:
    """Return ``platform:chat`` of an address.

    An address names its chat under ``chat`` or ``channel``; one with neither is taken as a whole.
    """
    for name in ("chat", "channel"):
        if name in address:
            return f"{platform}:{address[name]}"
    return f"{platform}:{json.dumps(address, sort_keys=True, separators=(',', ':'))}"
