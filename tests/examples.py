"""How many examples a property is tried with: few in every run, many in `make torture`."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, settings

TORTURE = "torture"
FACTOR = 40  # times as many examples there
settings.register_profile(TORTURE)


def examples(count: int, **more: Any) -> settings:
    """Return the settings of a test with ``count`` examples; the same ones in every run, but under torture."""
    torture = settings.get_current_profile_name() == TORTURE
    known: dict[str, Any] = {
        "max_examples": count * FACTOR if torture else count,
        "derandomize": not torture,
        "phases": [Phase.explicit, Phase.generate],  # minutes of shrinking would hide that a test has failed
        "database": None,
        "deadline": None,
        "suppress_health_check": list(HealthCheck),
    }
    return settings(**{**known, **more})
