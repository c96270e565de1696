"""The parts `bot.app` is put together from, each made from the settings."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from filelock import FileLock, Timeout

from bot.core.export import Exporter
from bot.frontends.base import FrontEnd
from bot.frontends.local.gate import is_loopback
from bot.frontends.local.listen import address_of
from bot.settings import Settings
from engine import bases, samples
from engine.bases import likeness, own, steering
from engine.errors import BadBaseError
from engine.queue.dispatcher import Dispatcher
from engine.queue.executor import Executor, TrainingExecutor
from engine.queue.learning import LearningExecutor
from engine.queue.local import LocalExecutor
from engine.requests import Lane
from engine.safety import content
from engine.settings import SigningPair
from engine.styles import StyleBook
from engine.talking.voices import book
from engine.templates import Gallery
from handlers.commands import INVITATIONS, LISTED, PHOTOS, POSE, STARS, WEB
from handlers.context import Deps, VoiceChoice
from handlers.policy import Limits
from handlers.text import Translator
from handlers.views import Failure, Text, View
from storage.blocks import Blocks
from storage.database import Database
from storage.errors import (
    BrokenMasterKeyError,
    DatabaseTooNewError,
    DatabaseUnreachableError,
    FilesElsewhereError,
    ForeignFolderError,
    ForeignStoreError,
    NobodyKnownError,
    NoDatabaseClientError,
    NoStoreClientError,
    NotMovedError,
    StorageFullError,
    StoreKeepsVersionsError,
    StoreUnreachableError,
)
from storage.retention import DAY, Retention
from storage.vault import Vault

if TYPE_CHECKING:
    from bot.frontends.local.login.keeper import Logins
    from bot.frontends.local.operator.desk import Desk
    from bot.frontends.telegram.options import TelegramOptions

LOCK, SCRATCH = "bot.lock", "scratch"
LEAST_SHARDS = 2  # of Discord, for several processes to hear some each
SEES = (likeness.REFERENCES, likeness.IP_ADAPTER, likeness.FACEID)  # ways by photos, beside a learnt face too
NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


class CannotRunError(Exception):
    """The bot cannot start or go on; the text is one sentence for the operator."""


@contextmanager
def explained(settings: Settings) -> Iterator[None]:
    """Turn what an operator can repair into one sentence."""
    folder = settings.data.folder
    try:
        yield
    except DatabaseTooNewError as error:
        text = f"was written by a newer program (version {error.found}, known up to {error.known})"
        raise CannotRunError(f"The database in {folder} {text}: update the program, or restore a copy.") from error
    except DatabaseUnreachableError as error:
        raise CannotRunError(f"The database of DATABASE_URL does not answer: {error.why}") from error
    except NoDatabaseClientError as error:
        raise CannotRunError(
            'DATABASE_URL names a server, and what speaks to it is missing: pip install "portrait-bot[postgres]".'
        ) from error
    except ForeignFolderError as error:
        raise CannotRunError(
            f"The files in {folder} belong to another database than DATABASE_URL says: choose another DATA_DIR. "
            "Nothing was changed."
        ) from error
    except (NoStoreClientError, StoreUnreachableError, StoreKeepsVersionsError) as error:
        raise CannotRunError(of_store(error)) from error
    except (FilesElsewhereError, ForeignStoreError, NobodyKnownError, NotMovedError) as error:
        raise CannotRunError(misplaced(error)) from error
    except BrokenMasterKeyError as error:
        raise CannotRunError(
            f"{error.path} does not fit the database beside it: restore the key it was made with."
        ) from error
    except (StorageFullError, OSError) as error:
        if isinstance(error, StorageFullError) or error.errno in NO_ROOM:
            raise CannotRunError(
                f"The disk of {folder} is full: make room, or point DATA_DIR to a larger one."
            ) from error
        raise CannotRunError(f"{folder} cannot be used: {error.strerror or error}.") from error


def of_store(error: NoStoreClientError | StoreUnreachableError | StoreKeepsVersionsError) -> str:
    """Return what keeps the bot from the store of sealed files, for the operator."""
    if isinstance(error, NoStoreClientError):
        return 'S3_BUCKET names a store, and what speaks to it is missing: pip install "portrait-bot[s3]".'
    if isinstance(error, StoreKeepsVersionsError):
        return (
            f"{error.address} keeps versions, so what people delete would stay in it: take a bucket without them. "
            "Nothing was stored."
        )
    return f"The store of S3_BUCKET cannot be used: {error.why}. Nothing is lost by that."


def misplaced(error: FilesElsewhereError | ForeignStoreError | NobodyKnownError | NotMovedError) -> str:
    """Return why sealed files are not where the settings want them, for the operator."""
    if isinstance(error, ForeignStoreError):
        return (
            f"{error.address} holds the files of a bot with another master key: choose another S3_PREFIX or bucket. "
            "Nothing was changed."
        )
    if isinstance(error, NobodyKnownError):
        return (
            f"There are files of people at {error.address}, and the database knows nobody: put yours back first, or "
            "choose another S3_PREFIX. Nothing was deleted."
        )
    if isinstance(error, NotMovedError):
        return f"{error.count} files of people still lie in {error.folder}: run `python -m bot media move` first."
    return (
        f"The files of the people in {error.folder} lie at {error.address}: set S3_BUCKET, S3_PREFIX and "
        "S3_ENDPOINT_URL to that again, or run `python -m bot media back` with them first."
    )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Make sure that no other bot works on this folder: it would take our running jobs for a dead one's."""
    with ExitStack() as stack:
        try:
            for name in (LOCK, *(path.name for path in sorted(folder.glob("bot-*.lock")))):  # `bot.processes`
                stack.enter_context(FileLock(folder / name, timeout=0))
        except Timeout as error:
            said = f"Another bot already runs on {folder}: stop it, or choose another DATA_DIR."
            raise CannotRunError(said) from error
        yield


def retention(settings: Settings) -> Retention:
    """Return how long things are kept."""
    pictures = settings.data.keep_pictures_days * DAY
    faces, messages = settings.data.keep_faces_days * DAY, settings.data.keep_messages_days * DAY
    return Retention(selfie=pictures, portrait=pictures, face=faces, messages=messages)


def chance() -> int:
    """Return a seed nobody can foresee."""
    return secrets.randbelow(2**31)


def deps(
    settings: Settings,
    vault: Vault,
    rules: Retention,
    seed: Callable[[], int] = chance,
    uploads: Mapping[str, int] | None = None,
) -> Deps:
    """Return what the conversation is given from outside. ``seed`` gives one seed after the other.

    ``uploads``: the largest file each platform takes; may be filled in later.
    """
    way = likeness.here(base(settings), settings.engine.weights, faceid=settings.engine.faceid == "research")
    require_sale(settings)
    require_card(settings)
    return Deps(
        styles=style_book(settings),
        instant=bool(way),
        abilities=base(settings).abilities | abilities(settings) | _steered(settings, way),
        seed=seed,
        limits=Limits(
            seconds_per_day=settings.people.seconds_per_day,
            queued_jobs=settings.people.waiting_jobs,
            trainings_per_day=settings.people.trainings_per_day,
            portraits_per_day=settings.people.portraits_per_day,
            clips_per_day=settings.people.clips_per_day,
            templates_per_day=settings.people.templates_per_day,
            tryons_per_day=settings.people.tryons_per_day,
            group_posts=settings.people.group_posts,
            reports=settings.people.reports,
            strikes=settings.people.strikes,
            strike_hours=settings.people.strike_hours,
            talk_seconds=settings.engine.talk_seconds,
        ),
        voices=voices(settings),
        templates=Gallery(),
        scenes=samples.scenes(settings.engine.weights) if base(settings).small_vocabulary else (),
        garments=samples.GARMENTS,
        admins=settings.people.admins,
        export=Exporter(vault, rules, uploads).export,
        forget=vault.forget,
        receipt=vault.receipt,
        erased=vault.erased,
        recall=vault.recall,
        seal=vault.seal_words,
        unseal=vault.unseal_words,
        unsealing=vault.unsealing,
        lend=vault.lend,
        refused=judge_of_words(settings),
        blocks=Blocks(vault),
        liveness=settings.people.liveness == "required",
        listed=settings.people.access == "listed",
        allowed=settings.people.allowed,
        invitations=settings.people.invitations,
        stars=settings.telegram.stars,
        web=web_address(settings) if "link" in settings.local_chat.login else None,
    )


def _steered(settings: Settings, way: str) -> frozenset[str]:
    """Return what the base can be told of a picture beside words: by the person's photos, by a pose."""
    told = {PHOTOS: way in SEES, POSE: steering.draws_bodies(base(settings))}
    return frozenset(name for name, there in told.items() if there)


def require_sale(settings: Settings) -> None:
    """Look whether models may be used as the operator does; raises `CannotRunError` where pictures are sold by them."""
    family = base(settings)
    sells = settings.telegram.token is not None and settings.telegram.stars > 0
    if sells and settings.engine.faceid == "research":
        raise CannotRunError(
            f"TELEGRAM_STARS={settings.telegram.stars} sells pictures, and IP-Adapter FaceID and its embedder are for "
            "non-commercial research only: set ENGINE_FACEID=no (the IP-Adapter plus face may be used), or "
            "TELEGRAM_STARS=0."
        )
    if sells and not family.commercial:
        raise CannotRunError(
            f"TELEGRAM_STARS={settings.telegram.stars} sells pictures, and the licence of the base {family.name} "
            f"({family.licence}) forbids that: choose another with ENGINE_BASE, or set TELEGRAM_STARS=0."
        )


def require_card(settings: Settings) -> None:
    """Look whether the base can be held here at all; raises `CannotRunError` where every picture would be refused."""
    chosen = settings.engine
    if chosen.executor == "local" and (lack := bases.lacks_cuda(base(settings), chosen.device)):
        raise CannotRunError(f"{lack}: choose another with ENGINE_BASE.")


def abilities(settings: Settings) -> frozenset[str]:
    """Return what this installation offers beside pictures: see `handlers.commands.Entry.needs`."""
    offered = {
        WEB: settings.local_chat.enabled and "link" in settings.local_chat.login,
        LISTED: settings.people.access == "listed",
        INVITATIONS: settings.people.invitations,
        STARS: settings.telegram.token is not None and settings.telegram.stars > 0,
    }
    return frozenset(name for name, there in offered.items() if there)


def web_address(settings: Settings) -> str:
    """Return what people type into the browser."""
    chat = settings.local_chat
    return chat.url or address_of(chat.host, chat.port)


def login(settings: Settings, database: Database, deps: Deps) -> Logins | None:
    """Return who signs people in to the web app, None where it is open to this machine alone.

    Raises `CannotRunError` where the operator opened it further and did not say how people sign in.
    """
    chat, ways = settings.local_chat, frozenset(settings.local_chat.login)
    if chat.url is None and is_loopback(chat.host) and not ways - {"none"}:
        return None
    shown = f"LOCAL_CHAT_URL={chat.url}" if chat.url else f"LOCAL_CHAT_HOST={chat.host}"
    if not ways:
        raise CannotRunError(
            f"{shown} opens the web chat to other machines, and nobody would have to sign in: set "
            "LOCAL_CHAT_LOGIN=link,password, or leave LOCAL_CHAT_HOST=127.0.0.1. docs/operate.md says more."
        )
    if "none" in ways:
        if chat.url or ways != {"none"}:
            raise CannotRunError("LOCAL_CHAT_LOGIN=none fits no other way to sign in, and no LOCAL_CHAT_URL.")
        return None
    token = settings.telegram.token
    if "telegram" in ways and (token is None or not (chat.url or "").startswith("https://")):
        raise CannotRunError(
            "LOCAL_CHAT_LOGIN=telegram needs TELEGRAM_TOKEN and a LOCAL_CHAT_URL that begins https://."
        )
    from bot.frontends.local.login.keeper import Logins, Options  # its libraries only where people sign in
    from bot.frontends.local.secret import secret

    options = Options(ways=ways, url=web_address(settings), token=token.get_secret_value() if token else "")
    return Logins(database, deps, options, secret(settings.data.folder / "local"))


def judge_of_words(settings: Settings) -> Callable[[str, str, str], str]:
    """Return what says why words are refused, by the shipped rules and the operator's."""
    try:
        own_rules = content.own(settings.engine.content)
    except content.BadRulesError as error:
        raise CannotRunError(f"CONTENT_RULES cannot be used: {error}.") from error
    return lambda text, use, language: content.judged(text, cast("content.Use", use), language, own_rules) or ""


def base(settings: Settings) -> bases.Family:
    """Return the base that will draw; the workers are told its name and do not choose again."""
    chosen = settings.engine
    try:
        accelerator = bases.accelerator_likely(chosen.device)
        return bases.choose(chosen.base, chosen.weights, accelerator=accelerator)
    except KeyError:
        raise CannotRunError(f"ENGINE_BASE={chosen.base} is no base: {', '.join(bases.families())}.") from None
    except BadBaseError as error:
        told = error.data
        raise CannotRunError(f"{told['name']} in {chosen.weights / own.FILE}: {told['reason']}.") from None


def style_book(settings: Settings) -> StyleBook:
    """Return the styles, told which base will draw them."""
    return StyleBook(settings.engine.styles, family=base(settings), weights=settings.engine.weights)


def voices(settings: Settings) -> tuple[VoiceChoice, ...]:
    """Return the voices that can speak with what is fetched and allowed here, best first within a language."""
    chosen, known = settings.engine, book()
    kinds = {"espeak": "robot", "kokoro": "natural", "piper": "natural", "edge": "online"}
    usable = known.usable(chosen.weights, online=chosen.speech_online and not chosen.offline)
    return tuple(
        VoiceChoice(
            name=one.name,
            title=one.title,
            language=one.language,
            kind=kinds[one.backend],
            sampled=samples.voice(one.name) is not None,
        )
        for one in usable
    )


def learning(settings: Settings, executors: Mapping[Lane, Executor]) -> dict[Lane, TrainingExecutor]:
    """Trainings have workers of their own on this machine, where they may; on a cluster they take their turn."""
    beside = executors.get(Lane.DEVICE)
    if not isinstance(beside, LocalExecutor):
        return {}
    return {Lane.DEVICE: LearningExecutor(Lane.DEVICE, beside, apart=settings.engine.train_apart)}


def executors(
    settings: Settings, signing: SigningPair | None = None, scratch: Path | None = None
) -> dict[Lane, Executor]:
    """Photos are looked at here, on the CPU; drawing goes where ``ENGINE_EXECUTOR`` says.

    Which base draws is decided here for every lane: a look at clothes on the CPU speaks of the base on the device.
    ``signing``: what finished pictures are signed with. ``scratch``: this process's own folder, where it has one.
    """
    folder = settings.data.folder
    told = replace(
        settings.engine.for_workers(),
        base=base(settings).name,
        private=folder,
        scratch=folder / SCRATCH if scratch is None else scratch,
        secret=settings.data.key if isinstance(settings.data.key, Path) else None,
        signing=signing,
    )
    look = LocalExecutor(Lane.LOOK, replace(told, device="cpu", threads=max(1, told.threads // 2)), warm=True)
    if settings.engine.executor == "local":
        return {Lane.LOOK: look, Lane.DEVICE: LocalExecutor(Lane.DEVICE, told, warm=True, batch=settings.engine.batch)}
    from engine.queue.ray import RayAddressError, RayExecutor, RayMissingError

    chosen = settings.engine
    try:
        cluster = RayExecutor(
            Lane.DEVICE, told, address=chosen.ray_address, token=chosen.ray_token, warm=True, batch=chosen.batch
        )
    except (RayAddressError, RayMissingError) as error:
        raise CannotRunError(f"{error}.") from error
    return {Lane.LOOK: look, Lane.DEVICE: cluster}


def frontends(
    settings: Settings, database: Database, deps: Deps, vault: Vault, dispatcher: Dispatcher, process: str = "bot"
) -> list[FrontEnd]:
    """Make the front ends the settings name; the library of one that is off is never loaded.

    ``process``: the name of this one among those that share a database.
    """
    made: list[FrontEnd] = []
    folder = settings.data.folder
    if settings.telegram.token is not None:
        from bot.frontends.telegram.frontend import TelegramFrontEnd
        from bot.frontends.telegram.paying import StoredTill
        from bot.frontends.telegram.shelf import StoredShelf

        made.append(
            TelegramFrontEnd(
                settings.telegram.token.get_secret_value(),
                api_url=settings.telegram.api_url,
                file_url=settings.telegram.file_url,
                options=_telegram_options(settings, deps.abilities),
                shelf=StoredShelf(database, deps),
                till=StoredTill(database, deps),
            )
        )
    if settings.discord.token is not None:
        from bot.frontends.discord.frontend import DiscordFrontEnd, DiscordOptions
        from bot.frontends.discord.people import StoredPeople
        from bot.frontends.discord.sharing import Sharing

        require_spread(settings)
        shards = settings.discord.shards
        made.append(
            DiscordFrontEnd(
                settings.discord.token.get_secret_value(),
                api_url=settings.discord.api_url,
                gateway_url=settings.discord.gateway_url,
                styles=deps.styles,
                translator=deps.translator,
                people=StoredPeople(database, deps.admins),
                options=DiscordOptions(folder=folder, shards=shards),
                abilities=deps.abilities,
                sharing=Sharing(database, process, shards) if settings.discord.spread else None,
            )
        )
    if settings.local_chat.enabled:
        from bot.frontends.local.frontend import LocalFrontEnd
        from bot.frontends.local.history import StoredHistory
        from bot.frontends.local.showing import StoredShowing

        chat = settings.local_chat
        history = StoredHistory(database)
        offered: dict[str, Any] = {"styles": deps.styles, "abilities": deps.abilities}
        offered |= {"login": login(settings, database, deps), "url": chat.url, "proxies": chat.proxies}
        offered |= {"invitations": deps.invitations}
        if offered["login"] is not None:
            offered["operator"] = operator(settings, database, vault, deps, dispatcher)
        offered["showing"] = StoredShowing(database, deps)
        made.append(LocalFrontEnd(host=chat.host, port=chat.port, folder=folder, history=history, **offered))
    if not made:
        raise CannotRunError("No platform is configured: set LOCAL_CHAT=yes, TELEGRAM_TOKEN or DISCORD_TOKEN in .env.")
    return made


def require_spread(settings: Settings) -> None:
    """Look whether Discord can be heard by several processes at once as the operator says; raises `CannotRunError`."""
    if not settings.discord.spread:
        return
    if settings.data.database_url is None:
        raise CannotRunError("DISCORD_SPREAD=yes is for processes that share a server: set DATABASE_URL.")
    if settings.discord.shards < LEAST_SHARDS:
        raise CannotRunError(
            f"DISCORD_SPREAD=yes needs to know how many shards are shared: set DISCORD_SHARDS={LEAST_SHARDS} or more, "
            "the same for every process."
        )


def operator(settings: Settings, database: Database, vault: Vault, deps: Deps, dispatcher: Dispatcher) -> Desk:
    """Return what the operator page reads and does."""
    from bot.frontends.local.operator.desk import Desk, Facts

    data, people = settings.data, settings.people
    facts = Facts(
        base=base(settings).name,
        device=settings.engine.device,
        pictures_days=data.keep_pictures_days,
        faces_days=data.keep_faces_days,
        messages_days=data.keep_messages_days,
        backups=data.backups,
        listed=people.access == "listed",
        invitations=people.invitations,
    )
    return Desk(database, vault, deps, facts, dispatcher.lanes, dispatcher.nudge)


def _telegram_options(settings: Settings, offered: frozenset[str]) -> TelegramOptions:
    from bot.frontends.telegram.options import LOCAL_SERVER, TelegramOptions, WebhookOptions, secret_of

    chosen, webhook = settings.telegram, None
    if chosen.webhook_url is not None:
        assert chosen.token is not None
        secret = chosen.webhook_secret.get_secret_value() if chosen.webhook_secret else None
        webhook = WebhookOptions(
            url=chosen.webhook_url,
            secret=secret or secret_of(chosen.token.get_secret_value()),
            host=chosen.webhook_host,
            port=chosen.webhook_port,
        )
    limits = LOCAL_SERVER if chosen.local_server else {}
    app = "telegram" in settings.local_chat.login and settings.local_chat.enabled
    return TelegramOptions(
        folder=settings.data.folder,
        shared=settings.data.database_url is not None,
        webhook=webhook,
        admins=settings.people.admins,
        abilities=offered,
        mini_app=f"{settings.local_chat.url}/miniapp" if app else None,
        **limits,
    )


def apology(translator: Translator) -> Callable[[str, str], View]:
    """Return what says, in the person's language, that something broke and under which id the log knows it."""
    return lambda locale, trace: Failure(text=translator.words(locale)("error-engine"), trace=trace)


def slower(translator: Translator) -> Callable[[str, float], View]:
    """Return what says, in the person's language, that they send more than is listened to."""
    return lambda locale, seconds: Text(text=translator.words(locale)("flood", seconds=round(seconds)))


def waits(translator: Translator) -> Callable[[str], View]:
    """Return what says, in the person's language, that what they sent waits for the store of files."""
    return lambda locale: Text(text=translator.words(locale)("files-wait"))


def too_large(translator: Translator) -> Callable[[str, int, int], View]:
    """Return what says, in the person's language, that a platform does not take a file of that size."""

    def view(locale: str, size: int, most: int) -> View:
        say = translator.words(locale)
        return Failure(text=say("result-too-large", megabytes=-(-size // 10**6), most=most // 10**6))

    return view


def not_allowed(translator: Translator) -> Callable[[str], View]:
    """Return what says, in the person's language, that the admins of a chat allow no pictures there."""

    def view(locale: str) -> View:
        return Failure(text=translator.words(locale)("result-not-allowed"))

    return view
