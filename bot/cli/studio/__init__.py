"""``python -m bot studio``: the engine without a chat, one module for each action that is more than a few lines."""
