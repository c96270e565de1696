"""What may not be asked for: words to draw by and words a face is to say, judged before anything is drawn or spoken.

    content.require("a beach at sunset", content.DRAW)          # nothing happens
    content.require("topless on a beach", content.DRAW)         # ContentRefusedError("sexual")

The rules are data, one file a language in ``rules``, and an operator may add a file of their own. Words are compared
as they are read, not as they are typed (`engine.safety.content.reading`), and long ones with one slip of the pen.
"""

from engine.safety.content.judge import DRAW, SPEAK, Category, Use, judged, require
from engine.safety.content.rules import BadRulesError, Rules, load, own

__all__ = ["DRAW", "SPEAK", "BadRulesError", "Category", "Rules", "Use", "judged", "load", "own", "require"]
