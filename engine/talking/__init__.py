"""A portrait that speaks (paper 3.2): sound becomes mouth curves, curves and head motion frames, frames a clip."""
