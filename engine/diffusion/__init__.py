"""Thin over diffusers and peft: the warm base, its adapters, and the person's tokens."""
