"""Stable Diffusion at its true size, counted and run with random weights."""
