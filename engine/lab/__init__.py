"""Laboratory: how small networks of the project were made and measured. Imported by nobody in the product."""
