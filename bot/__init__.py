"""The outside world: settings, wiring, command line, chat platforms, delivery."""

import engine.quiet  # noqa: F401  nothing the bot loads reports its use
