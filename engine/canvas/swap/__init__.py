"""A person's own face in a template's head, by their own pixels (paper 2.4, 2.5): see `engine.canvas.swap.exchange`."""
