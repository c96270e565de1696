"""One measured value and what it must be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """``must`` is the promise in words, empty where a value is only told; ``ok`` whether it is kept."""

    bench: str
    name: str
    value: float
    unit: str
    must: str = ""
    ok: bool = True


def told(bench: str, name: str, value: float, unit: str) -> Row:
    """Return a value without a promise."""
    return Row(bench=bench, name=name, value=value, unit=unit)


def at_most(bench: str, name: str, value: float, unit: str, limit: float) -> Row:
    """Return a value that must not exceed ``limit``."""
    return Row(bench=bench, name=name, value=value, unit=unit, must=f"<= {limit:g}", ok=value <= limit)


def at_least(bench: str, name: str, value: float, unit: str, limit: float) -> Row:
    """Return a value that must reach ``limit``."""
    return Row(bench=bench, name=name, value=value, unit=unit, must=f">= {limit:g}", ok=value >= limit)
