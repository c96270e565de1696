"""Styles as data (paper 2.6): one table each, shipped with the program or dropped into the operator's folder.

``styles.toml``     the styles the embedded base has adapters for
``catalogue/``      many more, for the larger bases, one file a family
``families.toml``   the families' titles
``adapters.toml``   adapters on ModelScope, in the form of the manifest of weights

Nothing heavy is imported here: the bot process lists and searches styles with it.
"""

from __future__ import annotations

from engine.styles.book import ADAPTERS, Problem, Standing, StyleBook
from engine.styles.style import FACE_WEIGHT, HERE, STYLE_WEIGHT, BadStyleError, Style

__all__ = [
    "ADAPTERS",
    "FACE_WEIGHT",
    "HERE",
    "STYLE_WEIGHT",
    "BadStyleError",
    "Problem",
    "Standing",
    "Style",
    "StyleBook",
]
