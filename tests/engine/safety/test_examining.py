"""An operator looks at strangers' files with ``verify``: they are opened by a process that can do nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from skimage import data

from bot.__main__ import main
from engine.errors import BadPhotoError
from engine.faces import images
from engine.safety import examine, provenance
from engine.safety.examining import Examiner
from engine.safety.provenance import save_labelled
from engine.sandbox import landlock, network
from tests.engine.faces.test_decoding import ATTEMPTS

ASTRONAUT = np.ascontiguousarray(data.astronaut()[..., :3])
HOSTILE = "tests.engine.safety.hostile_examiner"


@pytest.fixture(scope="module")
def examiner() -> Iterator[Examiner]:
    """The examiner of the product."""
    made = Examiner()
    yield made
    made.close()


@pytest.fixture
def hostile() -> Iterator[Examiner]:
    """An examiner that answers with what the file says."""
    made = Examiner(HOSTILE, deadline=0.5)
    yield made
    made.close()


def test_verify_opens_no_file_in_its_own_process(tmp_path, capsys, monkeypatch):
    """With every reader of this process gone the mark, the facts and the metadata are read all the same."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    save_labelled(ASTRONAUT, tmp_path / "made.png", facts={"style": "oil"})

    def forbidden(*_args, **_more):
        raise AssertionError("read in the operator's own process")

    for module, name in ((Image, "open"), (images, "load"), (examine, "examine"), (provenance, "source_type")):
        monkeypatch.setattr(module, name, forbidden)
    assert main(["verify", str(tmp_path / "made.png")]) == 0
    told = capsys.readouterr().out
    assert all(part in told for part in ("marked as made by this program", "style oil", "trainedAlgorithmicMedia"))


def test_the_answer_is_that_of_the_examination_itself(examiner, tmp_path):
    """Nothing is lost on the line."""
    save_labelled(ASTRONAUT, tmp_path / "made.png", facts={"style": "oil", "seed": 7})
    here, there = examine.examine((tmp_path / "made.png").read_bytes()), examiner.examine(tmp_path / "made.png")
    assert (there.mark, there.source, there.signature) == (here.mark, here.source, here.signature)
    assert there.facts == {name: str(value) for name, value in here.facts.items()}


@pytest.mark.parametrize("content", [b"", b"no picture", b"GIF89a" + bytes(40), b"\0\0\0\x18ftypisom" + bytes(60)])
def test_what_is_no_picture_is_refused_and_the_next_file_read(examiner, tmp_path, content):
    """A clip of zeroes, a GIF of nothing."""
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(BadPhotoError):
        examiner.examine(tmp_path / "file")
    Image.fromarray(ASTRONAUT).save(tmp_path / "plain.png")
    assert not examiner.examine(tmp_path / "plain.png").ours


def test_what_a_terminal_would_obey_is_not_printed(examiner, tmp_path):
    """A stranger's file may say anything in its metadata; of the names only those count that this program writes."""
    text = PngImagePlugin.PngInfo()
    text.add_text(provenance.FACTS, json.dumps({"style": "\x1b[2Jold\nnew", "owner": "somebody", "seed": "9" * 999}))
    text.add_itxt("XML:com.adobe.xmp", 'Iptc4xmpExt:DigitalSourceType="http://x/\x1b]0;y"')
    Image.fromarray(ASTRONAUT).save(tmp_path / "file.png", pnginfo=text)
    found = examiner.examine(tmp_path / "file.png")
    assert found.facts == {"style": "�[2Jold�new", "seed": "9" * 200}
    assert found.source == "http://x/�]0;y"


@pytest.mark.parametrize(
    "answer",
    [b"hang", b"crash", b"{", b"[]", b'{"mark": {}}', b'{"mark": {"sure": 1e999, "seen": "", "number": null}}'],
)
def test_a_reader_that_was_taken_over_is_not_believed(hostile, tmp_path, answer):
    """Nor does it hold up the file after it."""
    (tmp_path / "file").write_bytes(answer)
    with pytest.raises(BadPhotoError):
        hostile.examine(tmp_path / "file")
    honest = {"mark": {"sure": 1.0, "seen": "as it is", "number": 5}, "source": None, "facts": {}, "signature": None}
    (tmp_path / "file").write_text(json.dumps(honest))
    assert hostile.examine(tmp_path / "file").mark.number == 5


@pytest.mark.skipif(
    not (landlock.version() and network.can_be_refused()), reason="needs Linux with Landlock and seccomp"
)
def test_it_reaches_nothing_with_its_larger_memory(tmp_path):
    """The bounds are those of the photo's decoder but for the memory, which has an end too."""
    (tmp_path / "master.key").write_text("secret")
    attempts = ATTEMPTS.replace(
        "decoder.confine()", "from engine.safety.examiner import *\ndecoder.confine(MEMORY_BYTES)"
    )
    attempts = attempts.replace("2 * 2**30", "4 * 2**30")
    run = [sys.executable, "-c", attempts, str(tmp_path / "master.key"), str(tmp_path / "new"), images.__file__]
    told = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    assert told == ["PermissionError"] * 4 + ["MemoryError", "done"]
