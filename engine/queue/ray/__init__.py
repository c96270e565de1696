"""Jobs on a Ray cluster."""

from engine.queue.ray.cluster import RayAddressError, RayMissingError
from engine.queue.ray.executor import RayExecutor
from engine.queue.ray.fleet import NodeReport

__all__ = ["NodeReport", "RayAddressError", "RayExecutor", "RayMissingError"]
