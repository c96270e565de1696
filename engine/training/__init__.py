"""Learning faces and styles as small adapters of a frozen base (paper 2.2)."""
