"""Numbers out of range are refused on the command line, not in the middle of the drawing."""

from __future__ import annotations

import pytest

from bot.__main__ import main

PORTRAIT = ["studio", "portrait", "--identity", "i", "--style", "oil", "--out", "o"]


@pytest.mark.parametrize(
    "option", [("--count", "500"), ("--count", "0"), ("--seed", "-1"), ("--side", "37"), ("--count", "many")]
)
def test_a_number_out_of_range_is_a_wrong_command_line(option, capsys):
    """`--count 500` drew for an hour, `--side 37` failed inside the base."""
    with pytest.raises(SystemExit) as ended:
        main([*PORTRAIT, *option])
    assert ended.value.code == 2
    assert option[0] in capsys.readouterr().err


@pytest.mark.parametrize("option", [("--count", "40"), ("--seed", "0"), ("--side", "512")])
def test_a_number_in_range_is_taken(option, capsys):
    """The control: what is refused next is that there is no such face, not the number."""
    assert main([*PORTRAIT, *option]) != 2
