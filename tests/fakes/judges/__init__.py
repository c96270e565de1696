"""Second, unrelated client libraries against the fakes: what they refuse, the fakes get wrong.

Not collected with the other tests, because these libraries hold back shared ones (pydantic, multidict). In an
environment of its own, with this project and its ``judges`` extra: ``python -m pytest tests/fakes/judges/*_judge.py``.
"""
