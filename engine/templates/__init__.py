"""Ready templates (paper 2.5), free for everybody: drawn by this program, with places for one to four people.

``gallery.toml``   what there is, in the order it is shown
``*.toml``         each template as data, see `layout`
``pages``          what they draw themselves, behind people and in front of them
``draw``           people into the places: their own pixels, cut out and relit
``*.jpg``          how they look, filled with people who do not exist (`python -m engine.lab.templates.make`)

Nothing heavy is imported here: the bot process lists the gallery with it.
"""

from __future__ import annotations

from engine.templates.gallery import HERE, Gallery, TemplatePicture

__all__ = ["HERE", "Gallery", "TemplatePicture"]
