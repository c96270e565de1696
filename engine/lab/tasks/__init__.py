"""The tasks judged on people held back: likeness, template pictures, try-on."""
