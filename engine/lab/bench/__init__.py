"""Measurements of what was promised, one module each.

A module here with a function ``rows(folder) -> Iterable[Row]`` is a bench of the module's name; nothing else is needed.
``folder`` is an empty folder of its own, deleted afterwards.

    def rows(folder: Path) -> Iterable[Row]:
        yield at_most("queue", "claim p99", 3.1, "ms", 20)
"""
