"""Looking at one selfie (paper 2.1)."""
