"""Pictures, sound and the queue that makes them; no chat, no database, no environment variables."""
