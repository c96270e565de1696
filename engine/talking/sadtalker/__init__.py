"""SadTalker (paper 3.2): all its networks, written here from their description, for the published checkpoints."""
