"""Tests of the exchange of faces."""
