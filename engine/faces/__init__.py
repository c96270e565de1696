"""Perception of faces: each capability is a Protocol with its backends, chosen in `engine.faces.registry`."""
