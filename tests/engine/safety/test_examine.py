"""Was this picture made here?"""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from skimage import data

from bot.__main__ import main
from engine.faces import images
from engine.safety.examine import examine, strongest, trimmed
from engine.safety.provenance import label, save_labelled
from engine.safety.watermark import detect

FACTS = {"generator": "portrait-bot", "version": "1", "style": "oil", "job": "42"}
PICTURES = {name: np.ascontiguousarray(getattr(data, name)()[..., :3]) for name in ("astronaut", "chelsea", "rocket")}


def through_a_chat(rgb: np.ndarray) -> np.ndarray:
    """Return a picture as a chat's photo comes out: a JPEG of quality 70."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=70)
    return images.load(buffer.getvalue())


def framed(rgb: np.ndarray) -> np.ndarray:
    """Return a picture as a screenshot shows it: black bars above and below, wider ones than the picture is off."""
    height, width = rgb.shape[:2]
    screen = np.full((height + 180, width + 40, 3), 12, np.uint8)
    screen[120 : 120 + height, 20 : 20 + width] = rgb
    return screen


WAYS = {
    "as it is": lambda rgb: rgb,
    "mirrored": lambda rgb: np.ascontiguousarray(rgb[:, ::-1]),
    "without its border": framed,
    "mirrored, without its border": lambda rgb: framed(np.ascontiguousarray(rgb[:, ::-1])),
}


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("name", list(PICTURES))
def test_a_mark_is_found_mirrored_and_in_a_screenshot(name, way):
    """After a chat's re-encoding too. Of the mirrored and the framed the plain reader finds none (control)."""
    changed = through_a_chat(WAYS[way](label(PICTURES[name])))
    sure, seen = strongest(changed)
    assert sure > 0.9
    assert seen == way
    assert (detect(changed) > 0.5) is (way == "as it is")


@pytest.mark.parametrize("name", list(PICTURES))
@pytest.mark.parametrize("way", list(WAYS))
def test_nothing_is_found_where_nothing_is(name, way):
    """More looks are more chances to be wrong: an unmarked picture must stay unmarked by all of them."""
    assert strongest(through_a_chat(WAYS[way](PICTURES[name])))[0] < 0.1


def test_a_picture_without_a_border_keeps_its_edges():
    """What is trimmed too far would be a crop, and a crop takes the mark away."""
    rgb = PICTURES["chelsea"]
    assert trimmed(rgb).shape == rgb.shape
    assert trimmed(framed(rgb)).shape == rgb.shape


def test_a_document_says_by_which_job_it_was_made(tmp_path, capsys):
    """What an operator answers a complaint with."""
    made, plain = tmp_path / "made.png", tmp_path / "plain.png"
    save_labelled(PICTURES["astronaut"], made, facts=FACTS)
    Image.fromarray(PICTURES["astronaut"]).save(plain)
    found = examine(made)
    assert found.marked
    assert (found.facts["job"], found.source.rpartition("/")[2]) == ("42", "trainedAlgorithmicMedia")
    assert main(["verify", str(made)]) == 0
    assert "job 42" in capsys.readouterr().out
    assert main(["verify", str(made), str(plain)]) == 1
    assert "no mark" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "nowhere.png")]) == 1
