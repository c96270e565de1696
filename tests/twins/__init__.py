"""Two processes of one bot on one PostgreSQL server, killed at random: ``python -m tests.twins --kills 50``."""
