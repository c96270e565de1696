"""Learning a face (paper 2.1, 2.2)."""
