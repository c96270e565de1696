"""How the embedded base model is made: data, autoencoder, denoiser, style adapters.

Nothing here runs when portraits are made; the finished weights live in ``engine/bases/pocket`` and load as an
ordinary ``StableDiffusionPipeline`` folder. ``python -m engine.lab.pocket.train`` reproduces them from the two data
sets named in the model card.
"""
