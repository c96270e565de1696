"""Jobs on a Ray cluster."""

from engine.queue.ray.cluster import RayAddressError, RayMissingError
from engine.queue.ray.executor import RayExecutor

__all__ = ["RayAddressError", "RayExecutor", "RayMissingError"]
