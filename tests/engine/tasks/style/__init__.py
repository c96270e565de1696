"""Learning a style."""
