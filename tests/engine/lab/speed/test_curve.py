"""How the curve of likeness lets the halves of an adapter learn at different rates."""

from __future__ import annotations

from engine.lab.speed.curve import up_shares


def test_the_up_halves_alone_are_faster():
    """What is compared is this one thing: by default every slot has the recipe's rate."""
    slots = ["a.lora_A.face.weight", "a.lora_B.face.weight", "b.lora_A.face.weight"]
    assert up_shares(slots, 4.0) == [1.0, 4.0, 1.0]
    assert up_shares(slots, 1.0) == [1.0, 1.0, 1.0]
