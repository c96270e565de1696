"""Pictures to be put into (paper 2.5), free for everybody: drawn and composed by this program, of nobody who lives.

``gallery.toml``   what is in each picture
``*.jpg``          the pictures, labelled as AI-generated like every other one
``make``           the command that makes them all again

Nothing heavy is imported here: the bot process lists the gallery with it.
"""

from __future__ import annotations

from engine.templates.gallery import HERE, Gallery, TemplatePicture

__all__ = ["HERE", "Gallery", "TemplatePicture"]
