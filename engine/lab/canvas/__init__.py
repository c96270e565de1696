"""Measures of the canvas over photos of many people."""
