"""GFPGAN (paper 3.2, "video enhancement"): faces in a clip restored to twice their pixels by the published network."""
