"""A base that is one checkpoint file: unpacked offline, with our own description of its networks."""

from __future__ import annotations

import gzip
import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import DiffusionPipeline, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from engine import bases
from engine.bases import own, shapes
from engine.diffusion import blueprint
from engine.diffusion import single as rewriting
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import BadBaseError, WeightMissingError
from engine.selftest import made
from engine.weights import fetch, presence, single, vocabulary
from engine.weights.install import RefusedError
from engine.weights.manifest import MANIFEST, read
from tests.engine.diffusion import onefile, tiny

KINDS = ("sd15", "sdxl")
LINES = '[dreamy]\nlike = "{kind}"\ntitle = "Dreamy"\nfile = "dreamy.safetensors"\nlicence = "-"\ncommercial = false\n'
SHOT = GenerationRequest(prompt="a portrait photo of a woman", seed=3)
JOINS = ("p h", "o t", "ph ot", "o</w> x</w>")  # a vocabulary of four joins, of which the last is never met
SHAPES = {
    kind: replace(shapes.TINY[kind], text={**shapes.TINY[kind].text, "vocab_size": 2 * 256 + len(JOINS) + 2})
    for kind in KINDS
}
SHAPES["sdxl"] = replace(SHAPES["sdxl"], second_text={**SHAPES["sdxl"].second_text, "vocab_size": 518})


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch):
    """Let tiny networks pass for true ones, and a small vocabulary for the published one."""
    checked = single.path

    def path(folder: Path, component: str, file: str) -> Path:
        there = folder / component / file
        return there if there.is_file() else checked(folder, component, file)

    monkeypatch.setattr(single, "path", path)
    for kind, shape in SHAPES.items():
        monkeypatch.setitem(single.TRUE, kind, shape)
        monkeypatch.setitem(single.CROSS, shape.unet["cross_attention_dim"], kind)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny random bases of both kinds."""
    place = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        for kind, shape in SHAPES.items():
            patch.setitem(made.TINY, kind, shape)
            made.write(place, kind, tiny=True)
    return place


def opened(folder: Path, kind: str) -> DiffusionPipeline:
    """Return one of these bases."""
    return DiffusionPipeline.from_pretrained(folder / f"base-{kind}", dtype=torch.float32, local_files_only=True)


@pytest.fixture(params=KINDS)
def base(request: pytest.FixtureRequest, folder: Path) -> tuple[str, DiffusionPipeline]:
    """A tiny random base of each kind, and its kind."""
    return request.param, opened(folder, request.param)


def spelling(folder: Path) -> Path:
    """Write a vocabulary as it is published, where the engine looks for it."""
    place = folder / vocabulary.COMPONENT
    place.mkdir(parents=True)
    with gzip.open(place / vocabulary.FILE, "wt", encoding="utf-8") as stream:
        stream.write("\n".join(["version", *JOINS]))
    return place / vocabulary.FILE


def apart(one: DiffusionPipeline, other: DiffusionPipeline) -> float:
    """Return how far the weights of two pipelines are apart at the most; names and shapes have to be the same."""
    worst = 0.0
    for name, part in one.components.items():
        if isinstance(part, torch.nn.Module):
            mine, theirs = part.state_dict(), getattr(other, name).state_dict()
            assert mine.keys() == theirs.keys()
            worst = max(worst, *(float((mine[key].float() - theirs[key].float()).abs().max()) for key in mine))
    return worst


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
def test_every_weight_of_one_file_arrives(tmp_path: Path, base: tuple[str, DiffusionPipeline], dtype: torch.dtype):
    """Half precision is exact, since the base was in it; the control is another base."""
    kind, pipe = base
    file = onefile.write(pipe, tmp_path / "all.safetensors", dtype)
    rewriting.rewrite(file, tmp_path / "out", SHAPES[kind], None)
    read_back = DiffusionPipeline.from_pretrained(tmp_path / "out", dtype=torch.float32, local_files_only=True)
    assert apart(pipe, read_back) == 0
    pipe.vae.quant_conv.bias.data += 1  # the control
    assert apart(pipe, read_back) == pytest.approx(1, abs=0.01)


@pytest.mark.slow
def test_it_draws_what_the_folder_draws(tmp_path: Path, base: tuple[str, DiffusionPipeline], small: None):
    """An operator's own record names the file; the picture is the folder's, spelling apart, and it is unpacked once."""
    kind, pipe = base
    weights = tmp_path / "weights"
    spelling(weights)
    onefile.write(pipe, weights / "dreamy.safetensors", torch.float16)
    (weights / own.FILE).write_text(LINES.format(kind=kind))
    family = bases.choose("dreamy", weights, accelerator=False)
    assert family.present(weights)
    drawn = PortraitPipeline(tiny.settings(weights, "dreamy"), tiny.shrunk(family)).draw([SHOT])[0]
    place = weights / single.PLACE / "dreamy"
    assert (place / "model_index.json").is_file()
    # The same base with the same spelling, as a folder.
    plain = weights / f"base-{kind}"
    if kind == "sdxl":  # the end of a text is what its second encoder looks for
        pipe.text_encoder_2.config.eos_token_id = len(CLIPTokenizer.from_pretrained(place / "tokenizer")) - 1
    pipe.save_pretrained(plain)
    for end in ("", "_2") if kind == "sdxl" else ("",):
        CLIPTokenizer.from_pretrained(place / f"tokenizer{end}").save_pretrained(plain / f"tokenizer{end}")
    tiny.record(plain)
    expected = PortraitPipeline(tiny.settings(weights, kind), tiny.shrunk(bases.families()[kind])).draw([SHOT])[0]
    assert np.abs(drawn.astype(int) - expected).max() <= 2
    before = place.stat().st_mtime_ns
    PortraitPipeline(tiny.settings(weights, "dreamy"), tiny.shrunk(family))
    assert place.stat().st_mtime_ns == before


@pytest.mark.slow
def test_a_changed_file_is_unpacked_anew(tmp_path: Path, folder: Path, small: None):
    """Whoever replaces the file means the new one."""
    kind, pipe = "sd15", opened(folder, "sd15")
    spelling(tmp_path)
    file = onefile.write(pipe, tmp_path / "dreamy.safetensors")
    first = single.unpacked(tmp_path, "dreamy", file, kind)
    was = load_file(first / "vae" / "diffusion_pytorch_model.safetensors")["quant_conv.bias"]
    pipe.vae.quant_conv.bias.data += 1
    onefile.write(pipe, file)
    now = load_file(single.unpacked(tmp_path, "dreamy", file, kind) / "vae" / "diffusion_pytorch_model.safetensors")
    assert torch.allclose(now["quant_conv.bias"], was + 1, atol=1e-3)


@pytest.mark.slow
def test_a_fetch_from_a_file_makes_the_base(tmp_path: Path, base: tuple[str, DiffusionPipeline], small: None):
    """``weights fetch base-sd15 --from FILE``, or from the folder it lies in: recorded as local, checked later."""
    kind, pipe = base
    file = onefile.write(pipe, tmp_path / "stick.safetensors", torch.float16)
    manifest = _manifest(tmp_path, kind)
    place, folder = {"sd15": file, "sdxl": tmp_path}[kind], tmp_path / "weights"
    spelling(folder)
    (outcome,) = fetch.fetch(folder, [f"base-{kind}"], offline=True, extra=place, manifest=manifest)
    assert (outcome.state, outcome.error) == ("fetched", None)
    state = presence.status_of(folder, read(manifest)[f"base-{kind}"], deep=True)
    assert (state.state, state.local) == ("present", True)
    assert not (folder / fetch.STAGE).exists()
    found = DiffusionPipeline.from_pretrained(presence.directory(folder, f"base-{kind}", manifest=manifest))
    assert apart(pipe, found) == 0
    (folder / f"base-{kind}" / "unet" / "config.json").write_text("{}")
    assert presence.status_of(folder, read(manifest)[f"base-{kind}"], deep=True).state == "corrupt"


def _manifest(folder: Path, kind: str) -> Path:
    """Write a manifest of a base and a vocabulary whose bytes nobody states."""
    place = folder / "manifest.toml"
    row = 'purpose = "-"\nbackend = "hub"\nlicence = "-"\ncommercial = "unknown"\nneeded = false\n'
    hub = 'sources = [{ kind = "hub", id = "a/b", revision = "v1" }]\n'
    files = f'files = [{{ file = "{vocabulary.FILE}" }}]\n'
    place.write_text(f"[components.base-{kind}]\n{row}{hub}[components.{vocabulary.COMPONENT}]\n{row}{files}{hub}")
    return place


def test_without_the_vocabulary_it_says_what_is_missing(tmp_path: Path, folder: Path, small: None):
    """The file cannot bring it; an operator reads the name of the component."""
    file = onefile.write(opened(folder, "sd15"), tmp_path / "dreamy.safetensors")
    (outcome,) = fetch.fetch(
        tmp_path / "w", ["base-sd15"], offline=True, extra=file, manifest=_manifest(tmp_path, "sd15")
    )
    assert vocabulary.COMPONENT in str(outcome.error.data["tried"])
    (tmp_path / own.FILE).write_text(LINES.format(kind="sd15"))
    family = bases.choose("dreamy", tmp_path, accelerator=False)
    with pytest.raises(WeightMissingError) as caught:
        PortraitPipeline(tiny.settings(tmp_path, "dreamy"), tiny.shrunk(family))
    assert vocabulary.COMPONENT in caught.value.data["how"]


def _file(folder: Path, shapes_: dict[str, tuple[int, ...]]) -> Path:
    """Write a file that has a head with these names and shapes, and nothing behind it."""
    rows = {name: {"dtype": "F16", "shape": shape, "data_offsets": [0, 0]} for name, shape in shapes_.items()}
    head = json.dumps(rows).encode()
    (folder / "some.safetensors").write_bytes(struct.pack("<Q", len(head)) + head)
    return folder / "some.safetensors"


def _whole(width: int, channels: int = 4, text: tuple[str, ...] = single.TEXT["sdxl"]) -> dict[str, tuple[int, ...]]:
    names = {f"{single.UNET}{single.FIRST}": (320, channels, 3, 3), f"{single.VAE}encoder.conv_in.weight": (1,)}
    names[f"{single.UNET}input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"] = (320, width)
    return names | {f"{start}x": (1,) for start in text}


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"unet.x.lora_A.weight": (4, 4)}, "no checkpoint of a base"),
        ({"model.diffusion_model.double_blocks.0.img_attn.qkv.weight": (4, 4)}, "no whole denoiser"),
        ({"double_blocks.0.img_attn.qkv.weight": (4, 4)}, "a family that is not taken as one file"),
        (_whole(1024), "Stable Diffusion 2"),
        (_whole(1280), "refiner"),
        (_whole(999), "nobody knows"),
        (_whole(768, 9, single.TEXT["sd15"]), "for inpainting"),
        (_whole(768, 4, ()), "no text encoder"),
        (_whole(2048, 4, single.TEXT["sdxl"][:1]), "no text encoder"),
        (_whole(2048) | {"v_pred": (0,)}, "velocity"),
    ],
)
def test_what_is_no_such_base_is_refused_by_its_head(tmp_path: Path, names: dict, words: str):
    """Before gigabytes are read, and with what to do instead."""
    with pytest.raises(RefusedError, match=words):
        single.architecture(_file(tmp_path, names))


def test_both_kinds_are_told_by_their_head(tmp_path: Path):
    """The control of the refusals."""
    assert single.architecture(_file(tmp_path, _whole(768, 4, single.TEXT["sd15"]))) == "sd15"
    assert single.architecture(_file(tmp_path, _whole(2048))) == "sdxl"


@pytest.mark.parametrize("data", [b"", b"\xff" * 64, struct.pack("<Q", 10) + b"not a head"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, data: bytes):
    """A broken download is no trace in a log."""
    (tmp_path / "some.safetensors").write_bytes(data)
    with pytest.raises(RefusedError, match="is no"):
        single.architecture(tmp_path / "some.safetensors")


def test_a_pickle_is_never_read(tmp_path: Path):
    """It is a program, whatever it is called on the page it comes from."""
    (tmp_path / "dreamy.ckpt").write_bytes(b"x")
    with pytest.raises(RefusedError, match="pickle"):
        single.architecture(tmp_path / "dreamy.ckpt")
    (tmp_path / own.FILE).write_text(LINES.format(kind="sd15").replace(".safetensors", ".ckpt"))
    with pytest.raises(BadBaseError) as caught:
        bases.choose("dreamy", tmp_path, accelerator=False)
    assert "pickle" in caught.value.data["reason"]


@pytest.mark.parametrize("spoil", ["missing", "nan", "other kind"])
def test_a_spoilt_file_says_how(tmp_path: Path, folder: Path, small: None, spoil: str):
    """Nothing half unpacked is left, and the reason reaches whoever reads the terminal."""
    file = onefile.write(opened(folder, "sd15"), tmp_path / "dreamy.safetensors")
    tensors = load_file(file)
    if spoil == "missing":
        del tensors["model.diffusion_model.middle_block.0.in_layers.2.weight"]
    elif spoil == "nan":
        tensors["first_stage_model.quant_conv.bias"][0] = torch.nan
    save_file(tensors, file)
    spelling(tmp_path)
    (tmp_path / own.FILE).write_text(LINES.format(kind="sdxl" if spoil == "other kind" else "sd15"))
    family = bases.choose("dreamy", tmp_path, accelerator=False)
    with pytest.raises(BadBaseError) as caught:
        PortraitPipeline(tiny.settings(tmp_path, "dreamy"), tiny.shrunk(family))
    words = {"missing": "parts of its networks are missing", "nan": "quant_conv", "other kind": "like sdxl"}
    assert words[spoil] in caught.value.data["reason"]
    assert not (tmp_path / single.PLACE / "dreamy").exists()


def test_our_description_has_the_published_sizes():
    """Numbers of values as published; one wrong width or depth changes them."""
    spelt = {"sd15": (859_520_964, 123_060_480), "sdxl": (2_567_463_684, 123_060_480)}
    for kind, (denoiser, text) in spelt.items():
        shape = shapes.TRUE[kind]
        with torch.device("meta"):
            assert _values(UNet2DConditionModel(**shape.unet)) == denoiser
            assert _values(blueprint.autoencoder(shape)) == 83_653_863
            assert _values(CLIPTextModel(_described(shape, shape.text))) == text
            if shape.xl:
                second = _described(shape, shape.second_text)
                assert (_values(CLIPTextModelWithProjection(second)), second.hidden_act) == (694_659_840, "gelu")


def _described(shape: shapes.Shape, sizes: dict):
    class Spelling:
        bos_token_id, eos_token_id, pad_token_id, model_max_length = 49406, 49407, 49407, shape.tokens

        def __len__(self) -> int:
            return vocabulary.TOKENS

    return blueprint.text_config(sizes, Spelling())


def _values(network: torch.nn.Module) -> int:
    return sum(value.numel() for value in network.parameters())


def test_words_are_joined_in_the_order_of_the_list(tmp_path: Path):
    """Letters, letters that end a word, joins, beginning, end: a shift by one would make every word another."""
    made_ = blueprint.tokenizer(tmp_path, shapes.TINY_SD15, vocabulary.joins(spelling(tmp_path / "w")))
    first = 2 * 256  # the first join
    assert made_.convert_ids_to_tokens(range(first, first + 3)) == ["ph", "ot", "phot"]
    ids = made_("photo").input_ids
    assert ids == [first + 4, first + 2, made_.convert_tokens_to_ids("o</w>"), first + 5]
    assert (made_.bos_token_id, made_.eos_token_id, made_.pad_token_id) == (first + 4, first + 5, first + 5)


def test_the_published_vocabulary_reads_as_clip_does(tmp_path: Path):
    """The numbers of this sentence are in CLIP's own paper trail; run where the component has been fetched."""
    file = MANIFEST.parents[2] / "weights" / vocabulary.COMPONENT / vocabulary.FILE
    if not file.is_file():
        pytest.skip(f"the component {vocabulary.COMPONENT} is not fetched")
    spelt = blueprint.tokenizer(tmp_path, shapes.SD15, vocabulary.joins(file))
    assert spelt("a photo of a cat").input_ids == [49406, 320, 1125, 539, 320, 2368, 49407]
    assert len(spelt) == vocabulary.TOKENS
