"""Learning a style (paper 2.2, "offline")."""
