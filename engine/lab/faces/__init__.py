"""What is seen of faces, measured: the children of the benches ``studio``, ``fusion`` and ``look``."""
