"""Putting learnt people into a picture (paper 2.5)."""
