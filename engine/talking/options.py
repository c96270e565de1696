"""What a person may choose about a talking portrait (paper 3.2). Importing this loads no numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SIZES = (256, 512, 640)
POSE_STYLES = 46  # 0..45, as many as the pose network of the paper's backend knows
EXPRESSION = (0.5, 2.0)  # least and greatest expression scale
MOST_BLINKS = 60.0  # a minute
FRAMES_PER_SECOND = 25


@dataclass(frozen=True, kw_only=True)
class TalkingOptions:
    """The choices, every one with a default that suits most portraits; raises ValueError for one out of range.

    ``size``              pixels of a frame's longer side
    ``pose_style``        0..45: which way of moving the head
    ``expression_scale``  0.5..2: how far the mouth moves, 1 as measured in the sound
    ``blink_rate``        blinks a minute, 0 for none
    ``still``             True: the head does not move, lips and lids do
    ``framing``           ``crop``: a square around head and shoulders; ``full``: the whole picture
    ``enhance``           True: finer skin in the face region of every frame, slower
    ``seed``              the same seed gives the same head motion and blinks
    ``fps``               frames a second
    """

    size: Literal[256, 512, 640] = 512
    pose_style: int = 0
    expression_scale: float = 1.0
    blink_rate: float = 16.0
    still: bool = False
    framing: Literal["crop", "full"] = "crop"
    enhance: bool = False
    seed: int = 0
    fps: int = FRAMES_PER_SECOND

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise ValueError(f"size {self.size} is not one of {SIZES}")
        if not 0 <= self.pose_style < POSE_STYLES:
            raise ValueError(f"pose style {self.pose_style} is not in 0..{POSE_STYLES - 1}")
        if not EXPRESSION[0] <= self.expression_scale <= EXPRESSION[1]:
            raise ValueError(f"expression scale {self.expression_scale} is not in {EXPRESSION[0]}..{EXPRESSION[1]}")
        if not 0 <= self.blink_rate <= MOST_BLINKS:
            raise ValueError(f"blink rate {self.blink_rate} is not in 0..{MOST_BLINKS}")
        if self.framing not in ("crop", "full"):
            raise ValueError(f"framing {self.framing!r} is neither 'crop' nor 'full'")
        if not 1 <= self.fps <= 60:
            raise ValueError(f"{self.fps} frames a second is not in 1..60")
