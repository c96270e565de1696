"""How the pictures of the canvas are judged."""
