"""SQLite and files: the durable truth. Plain functions, one table each; imports nothing but itself."""
