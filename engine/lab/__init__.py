"""How our small networks and our pictures are made and judged. Nothing of the product imports this."""
