"""The parts the application is put together from."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import wiring
from bot.settings import load, variables
from engine import bases
from engine.models import Models
from engine.requests import Lane
from storage.vault import Vault


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Settings of a machine whose operator chose nothing and fetched sd15."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bases, "accelerator_memory", lambda: None)
    weights = tmp_path / "weights"
    (weights / "base-sd15").mkdir(parents=True)
    (weights / "base-sd15" / "model_index.json").write_text("{}")
    return load(overrides={"WEIGHTS_DIR": weights, "DATA_DIR": tmp_path / "data"})


@pytest.mark.parametrize(("card", "base"), [(True, "sd15"), (False, "pocket")])
def test_every_lane_knows_the_base_that_draws(settings, monkeypatch: pytest.MonkeyPatch, card: bool, base: str):
    """Looking runs on the CPU: if it chose by that, it would refuse flat clothes that the base on the GPU can draw."""
    monkeypatch.setattr(bases, "accelerator_likely", lambda device: card and device != "cpu")
    lanes = wiring.executors(settings)
    assert {lane: Models(lanes[lane].settings).family.name for lane in Lane} == dict.fromkeys(Lane, base)
    assert wiring.base(settings).name == base


def test_trainings_have_workers_like_those_that_draw(settings):
    """Of the same base, folders and confinement; a fake or a cluster trains by itself."""
    lanes = wiring.executors(settings)
    learning = wiring.learning(settings, lanes)
    assert learning[Lane.DEVICE].settings == lanes[Lane.DEVICE].settings
    assert wiring.learning(settings, {Lane.DEVICE: object()}) == {}


def test_a_card_counts_only_where_torch_can_use_it(monkeypatch: pytest.MonkeyPatch):
    """The driver's file says that a card is there; a torch built for the CPU still draws without it."""
    monkeypatch.setattr(bases.Path, "exists", lambda self: True)
    monkeypatch.setattr(bases, "torch_build", lambda: "2.13.0+cpu")
    assert not bases.accelerator_likely("auto")
    monkeypatch.setattr(bases, "torch_build", lambda: "2.13.0")
    assert bases.accelerator_likely("auto")


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"LOCAL_CHAT_HOST": "0.0.0.0"}, "LOCAL_CHAT_HOST=0.0.0.0 opens the web chat to other machines"),
        ({"LOCAL_CHAT_HOST": "192.168.1.9"}, "LOCAL_CHAT_LOGIN=link,password"),
        ({"LOCAL_CHAT_URL": "https://portraits.example.org"}, "nobody would have to sign in"),
        ({"LOCAL_CHAT_URL": "https://p.example.org", "LOCAL_CHAT_LOGIN": "none"}, "fits no other way"),
        ({"LOCAL_CHAT_LOGIN": "none,password"}, "fits no other way"),
        ({"LOCAL_CHAT_URL": "https://p.example.org", "LOCAL_CHAT_LOGIN": "telegram"}, "needs TELEGRAM_TOKEN"),
        ({"LOCAL_CHAT_LOGIN": "telegram", "TELEGRAM_TOKEN": "1:x"}, "begins https://"),
    ],
)
def test_a_chat_that_others_reach_without_signing_in_is_not_served(tmp_path, chosen, said):
    """Photos of faces behind no door: the bot says what to set, and does not start."""
    made = load(env_file=None, overrides={"DATA_DIR": tmp_path / "data", **chosen})
    with pytest.raises(wiring.CannotRunError, match=said.replace(".", r"\.")):
        wiring.login(made, None, None)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_alone_nobody_signs_in(tmp_path, host):
    """Nothing changes there; in a container that is published here alone the operator says so by name."""
    assert wiring.login(load(env_file=None, overrides={"LOCAL_CHAT_HOST": host}), None, None) is None
    known = {"LOCAL_CHAT_HOST": "0.0.0.0", "LOCAL_CHAT_LOGIN": "none"}
    assert wiring.login(load(env_file=None, overrides=known), None, None) is None


def test_what_is_not_switched_on_is_no_ability(tmp_path):
    """So that no menu offers it."""
    plain = load(env_file=None, overrides={"DATA_DIR": tmp_path})
    assert wiring.abilities(plain) == frozenset()
    chosen = {"LOCAL_CHAT_LOGIN": "link", "ACCESS": "listed", "INVITATIONS": "yes", "DATA_DIR": tmp_path}
    assert wiring.abilities(load(env_file=None, overrides=chosen)) == {"web", "listed", "invitations"}


SHOP = {"TELEGRAM_TOKEN": "1:a", "TELEGRAM_STARS": "5", "ENGINE_DEVICE": "cpu"}


@pytest.mark.parametrize(("base", "sold"), [("pocket", False), ("z-image-turbo", True)])
def test_no_picture_is_sold_that_the_licence_of_its_base_forbids_to_sell(tmp_path, base, sold):
    """The operator reads which setting, which base and which licence; giving pictures away is free on any."""
    told = {"DATA_DIR": tmp_path, "ENGINE_BASE": base}
    wiring.require_sale(load(env_file=None, overrides=told | {"TELEGRAM_TOKEN": "1:a"}))
    shop = load(env_file=None, overrides=told | SHOP)
    if sold:
        wiring.require_sale(shop)
        return
    with pytest.raises(wiring.CannotRunError, match=r"TELEGRAM_STARS=5 .*pocket .*ENGINE_BASE"):
        wiring.require_sale(shop)


def test_nothing_is_sold_that_was_drawn_by_a_network_for_research(tmp_path):
    """Who says `research` and sells has said two things; the sentence names both and the way out."""
    told = {"DATA_DIR": tmp_path, "ENGINE_BASE": "sd15", "ENGINE_FACEID": "research"}
    wiring.require_sale(load(env_file=None, overrides=told | {"TELEGRAM_TOKEN": "1:a"}))
    with pytest.raises(wiring.CannotRunError, match=r"TELEGRAM_STARS=5 .*FaceID.*ENGINE_FACEID=no"):
        wiring.require_sale(load(env_file=None, overrides=told | SHOP))


@pytest.mark.parametrize(("base", "there"), [("pocket", False), ("sd15", True), ("z-image-turbo", False)])
def test_poses_are_offered_where_something_steers_the_base(tmp_path, base, there):
    """What a base cannot do is not among the options of its commands."""
    told = {"DATA_DIR": tmp_path, "ENGINE_BASE": base, "WEIGHTS_DIR": tmp_path, "ENGINE_DEVICE": "cpu"}
    settings = load(env_file=None, overrides=told)
    made = wiring.deps(settings, Vault.open(tmp_path), wiring.retention(settings))
    assert ("pose" in made.abilities) == there


@pytest.mark.parametrize(("base", "there"), [("pocket", False), ("sd15", False), ("flux2-klein-4b", True)])
def test_photos_beside_a_learnt_face_are_offered_where_the_base_sees_any(tmp_path, base, there):
    """The embedded one reads an embedding anyway; Stable Diffusion needs an adapter that has not been fetched here."""
    told = {"DATA_DIR": tmp_path, "ENGINE_BASE": base, "WEIGHTS_DIR": tmp_path, "ENGINE_DEVICE": "cpu"}
    settings = load(env_file=None, overrides=told)
    made = wiring.deps(settings, Vault.open(tmp_path), wiring.retention(settings))
    assert ("photos" in made.abilities) == there


def test_a_base_for_cuda_does_not_start_where_there_is_none(tmp_path):
    """Every picture would be refused; on a cluster others draw, and with CUDA it starts."""
    told = {"DATA_DIR": tmp_path, "ENGINE_BASE": "qwen-image-edit"}
    cluster = {"ENGINE_DEVICE": "cpu", "ENGINE_EXECUTOR": "ray", "RAY_ADDRESS": "ray://10.0.0.1:10001"}
    for passes in ({"ENGINE_DEVICE": "cuda"}, {"ENGINE_DEVICE": "cpu", "ENGINE_BASE": "sd15"}, cluster):
        wiring.require_card(load(env_file=None, overrides=told | passes))
    for device in ("cpu", "mps"):
        refused = load(env_file=None, overrides=told | {"ENGINE_DEVICE": device})
        with pytest.raises(wiring.CannotRunError, match=r"qwen-image-edit .*CUDA.*ENGINE_BASE"):
            wiring.deps(refused, None, None)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"DISCORD_SHARDS": "4"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql:///x", "DISCORD_SHARDS": "1"}, "DISCORD_SHARDS"),
        ({"DATABASE_URL": "postgresql:///x", "DISCORD_SHARDS": "0"}, "DISCORD_SHARDS"),
        ({"DATABASE_URL": "postgresql:///x", "DISCORD_SHARDS": "4"}, ""),
    ],
)
def test_shards_are_spread_only_where_there_is_something_to_agree_upon(tmp_path, chosen, said):
    """Each process would hear all of them, or none: what is missing is said at the start."""
    settings = load(env_file=None, overrides={"DATA_DIR": tmp_path, "DISCORD_SPREAD": "yes", **chosen})
    if not said:
        wiring.require_spread(settings)
        return
    with pytest.raises(wiring.CannotRunError, match=said):
        wiring.require_spread(settings)
