"""Weights: the manifest, presence on disk, and the fetch from hub, registry and folder."""
