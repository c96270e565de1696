"""Clothes in a picture: who wears what, what stays and what may be drawn anew around it (paper 3.1)."""
