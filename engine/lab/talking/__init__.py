"""Clips judged: lips against the sound, head and lids against what was asked for."""
