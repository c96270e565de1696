"""Samplers as data: a record names the diffusers class, this builds it around the base's own noise schedule."""

from __future__ import annotations

from typing import Any

import diffusers

from engine.bases import Sampler


def build_scheduler(current: Any, sampler: Sampler) -> Any:
    """Return the sampler's scheduler with the noise schedule of ``current``.

    Raises:
        AttributeError: diffusers has no class of that name.
    """
    return getattr(diffusers, sampler.scheduler).from_config(current.config, **sampler.options)
