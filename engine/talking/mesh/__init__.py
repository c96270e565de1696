"""The mesh animator: a portrait moves by its own face mesh, with lips, lids and head, and nothing to download."""
