"""Making a portrait speak (paper 3.2)."""
