"""The public-domain portrait cut out by rules, as in the tests of the canvas."""

from tests.engine.canvas.conftest import portrait, subject, toned

__all__ = ["portrait", "subject", "toned"]
