"""Wishes under a name: /presets lists, uses, saves and deletes them."""

from __future__ import annotations

from typing import Any

from engine.requests import to_json
from engine.tasks.portrait.request import POSE_PHOTO
from handlers import posing, wording
from handlers.actions import button
from handlers.context import RefusedError, Turn, harmless
from handlers.jobs import portrait
from handlers.views import Text, View
from storage import jobs, presets

MOST = 20
ASKED, PATIENCE = "preset", 600.0  # in the state: the portrait whose settings get a name; seconds it is waited for
NAME = 40  # characters
#: What of a canvas is kept, with what is usual and need not be.
CANVAS: dict[str, object] = {
    "expression": "as-is",
    "framing": "auto",
    "shape": "1:1",
    "scene": "",
    "light": "",
    "draw": "auto",
}
CANVAS |= {"refine": "none", "photos": False, "pose": ""}
# Of a drawing; the seed is luck and stays with the job. The person's own words stay sealed.
KEPT = ("style", "count", "face_weight", "style_weight", "side", "prompt")


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/presets [use|save|delete] [name] [job]: without anything the list; a bare name is used."""
    do, name = options.get("do", "").casefold(), _name(options.get("name", ""))
    if not do:
        return [await listed(turn)]
    if do not in RUNS:  # "/presets holiday look"
        return await _use(turn, _name(f"{options['do']} {name}"))
    if not name:
        return await keep(turn, options.get("job", "")) if do == "save" else [await listed(turn)]
    if do == "save":
        return await _save(turn, name, options.get("job"))
    return await RUNS[do](turn, name)


async def listed(turn: Turn, first: str = "") -> Text:
    """Return every preset with buttons to draw and to delete it, below ``first``."""
    kept, say = await presets.of(turn.tx, turn.account.id), turn.say
    lines = [first] if first else []
    job = await portrait.newest(turn)
    last = () if job is None else ((button(say("button-keep-preset"), "keepas", job.number),),)
    if not kept:
        return Text(text="\n".join([*lines, say("presets-none")]), buttons=last)
    lines += [say("presets-title"), *(_line(turn, one) for one in kept)]
    rows = tuple(
        (
            button(say("presets-draw", name=one.name), "preset", one.id, kind="go"),
            button(say("button-delete"), "nopreset", one.id, kind="danger"),
        )
        for one in kept
    )
    return Text(text="\n".join(lines), buttons=(*rows, *last))


def _line(turn: Turn, one: presets.Preset) -> str:
    style = turn.style_title(one.wish["style"])
    return turn.say("presets-line", name=one.name, style=style, count=one.wish.get("count", 1))


async def keep(turn: Turn, number: str = "") -> list[View]:
    """The Save button under a portrait, or /presets save without a name: ask for one."""
    job = await _job(turn, number or None)
    turn.state[ASKED] = {"job": str(job.number), "at": turn.now}
    return [Text(text=turn.say("presets-ask"), ask=turn.say("presets-placeholder"))]


async def said(turn: Turn, text: str) -> list[View] | None:
    """The name that was waited for; None for a line nobody waits for."""
    asked = turn.state.pop(ASKED, None)
    if asked is None or turn.now - asked["at"] > PATIENCE or not _name(text):
        return None
    return await _save(turn, _name(text), asked["job"])


def stop_waiting(state: dict[str, Any]) -> None:
    """Whoever does something else names no preset any more."""
    state.pop(ASKED, None)


async def use_pressed(turn: Turn, number: str) -> list[View]:
    """The button of a preset: draw."""
    return await _draw(turn, await _own(turn, number))


async def delete_pressed(turn: Turn, number: str) -> list[View]:
    """The Delete button of a preset."""
    one = await _own(turn, number)
    await presets.remove(turn.tx, turn.account.id, one.id)
    return [await listed(turn, turn.say("presets-deleted", name=one.name))]


async def _own(turn: Turn, number: str) -> presets.Preset:
    kept = await presets.of(turn.tx, turn.account.id)
    found = next((one for one in kept if str(one.id) == number), None)
    if found is None:
        raise RefusedError("unknown-button")
    return found


async def _named(turn: Turn, name: str) -> presets.Preset:
    kept = await presets.of(turn.tx, turn.account.id)
    found = next((one for one in kept if one.name.casefold() == name.casefold()), None)
    if found is None:
        raise RefusedError("presets-unknown", name=name)
    return found


async def _use(turn: Turn, name: str) -> list[View]:
    return await _draw(turn, await _named(turn, name))


async def _delete(turn: Turn, name: str) -> list[View]:
    one = await _named(turn, name)
    await presets.remove(turn.tx, turn.account.id, one.id)
    return [Text(text=turn.say("presets-deleted", name=one.name))]


async def _save(turn: Turn, name: str, number: str | None = None) -> list[View]:
    job = await _job(turn, number)
    kept = await presets.of(turn.tx, turn.account.id)
    same = next((one for one in kept if one.name.casefold() == name.casefold()), None)
    if same is None and len(kept) >= MOST:
        raise RefusedError("presets-full", most=MOST)
    asked = to_json(posing.wish_of(job)) if posing.is_together(job) else job.request
    wish = {field: asked[field] for field in KEPT if asked.get(field) is not None}
    wish |= {field: asked[field] for field, usual in CANVAS.items() if asked.get(field, usual) != usual}
    if job.request.get("bodies") or job.request.get("joints"):
        wish["pose"] = POSE_PHOTO  # a pose that was read stays with its picture: another photo is asked for
    await presets.save(turn.tx, turn.account.id, same.name if same else name, wish)
    style = turn.style_title(wish["style"])
    return [await listed(turn, turn.say("presets-saved", name=name, style=style, number=job.own))]


async def _job(turn: Turn, number: str | None) -> jobs.Job:
    """Return the drawing to save: the one named, else the newest."""
    return await portrait.drawing(turn, number)


async def _draw(turn: Turn, one: presets.Preset) -> list[View]:
    wish: dict[str, Any] = {**CANVAS, "side": "", **one.wish}  # what was usual then, not what is preferred now
    wish["prompt"] = await wording.readable(turn, wish.get("prompt", ""))
    return await portrait.command(turn, portrait.said_of(wish))


def _name(text: str) -> str:
    return harmless(text.strip(), NAME).strip()


RUNS = {"use": _use, "save": _save, "delete": _delete}
