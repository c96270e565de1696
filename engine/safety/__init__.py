"""What must not come in and what must be said about what goes out."""
