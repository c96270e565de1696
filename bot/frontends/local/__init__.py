"""The local chat: a web page on this machine, and a script that speaks for a person in demos and tests."""
