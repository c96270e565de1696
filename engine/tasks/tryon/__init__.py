"""Showing a learnt person in other clothes (paper 3.1)."""
