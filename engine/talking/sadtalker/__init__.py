"""SadTalker (paper 3.2): all its networks, written here from their description, for the published checkpoints.

    ready.is_ready(settings.weights, 256)                # asked first, loads nothing heavy
    animator.SadTalker(settings, faces)                  # an `engine.talking.animator.Animator`

See README.md beside this file for what was proved and what was never run.
"""
