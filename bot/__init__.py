"""The outside world: settings, wiring, command line, chat platforms, delivery."""
