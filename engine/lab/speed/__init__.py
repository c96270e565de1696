"""How fast this engine is beside the published way of FaceChain, replicated here on the same weights and machine."""
