"""``python -m bot studio``: the engine without a chat, for operators and scripts.

    python -m bot studio enrol photos/ --name ada
    python -m bot studio inspect photo.jpg --out stages/
    python -m bot studio inspect photo.jpg --canvas --out stages/
    python -m bot studio portrait --identity ada --style cyberpunk --count 4 --seed 7 --out out/ --json
    python -m bot studio portrait --identity ada --style natural --expression smile --scene forest --out out/
    python -m bot studio talk --portrait out/portrait-1.png --text "Hello!" --out hello.mp4
    python -m bot studio inpaint photo.jpg --identity ada --out out/ --debug stages/
    python -m bot studio tryon coat.jpg --identity ada --background studio --out out/ --debug stages/

Learnt faces lie in the clear below ``DATA_DIR/studio``, readable by this user only: they are the operator's own
files, outside the bot's sealed store. The work runs in a worker process, as it does for the bot.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli import ranges
from bot.cli.studio import canvas, style, talk, template, tryon
from bot.settings import Settings, load
from engine.errors import EngineError
from engine.queue.local import LocalExecutor
from engine.queue.store import ClaimedJob
from engine.requests import Lane, Progress, to_json
from engine.tasks.enrol.request import Enrol, Enrolled
from engine.tasks.inspect.request import PHOTO_ENDINGS, InspectPhoto, PhotoVerdict
from engine.tasks.portrait.request import POSES, Portrait, Portraits

WIDE = 60  # characters of a line of progress, so that a longer one before it is covered
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the actions."""
    actions = parser.add_subparsers(dest="action", required=True)
    enrol = actions.add_parser("enrol", help="learn a face from a folder of photos")
    enrol.add_argument("photos", type=Path, metavar="DIR")
    enrol.add_argument("--name", required=True)
    enrol.add_argument("--gender", choices=("man", "woman", "person"), help="instead of the estimate")
    enrol.add_argument("--steps", type=ranges.STEPS, help="training steps instead of the base's preset")
    enrol.add_argument("--preset", choices=("quick", "good", "best"), default="good", help="how long it is learnt")
    enrol.add_argument("--seed", type=ranges.SEED, default=0)
    enrol.add_argument("--instant", action="store_true", help="no training: ready within seconds, less alike")
    portrait = actions.add_parser("portrait", help="draw portraits of a learnt face")
    portrait.add_argument("--identity", required=True)
    portrait.add_argument("--style", required=True)
    portrait.add_argument("--count", type=ranges.COUNT, default=4)
    portrait.add_argument("--seed", type=ranges.SEED, default=0)
    portrait.add_argument("--out", type=Path, required=True, metavar="DIR")
    portrait.add_argument("--side", type=ranges.SIDE, help="pixels of the longer side; the base's own, at least 512")
    portrait.add_argument("--pose", help=f"whole bodies: {', '.join(POSES)}, or a photo whose people stand so")
    portrait.add_argument("--refine", choices=("none", "face", "hires"), default="none", help="draw again, in detail")
    portrait.add_argument("--style-weight", type=float)
    portrait.add_argument("--face-weight", type=float)
    portrait.add_argument(
        "--weights", choices=("fixed", "auto"), default="fixed", help="auto: try a few, keep the best"
    )
    portrait.add_argument(
        "--sampler", choices=("auto", "quality", "fast", "fastest"), default="auto", help="auto: as ENGINE_SAMPLER says"
    )
    canvas.add_portrait_options(portrait)
    portrait.add_argument("--no-face-lora", action="store_true", help="the control: same seeds, nobody in particular")
    portrait.add_argument("--no-fusion", action="store_true", help="leave out face fusion")
    look = actions.add_parser("inspect", help="what is seen in one photo, with a picture of every stage of paper 2.1")
    look.add_argument("photo", type=Path, metavar="PHOTO")
    look.add_argument("--out", type=Path, required=True, metavar="DIR")
    look.add_argument("--canvas", action="store_true", help="the stages of a canvas instead")
    studios = (style, talk, template, tryon)
    others = [each for studio in studios for each in studio.add_arguments(actions)]
    for action in (enrol, look, portrait, *others):
        action.add_argument("--json", action="store_true", help="print one JSON object, progress on stderr")


def main(args: argparse.Namespace) -> int:
    """Run one action; return 0, or 1 after one clear sentence."""
    try:
        answer = asyncio.run(_ACTIONS[args.action](load(), args))
    except EngineError as error:
        print(f"That did not work: {_told(error)}", file=sys.stderr)
        return 1
    except StudioError as error:
        print(str(error), file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(answer, indent=2))
    return 0


def _told(error: EngineError) -> str:
    """Return what went wrong in words: the code, and what is known about it."""
    known = (
        f"{name}: {', '.join(map(str, value)) if isinstance(value, list | tuple) else value}"
        for name, value in error.data.items()
    )
    return f"{error.code.replace('-', ' ')} ({'; '.join(known)})" if error.data else error.code.replace("-", " ")


class StudioError(Exception):
    """The command cannot be carried out; the message says why and what to do."""


def folder_of(settings: Settings, name: str) -> Path:
    """Return the folder of a learnt face; raises `StudioError` for a name that is none."""
    if not NAME.fullmatch(name):
        raise StudioError(f"{name!r} is no name: use letters, digits, - and _ (at most 64).")
    return settings.data.folder / "studio" / name


async def enrol(
    settings: Settings, photos: list[Path], request: Enrol, say: Callable[[str], None]
) -> tuple[list[tuple[Path, PhotoVerdict]], Enrolled]:
    """Look at every photo, then learn the face on those that can be used.

    ``request`` says where to and how; its photos are replaced by the accepted ones. ``say`` hears a line at a time.

    Raises:
        EngineError: training failed, or no photo can be used.
    """
    with tempfile.TemporaryDirectory() as scratch:
        looker = LocalExecutor(Lane.LOOK, settings.engine.for_workers())
        verdicts: list[tuple[Path, PhotoVerdict]] = []
        try:
            await looker.start()
            for number, photo in enumerate(photos):
                seen = [verdict for _, verdict in verdicts if verdict.problem is None]
                question = InspectPhoto(
                    photo=photo,
                    cleaned=Path(scratch) / f"{number:03}.png",
                    known_embeddings=tuple(verdict.embedding for verdict in seen),
                    known_hashes=tuple(v.perceptual_hash for _, v in verdicts if v.perceptual_hash),
                )
                verdict = await _run(looker, question, Path(scratch), say)
                verdicts.append((photo, verdict))
                say(f"{photo.name}: {verdict.problem or 'accepted'}")
        finally:
            await looker.close()
        accepted = tuple(v.cleaned for _, v in verdicts if v.problem is None and v.cleaned)
        drawer = LocalExecutor(Lane.DEVICE, settings.engine.for_workers())
        try:
            await drawer.start()
            values = {**request.__dict__, "photos": accepted}
            return verdicts, await _run(drawer, Enrol(**values), Path(scratch), say)
        finally:
            await drawer.close()


async def portrait(settings: Settings, requests: list[Portrait], say: Callable[[str], None]) -> list[Portraits]:
    """Draw each request in one warm worker."""
    drawer = LocalExecutor(Lane.DEVICE, settings.engine.for_workers())
    try:
        await drawer.start()
        return [await _run(drawer, request, request.out, say) for request in requests]
    finally:
        await drawer.close()


async def _run(executor: LocalExecutor, request: Any, scratch: Path, say: Callable[[str], None]) -> Any:
    def heard(progress: Progress) -> None:
        left = f", about {progress.seconds_left:.0f} s left" if progress.seconds_left is not None else ""
        say(f"\r{f'{progress.stage} {progress.done}/{progress.total}{left}':<{WIDE}}")

    job = ClaimedJob(id="studio", token=1, request=request, scratch=scratch, attempt=1)
    try:
        return await executor.run(job, heard, asyncio.Event())
    finally:
        say(f"\r{'':<{WIDE}}\r")  # what is printed next begins on a clean line


def _photos_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*") if file.suffix.lower() in PHOTO_ENDINGS)


def _put(fresh: Path, folder: Path) -> None:
    """Let a newly learnt face take the place of an earlier one of the same name."""
    if folder.exists():
        shutil.rmtree(folder)
    fresh.rename(folder)


async def _enrol(settings: Settings, args: argparse.Namespace) -> dict[str, Any]:
    photos = _photos_in(args.photos)
    if not photos:
        raise StudioError(f"There is no photo in {args.photos}: put JPEG, PNG, WebP or HEIC files there.")
    folder = folder_of(settings, args.name)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = Path(tempfile.mkdtemp(prefix=f".{args.name}-", dir=folder.parent))
    work = folder.parent / f".{args.name}.training"  # a killed training goes on from there
    try:
        request = Enrol(
            photos=(),
            identity=fresh,
            gender=args.gender,
            seed=args.seed,
            steps=args.steps,
            preset=args.preset,
            instant=args.instant,
            work=work,
        )
        verdicts, enrolled = await enrol(settings, photos, request, _say)
        _put(fresh, folder)
        shutil.rmtree(work, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    print(f"Learnt {args.name} from {enrolled.photos} photos in {enrolled.seconds:.0f} s.", file=sys.stderr)
    looked = [
        {"photo": str(photo), "problem": verdict.problem, "quality": verdict.quality} for photo, verdict in verdicts
    ]
    return {**to_json(enrolled), "identity": str(folder), "verdicts": looked}


def _learnt(settings: Settings, name: str) -> Path:
    """Return the folder of somebody learnt before, by name or by a path; raises `StudioError` where there is none."""
    folder = Path(name) if Path(name).is_dir() else folder_of(settings, name)
    if not folder.is_dir():
        raise StudioError(f"Nobody called {name} has been learnt: python -m bot studio enrol DIR --name {name}")
    return folder


async def _inspect(settings: Settings, args: argparse.Namespace) -> dict[str, Any]:
    """Look in a process of its own: what reads pictures never enters this one."""
    if not args.photo.is_file():
        raise StudioError(f"There is no photo {args.photo}.")
    stages = "engine.tasks.portrait.canvas_stages" if args.canvas else "engine.faces.stages"
    command = [sys.executable, "-m", stages, json.dumps(to_json(settings.engine.for_workers()))]
    process = await asyncio.create_subprocess_exec(
        *command, str(args.photo), str(args.out), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise StudioError("The look at the photo ended early: `python -m bot doctor` says whether a model is missing.")
    answer = json.loads(said.splitlines()[-1])
    if "error" in answer:
        raise EngineError.from_json(answer["error"])
    where = args.out if args.canvas else args.out / "stages.png"
    print("\n".join([*answer["words"], f"stages: {where}"]), file=sys.stderr)
    return answer


async def _portrait(settings: Settings, args: argparse.Namespace) -> dict[str, Any]:
    identity = _learnt(settings, args.identity)
    request = Portrait(
        identity=identity,
        style=args.style,
        out=args.out,
        count=args.count,
        seed=args.seed,
        side=args.side,
        refine=args.refine,
        **_pose(args.pose),
        style_weight=args.style_weight,
        face_weight=args.face_weight,
        use_face_lora=not args.no_face_lora,
        fuse_face=not args.no_fusion,
        sampler=args.sampler,
        adapt=args.weights == "auto",
        **canvas.portrait_options(args),
    )
    try:
        (result,) = await portrait(settings, [request], _say)
    finally:
        for look in args.out.glob("forming-*.png"):
            look.unlink()  # what was seen of pictures on their way: nobody waits for it any more
    for picture in result.pictures:
        print(f"{picture.file}  seed {picture.seed}  {canvas.words(picture)}", file=sys.stderr)
    if said := outdated(result, args.identity):
        print(said, file=sys.stderr)
    return to_json(result)


def _pose(said: str | None) -> dict[str, Any]:
    """Return what a request is told of a pose by its name, or by the file of a photo. Raises `StudioError`: neither."""
    if said is None:
        return {}
    if said in POSES:
        return {"pose": said}
    if not Path(said).is_file():
        raise StudioError(f"There is no pose and no photo {said}. Poses: {', '.join(POSES)}.")
    return {"pose_picture": Path(said).resolve()}


def outdated(result: Portraits, name: str) -> str:
    """Return what is said where the face was learnt on an earlier edition of the base than drew it, else ""."""
    if not result.learnt_on or not result.edition or result.learnt_on == result.edition:
        return ""
    return (
        f"{name} was learnt on an earlier edition of the base and would be more alike if learnt anew: "
        f"python -m bot studio enrol DIR --name {Path(name).name}"
    )


def _say(line: str) -> None:
    print(line, end="" if line.startswith("\r") else "\n", file=sys.stderr, flush=True)


async def _train_style(settings: Settings, args: argparse.Namespace) -> dict[str, Any]:
    if said := style.problem(args):
        raise StudioError(said)
    pictures = _photos_in(args.pictures)
    if not pictures:
        raise StudioError(f"There is no picture in {args.pictures}: put JPEG, PNG, WebP or HEIC files there.")
    drawer = LocalExecutor(Lane.DEVICE, settings.engine.for_workers())
    try:
        await drawer.start()
        run = lambda request, scratch: _run(drawer, request, scratch, _say)  # noqa: E731
        return await style.train(settings, pictures, args, run)
    finally:
        await drawer.close()


async def _talk(settings: Settings, args: argparse.Namespace) -> dict[str, Any]:
    drawer = LocalExecutor(Lane.DEVICE, settings.engine.for_workers())
    try:
        await drawer.start()
        return await talk.talk(settings, args, lambda request, scratch: _run(drawer, request, scratch, _say))
    finally:
        await drawer.close()


async def _inpaint(settings: Settings, args: argparse.Namespace) -> dict[str, Any]:
    people = [_learnt(settings, name) for name in args.identity]
    return await _working(settings, Lane.DEVICE, lambda run: template.inpaint(args, people, run))


async def _faces(settings: Settings, args: argparse.Namespace) -> dict[str, Any]:
    return await _working(settings, Lane.LOOK, lambda run: template.faces(args, run))


async def _tryon(settings: Settings, args: argparse.Namespace) -> dict[str, Any]:
    identity = _learnt(settings, args.identity)
    return await _working(settings, Lane.DEVICE, lambda run: tryon.tryon(args, identity, run))


async def _garment(settings: Settings, args: argparse.Namespace) -> dict[str, Any]:
    return await _working(settings, Lane.LOOK, lambda run: tryon.look(args, run))


async def _working(settings: Settings, lane: Lane, act: Callable[[Callable[..., Any]], Any]) -> dict[str, Any]:
    """Let ``act(run)`` run its requests in one warm worker process."""
    worker = LocalExecutor(lane, settings.engine.for_workers())
    try:
        await worker.start()
        return await act(lambda request, scratch: _run(worker, request, scratch, _say))
    finally:
        await worker.close()


async def _voices(settings: Settings, args: argparse.Namespace) -> dict[str, Any]:
    return talk.voices(settings)


_ACTIONS = {
    "enrol": _enrol,
    "inspect": _inspect,
    "portrait": _portrait,
    "train-style": _train_style,
    "talk": _talk,
    "inpaint": _inpaint,
    "faces": _faces,
    "tryon": _tryon,
    "garment": _garment,
    "voices": _voices,
}
