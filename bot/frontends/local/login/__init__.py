"""Signing in to the web app, where it listens for more than this machine."""
