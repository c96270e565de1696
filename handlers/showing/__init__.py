"""What the pages of the web app show, as data: the same a chat would be told, asked without saying anything.

    shown = await showing.look(rx, who, deps, "styles", {"search": "pirate"})

A page only reads: its transaction cannot write. Whatever a click does goes through the inbox as a button or a command
of the chat, so every gate, limit and refusal of `handlers.router` holds. Nothing of anybody else is found here,
because everything is looked up by the account of who asks.
"""

from handlers.showing.look import look
from handlers.showing.refusal import NotShownError

__all__ = ["NotShownError", "look"]
