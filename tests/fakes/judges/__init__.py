"""Second, unrelated client libraries against the fakes: what they refuse, the fakes get wrong.

Not collected with the other tests, because these libraries hold back shared ones (pydantic, multidict): ``make judges``
runs them in an environment of their own, and so does `.ci/run`.
"""
