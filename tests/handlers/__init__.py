"""Tests of the conversation, against a real database in a temporary folder."""
