"""What `doctor` says of ways an operator chose that base or files do not have: nothing falls back unsaid."""

from __future__ import annotations

from pathlib import Path

import psutil

from bot.cli.findings import Finding
from bot.settings import Settings
from bot.wiring import CannotRunError, base
from engine import weights
from engine.bases import Family, accelerator_memory, cuda_likely, lacks_cuda, likeness, memory, steering, xpu_likely
from engine.talking.sadtalker.ready import lacking
from engine.weights.presence import status_of

SIZE = 512  # pixels of a clip where nothing else is asked for


def findings(settings: Settings) -> list[Finding]:
    """Return a finding for each chosen way that cannot be gone here; which base it is, `doctor` says elsewhere."""
    try:
        family = base(settings)
    except CannotRunError:
        return []
    return [
        *(_card(settings, family) or _memory(settings, family)),
        *_sampler(settings, family),
        *_dressers(settings, family),
        *_preview_decoder(settings, family),
        *_edits(settings, family),
        *_faceid(settings, family),
        *_animator(settings),
    ]


def _card(settings: Settings, family: Family) -> list[Finding]:
    """Say where a base needs another kind of device than there is; on a cluster the machines that draw are others."""
    lack = "" if settings.engine.executor == "ray" else lacks_cuda(family, settings.engine.device)
    if not lack:
        return []
    return [Finding(topic="device", level="missing", text=lack, fix="set ENGINE_BASE=auto, or name another base")]


def _memory(settings: Settings, family: Family) -> list[Finding]:
    """Say where a base's weights fit neither the card nor the machine they could wait in: every picture is refused."""
    needs, card = memory.needs_of(family), accelerator_memory()
    if needs is None or settings.engine.executor == "ray":
        return []
    if xpu_likely(settings.engine.device):
        return []  # nobody says how large those cards are
    if not cuda_likely(settings.engine.device):
        return _machine(family, needs, family.path(settings.engine.weights))
    if card is None:
        return []
    free = psutil.virtual_memory().available
    if not memory.hopeless(needs, card - memory.TAKEN, free):
        return []
    if not memory.packs() and not memory.hopeless(needs, card - memory.TAKEN, free, packed=True):
        text = f"the base {family.name} fits this machine in 4 bits only, and bitsandbytes is not installed"
        return [Finding(topic="memory", level="missing", text=text, fix="pip install '.[cuda]'")]
    waits = memory.waiting(needs, "group") / memory.GIB / memory.SPARE
    text = f"the base {family.name} fits neither the card ({card / memory.GIB:.0f} GB) nor, to wait in, this machine"
    fix = f"a larger card, {waits:.0f} GB free in the machine, or another ENGINE_BASE"
    return [Finding(topic="memory", level="missing", text=text, fix=fix)]


def _machine(family: Family, needs: memory.Needs, place: Path) -> list[Finding]:
    """Say where a base is larger than a machine without a card that could hold it in half precision."""
    there = psutil.virtual_memory().total
    if not memory.hopeless_without_a_card(needs, there, place):
        return []
    text = f"without a card the base {family.name} wants more than the {there / memory.GIB:.0f} GB this machine has"
    return [Finding(topic="memory", level="missing", text=text, fix="set ENGINE_BASE=auto, or name a smaller base")]


def _sampler(settings: Settings, family: Family) -> list[Finding]:
    """Say where portraits are to be drawn with an adapter that is not there, or in a way the base does not know."""
    wanted = settings.engine.sampler
    if wanted == "auto":
        return []
    kind, named = family.kind(wanted), f"ENGINE_SAMPLER={wanted}"
    adapter = family.samplers[kind].adapter
    there = status_of(settings.engine.weights, weights.components()[adapter]) if adapter else None
    if there is not None and there.state != "present":
        text = f"{named} draws with {adapter}, which is {there.state}: every portrait of {family.name} is refused"
        return [Finding(topic="sampler", level="missing", text=text, fix=there.how)]
    if kind == wanted:
        return []
    text = f"{named}, but the base {family.name} does not know that way: portraits are drawn as with {kind}"
    return [Finding(topic="sampler", level="note", text=text, fix=f"ENGINE_SAMPLER={kind}, or auto")]


def _preview_decoder(settings: Settings, family: Family) -> list[Finding]:
    """Say whether candidates are looked at through a small decoder; one that is damaged stops every picture."""
    name = family.preview_decoder
    if not name or settings.engine.preview_decoder == "no":
        return []
    there = status_of(settings.engine.weights, weights.components()[name])
    if there.state == "missing":
        return []
    if there.state == "present":
        text = f"looked at through {name}; what is chosen is decoded in full"
        return [Finding(topic="candidates", level="note", text=text)]
    text = f"{name} is {there.state}: nothing is drawn with {family.name}"
    return [Finding(topic="candidates", level="missing", text=text, fix=f"{there.how}, or ENGINE_PREVIEW_DECODER=no")]


def _dressers(settings: Settings, family: Family) -> list[Finding]:
    cannot = {"drawn": not steering.draws_bodies(family), "edit": not steering.edits(family)}
    chosen = settings.engine.dressers
    idle = [name for name in chosen if cannot.get(name)]
    if not idle:
        return []
    text = f"TRYON_BACKENDS: {', '.join(idle)} cannot be used on the base {family.name}"
    if len(idle) < len(chosen):
        return [Finding(topic="try-on", level="note", text=text, fix="leave it out of TRYON_BACKENDS")]
    text += ", and nothing else is named: every try-on is refused"
    return [Finding(topic="try-on", level="missing", text=text, fix="leave TRYON_BACKENDS empty")]


def _edits(settings: Settings, family: Family) -> list[Finding]:
    if settings.engine.edits != "first" or steering.edits(family):
        return []
    text = f"ENGINE_EDITS=first, but the base {family.name} is no edit model: it changes nothing"
    return [Finding(topic="edits", level="note", text=text, fix="ENGINE_BASE=flux2-klein-4b is one")]


def _faceid(settings: Settings, family: Family) -> list[Finding]:
    if settings.engine.faceid != "research":
        return []
    if not family.faceid:
        text = f"ENGINE_FACEID=research, but there is no FaceID for the base {family.name}: it is not used"
        return [Finding(topic="faceid", level="note", text=text, fix="set ENGINE_FACEID=no")]
    if likeness.here(family, settings.engine.weights, faceid=True) != likeness.FACEID:
        text = "ENGINE_FACEID=research, but its networks are not there: it is not used"
        fix = f"python -m bot weights fetch {family.faceid} {likeness.EMBEDDER} --from DIR"
        return [Finding(topic="faceid", level="note", text=text, fix=fix)]
    return [Finding(topic="faceid", level="note", text="used; for non-commercial research only")]


def _animator(settings: Settings) -> list[Finding]:
    if settings.engine.animator != "sadtalker" or not (commands := lacking(settings.engine.weights, SIZE)):
        return []
    text = "TALK_ANIMATOR=sadtalker, but its files are not there: no portrait speaks"
    return [Finding(topic="animator", level="missing", text=text, fix=commands[0])]
