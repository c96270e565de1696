"""Whether Stable Diffusion works on this machine: random bases of true shape, stages of a self-test, counts."""
