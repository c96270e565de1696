"""Cutting people out of finished pictures."""
