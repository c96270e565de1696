"""A portrait that speaks (paper 3.2): sound becomes mouth curves, curves and head motion become frames, frames a clip."""
