"""Pictures, sound and the queue that makes them; no chat, no database, no environment variables."""

from engine import quiet

quiet.silence()  # before any module of this room can import a library that reports its use
