"""The paper's own perception models (ModelScope), for an operator who has fetched them: same Protocols, same tests.

Each network is written from its published description, with the published names and shapes of its tensors, so that
the published checkpoint loads strictly; files come through `engine.weights.convert`, never through a pickle reader in
this process. `engine.faces.hub.choose` decides which of them answer.
"""
