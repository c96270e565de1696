"""How figures that the product states were found. Nothing in the product imports it."""
