"""Writing a postcard."""
