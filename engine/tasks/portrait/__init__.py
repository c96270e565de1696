"""Drawing a learnt face in a style (paper 2.3, 2.4)."""
